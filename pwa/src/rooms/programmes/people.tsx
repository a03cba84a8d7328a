/** Everybody who ever asked for a seat in a group, from the coordinator's own phone. */
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { byName } from "../../parts/names";
import { shortDate } from "../../parts/time";
import { type Person, peopleOf } from "./roster";
import { reasonOf, STATUSES } from "./words";

/** An enrolment is a row's own id, or what a report names. */
export const personPath = (
  one: { cohort: string; id: string } | { cohort: string; enrolment: string },
): string => `/groups/${one.cohort}/people/${"id" in one ? one.id : one.enrolment}`;

interface Props {
  cohort: string;
  title: string;
  /** The enrolments that stand elsewhere on the screen. */
  except?: ReadonlySet<string>;
}

export function People({ cohort, title, except }: Props) {
  const people = peopleOf(cohort)
    .filter(({ id }) => !except?.has(id))
    .sort(byName);
  if (people.length === 0) return null;
  return (
    <Section title={title}>
      <ul class="rows">
        {people.map((one) => (
          <li key={one.id} class={one.pending ? "wait" : ""}>
            <a class="row" href={personPath(one)}>
              <div>
                <h3>{one.name}</h3>
                <p class="cap">{state(one)}</p>
              </div>
              <Icon name="fwd" />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** "left the group · Work · 16.11 · saved on this phone" */
function state({ status, reason, since, pending }: Person): string {
  const parts = [STATUSES[status](), reasonOf(reason), shortDate(since)];
  if (pending) parts.push(gettext("saved on this phone"));
  return parts.filter(Boolean).join(" · ");
}
