/** One team as its mentor sees it, all of it from the phone. */
import { useState } from "preact/hooks";
import { gettext, number, pgettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Frame, MainAct } from "../../parts/frame";
import { price } from "../../parts/money";
import { wide } from "../../parts/wide";
import { navigate } from "../../router";
import { about } from "../mentoring/about";
import { Held } from "../mentoring/lists";
import { LastTime } from "../mentoring/log-parts";
import { Awaited } from "./awaited";
import type { Manufactory } from "./books";
import { membersOf, mentored, nameOf } from "./crew";
import type { Figures } from "./figures";
import { Turning } from "./gate-acts";
import { GateLine, isOfBooks } from "./gate-rows";
import { MemberRow } from "./member-row";
import { ForMentor } from "./of-team";
import { Poster } from "./poster";
import { Standing } from "./stands";
import { type Facts, factsOf } from "./team-facts";
import { TeamRows } from "./team-rows";

export default function TeamScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <ForMentor id={id} title={gettext("Team")} up="/teams">
      {(team) => <TeamFrame team={team} />}
    </ForMentor>
  );
}

export const TeamFrame = ({ team }: { team: Manufactory }) => (
  <Frame
    title={wide.value ? nameOf(team) : gettext("Team")}
    up="/teams"
    list={wide.value && <Beside here={team.id} />}
    act={<MainAct icon="log" label={gettext("Log a session")} onPress={() => log(team.id)} />}
  >
    <Whole facts={factsOf(team)} />
  </Frame>
);

/** The log opens with this team chosen. */
function log(team: string): void {
  about.value = team;
  navigate("/log");
}

const Beside = ({ here }: { here: string }) => (
  <>
    <h2>{gettext("Teams")}</h2>
    <TeamRows all={mentored().map(factsOf)} here={here} />
  </>
);

function Whole({ facts }: { facts: Facts }) {
  const { team, books, stand } = facts;
  return (
    <>
      <Poster team={team} books={books} />
      <div>
        <Standing stand={stand} />
      </div>
      <Awaited books={books} />
      <Links id={team.id} />
      <Section title={gettext("Figures")}>
        <Ledger {...books.figures} />
      </Section>
      <LastTime whom={team.id} />
      <Gates {...facts} />
      <Section title={gettext("Members")}>
        <ul class="rows">
          {membersOf(team.id).map((member) => (
            <MemberRow key={member.id} member={member} />
          ))}
        </ul>
      </Section>
      <Held cohort={team} />
    </>
  );
}

const Ledger = ({ balance, revenue, result, units }: Figures) => (
  <dl class="rows">
    {[
      [pgettext("figure", "All the money"), price(balance)],
      [pgettext("figure", "Revenue"), price(revenue)],
      [pgettext("figure", "Result"), price(result)],
      [pgettext("figure", "Units sold"), number(units)],
    ].map(([name, value]) => (
      <div key={name} class="row">
        <dt class="who">{name}</dt>
        <dd class="n">{value}</dd>
      </div>
    ))}
  </dl>
);

const Links = ({ id }: { id: string }) => (
  <nav class="pick" aria-label={gettext("About this team")}>
    <a class="btn" href={`/workshop/${id}`}>
      {gettext("Workshop")}
    </a>
    <a class="btn" href={`/workshop/${id}/book`}>
      {gettext("Cash book")}
    </a>
    <a class="btn" href={`/teams/${id}/people`}>
      {pgettext("team", "People")}
    </a>
    <a class="btn" href={`/teams/${id}/gates`}>
      {gettext("Gates")}
    </a>
    <a class="btn" href={`/teams/${id}/about`}>
      {gettext("Name and mark")}
    </a>
  </nav>
);

/** A press passes a gate or opens it again; the rest is done on the screen of the gates. */
function Gates({ gates }: Facts) {
  const [asked, setAsked] = useState<string>();
  const about = gates.find(({ gate }) => gate.id === asked);
  if (gates.length === 0) return null;
  return (
    <Section title={gettext("Gates")}>
      <ul class="rows">
        {gates.map((one) => (
          <GateLine
            key={one.gate.id}
            standing={one}
            onPress={isOfBooks(one.gate) ? undefined : () => setAsked(one.gate.id)}
          />
        ))}
      </ul>
      {about && (
        <Turning gate={about.gate} isPassed={about.passed !== null} onClose={() => setAsked(undefined)} />
      )}
    </Section>
  );
}
