/** The groups one answers for; on a wide screen the first of them is open beside the list. */
import { gettext, local, number } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Frame } from "../../parts/frame";
import { useRead } from "../../parts/read";
import { span } from "../../parts/time";
import { wide } from "../../parts/wide";
import { type CohortLine, DESK, type Desk } from "./answers";
import { CohortFrame } from "./cohort";
import { NoGroups } from "./desk";
import { percent } from "./words";

export default function Groups() {
  const answer = useRead<Desk>(DESK);
  const first = answer.data?.cohorts[0];
  if (wide.value && first) return <CohortFrame id={first.id} />;
  return (
    <Frame title={gettext("Groups")}>
      <AsOf path={DESK} answer={answer}>
        {({ cohorts }) => (cohorts.length ? <CohortRows cohorts={cohorts} /> : <NoGroups />)}
      </AsOf>
    </Frame>
  );
}

/** `here` marks the one that is open beside the list. */
export const CohortRows = ({ cohorts, here }: { cohorts: CohortLine[]; here?: string }) => (
  <ul class="rows">
    {cohorts.map((cohort) => (
      <li key={cohort.id}>
        <a class="row" href={`/groups/${cohort.id}`} aria-current={cohort.id === here ? "true" : undefined}>
          <div>
            <h3>{local(cohort.name)}</h3>
            <p class="cap">{span(cohort.starts, cohort.ends)}</p>
            <p class="cap">
              {gettext("%(percent)s % of lessons done", { percent: percent(cohort.lessons_done, cohort.lessons_total) })}
            </p>
          </div>
          <span class="n">
            <span class="vh">{gettext("Students and seats:")} </span>
            {number(cohort.learners)}/{number(cohort.seats)}
          </span>
        </a>
      </li>
    ))}
  </ul>
);
