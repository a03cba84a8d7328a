/** The mentors of a manufactory: given it and taken off it by its school. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { NotSaved, useSaving } from "../../parts/saving";
import { Stamp } from "../../parts/stamp";
import { Sure } from "../../parts/sure";
import { act, pairId } from "../../store";
import { ChooseMentor } from "../people/choose-mentor";
import { mentorsOf, type SchoolMentor } from "../people/school-mentors";
import { waitingOf } from "./acted-on";
import type { Manufactory } from "./answers";

interface Mentor {
  person: string;
  name: string;
  /** What was done with them on this phone and has not been delivered yet. */
  waits: "given" | "taken" | undefined;
}

/** As the school will see them once this phone's acts have arrived; who is taken off stays in sight until then. */
function mentors(one: Manufactory): Mentor[] {
  const given = new Set(waitingOf("manufactories.assign_mentor", one.id).map(({ person }) => person));
  const taken = new Set(waitingOf("manufactories.dismiss_mentor", one.id).map(({ person }) => person));
  const known = one.team_mentors.map((mentor) => ({
    ...mentor,
    waits: taken.has(mentor.person) ? ("taken" as const) : undefined,
  }));
  const added = mentorsOf(one.institution).filter(
    ({ person }) => given.has(person) && !known.some((mentor) => mentor.person === person),
  );
  return [...known, ...added.map(({ person, name }) => ({ person, name, waits: "given" as const }))];
}

export function TeamMentors({ one }: { one: Manufactory }) {
  const [open, setOpen] = useState(false);
  const { failed, save } = useSaving();
  const all = mentors(one);
  const assign = ({ person, name }: SchoolMentor) =>
    save(() => act("manufactories.assign_mentor", { manufactory: one.id, person }, { label: name }));
  return (
    <Section title={gettext("Mentors")}>
      {all.length > 0 ? (
        <ul class="rows">
          {all.map((mentor) => (
            <Here key={mentor.person} one={one} mentor={mentor} />
          ))}
        </ul>
      ) : (
        <p class="cap">{gettext("No mentor yet. Whose check is passed can be given the team.")}</p>
      )}
      {one.led && (
        <button type="button" class="btn wide" onClick={() => setOpen(true)}>
          <Icon name="teams" />
          {gettext("Give the team a mentor")}
        </button>
      )}
      {open && (
        <ChooseMentor
          title={gettext("Give the team a mentor")}
          institution={one.institution}
          except={new Set(all.map(({ person }) => person))}
          failed={failed}
          onChoose={assign}
          onClose={() => setOpen(false)}
        />
      )}
    </Section>
  );
}

function Here({ one, mentor: { person, name, waits } }: { one: Manufactory; mentor: Mentor }) {
  const { failed, save } = useSaving();
  const dismiss = () =>
    save(() => act("manufactories.dismiss_mentor", { manufactory: one.id, person }, { label: name }));
  return (
    <li class={waits ? "row wait" : "row"}>
      {waits && <Stamp id={pairId(one.id, person)} waiting />}
      <div>
        <h3>{name}</h3>
        {waits && (
          <p class="cap">
            {waits === "given" ? gettext("waits for delivery") : gettext("taken off; waits for delivery")}
          </p>
        )}
      </div>
      {one.led && !waits && (
        <Sure
          label={gettext("Take off")}
          about={name}
          title={gettext("Take off the team?")}
          yes={gettext("Take off the team")}
          onYes={dismiss}
        >
          <NotSaved code={failed} />
          <p>
            {name} · {local(one.name)}
          </p>
          <p>{gettext("The team leaves this mentor's phone. Gates that were passed and sessions stay.")}</p>
        </Sure>
      )}
    </li>
  );
}
