/** One group as its mentor sees it, all of it from the phone. */
import { gettext, local, number, percent, pgettext } from "../../i18n";
import { UNKNOWN } from "../../parts/drawn";
import { Frame, MainAct } from "../../parts/frame";
import { span } from "../../parts/time";
import { wide } from "../../parts/wide";
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

const share = (part: number, whole: number): string => (whole ? percent(part / whole) : UNKNOWN);

function Whole({ cohort }: { cohort: Cohort }) {
  const all = known(cohort);
  const marks = all.flatMap((one) => one.marks);
  const sum = (of: "done" | "total") => all.reduce((so, { progress }) => so + progress[of], 0);
  return (
    <>
      <div>
        {!wide.value && <h2>{local(cohort.name)}</h2>}
        <p class="cap">
          {local(cohort.programme)} · {local(cohort.institution)}
        </p>
        <p class="cap">{span(cohort.starts, cohort.ends)}</p>
      </div>
      <div class="cells three">
        <Figure label={gettext("Students")} value={`${number(all.length)}/${number(cohort.seats)}`} />
        <Figure label={gettext("Lessons")} value={share(sum("done"), sum("total"))} />
        <Figure
          label={pgettext("figure", "Present")}
          value={share(marks.filter(isHere).length, marks.length)}
        />
      </div>
      <ActLinks cohort={cohort} />
      <Planned cohort={cohort} />
      <Learners all={all} />
      <Held cohort={cohort} />
      <Announced cohort={cohort} />
    </>
  );
}

const Figure = ({ label, value }: { label: string; value: string }) => (
  <div>
    <span class="cap">{label}</span>
    <span class="n">{value}</span>
  </div>
);
