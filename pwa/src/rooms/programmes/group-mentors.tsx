/** The mentors of a group: given it and taken off it by the school that runs the group. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { NotSaved, useSaving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { Stamp } from "../../parts/stamp";
import { Sure } from "../../parts/sure";
import { act, pairId, type Row, table } from "../../store";
import { clearance, isCleared, mentorsOf, type SchoolMentor } from "../people/school-mentors";
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
  const free = known.filter(({ person }) => !here.some((row) => row.person === person));
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
        <Sheet title={gettext("Give the group a mentor")} onClose={() => setOpen(false)}>
          <NotSaved code={failed} />
          <ul class="rows">
            {free.map((one) => (
              <Free
                key={one.id}
                one={one}
                onPress={() => void assign(one).then((isSaved) => isSaved && setOpen(false))}
              />
            ))}
          </ul>
          {free.length === 0 && <p>{gettext("There is nobody else. Invite a mentor first.")}</p>}
          <a class="btn wide" href="/mentors">
            {gettext("Mentors of the school")}
          </a>
        </Sheet>
      )}
    </Section>
  );
}

const Free = ({ one, onPress }: { one: SchoolMentor; onPress: () => void }) => (
  <li class="row">
    <div>
      <h3>{one.name}</h3>
      <p class="cap">{clearance(one)}</p>
    </div>
    {isCleared(one) && (
      <button
        type="button"
        class="btn"
        aria-label={gettext("Choose: %(name)s", { name: one.name })}
        onClick={onPress}
      >
        {gettext("Choose")}
      </button>
    )}
  </li>
);

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
