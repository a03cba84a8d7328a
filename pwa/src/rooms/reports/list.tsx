/** The groups one answers for, as a list. */
import { gettext, local, number } from "../../i18n";
import { Empty } from "../../parts/empty";
import { span } from "../../parts/time";
import type { CohortLine } from "./answers";
import { share } from "./words";

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
              {gettext("Lessons done: %(share)s", {
                share: share(cohort.lessons_done, cohort.lessons_total),
              })}
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

export const NoGroups = () => (
  <Empty title={gettext("No groups yet")}>
    {gettext(
      "Your groups will stand here with everyone's progress. The programme opens a group and names your school; ask its manager.",
    )}
  </Empty>
);
