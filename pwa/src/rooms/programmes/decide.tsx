/** One sheet to answer requests in: accepted, or refused with the reason that the applicant is told. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext, number } from "../../i18n";
import { Choice } from "../../parts/field";
import { NotSaved, useSaving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { act, type RefusalReason, setAside } from "../../store";
import { cohort, type Person, problemsOf, taken } from "./roster";
import { refusals } from "./words";

export async function accept({ id, name }: Person): Promise<void> {
  await act("programmes.accept", { enrolment: id }, { label: name });
  await forgive(id);
}

async function refuse({ id, name }: Person, reason: RefusalReason): Promise<void> {
  await act("programmes.refuse", { enrolment: id, reason }, { label: name });
  await forgive(id);
}

/** An answer that the server did not take is over as soon as there is a newer one. */
async function forgive(enrolment: string): Promise<void> {
  for (const { id } of problemsOf(enrolment)) await setAside(id);
}

interface Props {
  people: Person[];
  onClose: () => void;
}

export function Decide({ people, onClose }: Props) {
  const [reason, setReason] = useState<RefusalReason>();
  const { failed, save } = useSaving();
  const answer = async (one: (person: Person) => Promise<void>) => {
    const isSaved = await save(async () => {
      for (const person of people) await one(person);
    });
    if (isSaved) onClose();
  };
  const count = people.length;
  return (
    <Sheet title={ngettext("%(num)s request", "%(num)s requests", count)} onClose={onClose}>
      <NotSaved code={failed} />
      <p>{people.map(({ name }) => name).join(", ")}</p>
      <Seats people={people} />
      <button type="button" class="btn wide" onClick={() => void answer(accept)}>
        {count === 1 ? gettext("Accept") : ngettext("Accept %(num)s", "Accept %(num)s", count)}
      </button>
      <Choice label={gettext("Or refuse, because")} options={refusals()} value={reason} set={setReason} />
      {reason && (
        <button
          type="button"
          class="btn wide"
          onClick={() => void answer((person) => refuse(person, reason))}
        >
          {count === 1 ? gettext("Refuse") : ngettext("Refuse %(num)s", "Refuse %(num)s", count)}
        </button>
      )}
    </Sheet>
  );
}

/** What is free in each group that is asked for. */
const Seats = ({ people }: { people: Person[] }) => (
  <ul>
    {[...new Set(people.map((person) => person.cohort))].map((id) => {
      const row = cohort(id);
      return (
        row && (
          <li key={id} class="cap">
            {local(row.name)}:{" "}
            {gettext("%(free)s of %(all)s seats are free", {
              free: number(Math.max(0, row.seats - taken(id))),
              all: number(row.seats),
            })}
          </li>
        )
      );
    })}
  </ul>
);
