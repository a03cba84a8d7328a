/** The groups one answers for, as a list. */
import { gettext } from "../../i18n";
import { share } from "../../parts/drawn";
import { Empty } from "../../parts/empty";
import { GroupRow } from "../programmes/group";
import type { CohortLine } from "./answers";

/** `here` marks the one that is open beside the list. */
export const CohortRows = ({ cohorts, here }: { cohorts: CohortLine[]; here?: string }) => (
  <ul class="rows">
    {cohorts.map((cohort) => (
      <li key={cohort.id}>
        <GroupRow group={cohort} learners={cohort.learners} isHere={cohort.id === here}>
          {gettext("Lessons done: %(share)s", { share: share(cohort.lessons_done, cohort.lessons_total) })}
        </GroupRow>
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
