/** The groups one leads, as a list. */
import { gettext } from "../../i18n";
import { clock, shortDate } from "../../parts/time";
import { GroupRow } from "../programmes/group";
import { type Cohort, isOver, learnersOf, plansOf, toCome } from "./circle";

/** `here` marks the one that is open beside the list. */
export const GroupRows = ({ cohorts, here }: { cohorts: Cohort[]; here?: string }) => (
  <ul class="rows">
    {cohorts.map((cohort) => (
      <li key={cohort.id}>
        <GroupRow group={cohort} learners={learnersOf(cohort.id).length} isHere={cohort.id === here}>
          {next(cohort)}
        </GroupRow>
      </li>
    ))}
  </ul>
);

function next(cohort: Cohort): string {
  if (isOver(cohort)) return gettext("is over");
  const [plan] = toCome(plansOf(new Set([cohort.id]))).filter(({ cancelled }) => !cancelled);
  return plan
    ? gettext("Next session: %(date)s, %(time)s", {
        date: shortDate(plan.starts_at),
        time: clock(plan.starts_at),
      })
    : gettext("no session is planned");
}
