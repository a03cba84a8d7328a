/** The groups one leads, as a list. */
import { gettext, local, number } from "../../i18n";
import { clock, shortDate, span } from "../../parts/time";
import { type Cohort, isOver, learnersOf, plansOf, toCome } from "./circle";

/** `here` marks the one that is open beside the list. */
export const GroupRows = ({ cohorts, here }: { cohorts: Cohort[]; here?: string }) => (
  <ul class="rows">
    {cohorts.map((cohort) => (
      <li key={cohort.id}>
        <a class="row" href={`/groups/${cohort.id}`} aria-current={cohort.id === here ? "true" : undefined}>
          <div>
            <h3>{local(cohort.name)}</h3>
            <p class="cap">{span(cohort.starts, cohort.ends)}</p>
            <p class="cap">{next(cohort)}</p>
          </div>
          <span class="n">
            <span class="vh">{gettext("Students and seats:")} </span>
            {number(learnersOf(cohort.id).length)}/{number(cohort.seats)}
          </span>
        </a>
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
