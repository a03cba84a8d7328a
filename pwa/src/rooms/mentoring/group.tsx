/** One group as its mentor sees it, all of it from the phone. */
import { gettext, local, pgettext } from "../../i18n";
import { share } from "../../parts/drawn";
import { Frame, MainAct } from "../../parts/frame";
import { wide } from "../../parts/wide";
import { Figure, GroupHead, taken } from "../programmes/group";
import { ActLinks } from "./act-links";
import { type Cohort, led } from "./circle";
import { GroupRows } from "./group-rows";
import { known, Learners } from "./learners";
import { Led } from "./led";
import { Announced, Held, Planned } from "./lists";
import { isHere } from "./rolls";

export default function GroupScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <Led id={id} title={gettext("Group")}>
      {(cohort) => <GroupFrame cohort={cohort} />}
    </Led>
  );
}

export const GroupFrame = ({ cohort }: { cohort: Cohort }) => (
  <Frame
    title={wide.value ? local(cohort.name) : gettext("Group")}
    up="/groups"
    list={wide.value && <Beside here={cohort.id} />}
    act={<MainAct icon="roll" to={`/groups/${cohort.id}/roll`} label={gettext("Call the roll")} />}
  >
    <Whole cohort={cohort} />
  </Frame>
);

const Beside = ({ here }: { here: string }) => (
  <>
    <h2>{gettext("Groups")}</h2>
    <GroupRows cohorts={led()} here={here} />
  </>
);

function Whole({ cohort }: { cohort: Cohort }) {
  const all = known(cohort);
  const marks = all.flatMap((one) => one.marks);
  const sum = (of: "done" | "total") => all.reduce((so, { progress }) => so + progress[of], 0);
  return (
    <>
      <GroupHead group={cohort}>
        <Figure label={gettext("Students")} value={taken(all.length, cohort.seats)} />
        <Figure label={gettext("Lessons")} value={share(sum("done"), sum("total"))} />
        <Figure
          label={pgettext("figure", "Present")}
          value={share(marks.filter(isHere).length, marks.length)}
        />
      </GroupHead>
      <ActLinks cohort={cohort} />
      <Planned cohort={cohort} />
      <Learners all={all} />
      <Held cohort={cohort} />
      <Announced cohort={cohort} />
    </>
  );
}
