/** The mentors of a group: given it and taken off it by the school that runs the group. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { NotSaved, useSaving } from "../../parts/saving";
import { Stamp } from "../../parts/stamp";
import { Sure } from "../../parts/sure";
import { act, pairId, type Row, table } from "../../store";
import { ChooseMentor } from "../people/choose-mentor";
import { mentorsOf, type SchoolMentor } from "../people/school-mentors";
import { cohort as rowOf } from "./roster";

/** Nothing for whoever does not run the group. */
export function GroupMentors({ cohort }: { cohort: string }) {
  const group = rowOf(cohort);
  return group ? <Mentors group={group} /> : null;
}

function Mentors({ group }: { group: Row<"school_cohort"> }) {
  const [open, setOpen] = useState(false);
  const { failed, save } = useSaving();
  const known = mentorsOf(group.institution);
  const here = table("mentor").value.filter((row) => row.cohort === group.cohort);
  const nameOf = (row: Row<"mentor">) =>
    row.name || (known.find(({ person }) => person === row.person)?.name ?? "");
  const assign = (one: SchoolMentor) =>
    save(() =>
      act("programmes.assign_mentor", { cohort: group.cohort, person: one.person }, { label: one.name }),
    );
  return (
    <Section title={gettext("Mentors")}>
      {here.length > 0 ? (
        <ul class="rows">
          {here.map((row) => (
            <Here key={row.id} row={row} name={nameOf(row)} group={local(group.name)} />
          ))}
        </ul>
      ) : (
        <p class="cap">{gettext("No mentor yet. Whose check is passed can be given the group.")}</p>
      )}
      <button type="button" class="btn wide" onClick={() => setOpen(true)}>
        <Icon name="teams" />
        {gettext("Give the group a mentor")}
      </button>
      {open && (
        <ChooseMentor
          title={gettext("Give the group a mentor")}
          institution={group.institution}
          except={new Set(here.map(({ person }) => person))}
          failed={failed}
          onChoose={assign}
          onClose={() => setOpen(false)}
        />
      )}
    </Section>
  );
}

interface HereProps {
  row: Row<"mentor">;
  name: string;
  group: string;
}

function Here({ row, name, group }: HereProps) {
  const { failed, save } = useSaving();
  const { cohort, person } = row;
  const dismiss = () => save(() => act("programmes.dismiss_mentor", { cohort, person }, { label: name }));
  return (
    <li class={row.pending ? "row wait" : "row"}>
      {row.pending && <Stamp id={pairId(cohort, person)} waiting />}
      <div>
        <h3>{name}</h3>
      </div>
      <Sure
        label={gettext("Take off")}
        about={name}
        title={gettext("Take off the group?")}
        yes={gettext("Take off the group")}
        onYes={dismiss}
      >
        <NotSaved code={failed} />
        <p>
          {name} · {group}
        </p>
        <p>{gettext("The group leaves this mentor's phone. Sessions that were logged stay.")}</p>
      </Sure>
    </li>
  );
}
