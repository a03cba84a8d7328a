/** What a manufactory is called, makes, shows and is before the law, for whoever looks after it. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { useDraft } from "../../parts/draft";
import { Form, useSending } from "../../parts/form";
import { MainAct } from "../../parts/frame";
import { type About, AboutFields, aboutTroubles, inThisLanguage, kept } from "./about-fields";
import type { Manufactory } from "./books";
import { marksTaken, useTold } from "./homes";
import { ForMentor } from "./of-team";

export default function TeamAboutScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <ForMentor id={id} title={gettext("About the manufactory")} up={`/teams/${id}`}>
      {(team) => <Writing team={team} />}
    </ForMentor>
  );
}

function useAbout(team: Manufactory) {
  const form = useDraft<About>(`about ${team.id}`);
  const { figure, pigment, carrier } = team;
  const before: About = { ...kept(team), figure, pigment, carrier };
  const now = { ...before, ...form.typed };
  const taken = marksTaken(team.cohort, team.id, useTold());
  const [isChecked, setChecked] = useState(false);
  const wrong = aboutTroubles(now, taken);
  const isOther = (Object.keys(before) as (keyof About)[]).some((name) => now[name] !== before[name]);
  const check = () => {
    setChecked(true);
    return !wrong.name && !wrong.makes && !wrong.mark;
  };
  const said = (name: "name" | "makes") =>
    now[name] === before[name] ? team[name] : inThisLanguage(team[name], now[name]);
  const send = () =>
    form.send(
      "manufactories.describe",
      { manufactory: team.id, ...now, name: said("name"), makes: said("makes") },
      { label: now.name.trim() },
    );
  const sending = useSending(send, `/teams/${team.id}`, check);
  return { form, now, taken, wrong: isChecked ? wrong : {}, isOther, sending };
}

function Writing({ team }: { team: Manufactory }) {
  const { form, now, taken, wrong, isOther, sending } = useAbout(team);
  const up = `/teams/${team.id}`;
  return (
    <Form
      title={gettext("About the manufactory")}
      up={up}
      label={gettext("Save the changes")}
      sending={sending}
      instead={isOther ? undefined : <MainAct to={up} label={gettext("Nothing has changed")} />}
    >
      <AboutFields now={now} before={team} taken={taken} wrong={wrong} change={form.change} />
    </Form>
  );
}
