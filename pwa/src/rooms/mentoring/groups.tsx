/** The groups that a mentor leads; on a wide screen the first of them is open beside the list. */
import { gettext } from "../../i18n";
import { Skeleton } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Frame } from "../../parts/frame";
import { wide } from "../../parts/wide";
import { complete } from "../../store";
import { mentored } from "../manufactories/crew";
import { led } from "./circle";
import { GroupFrame } from "./group";
import { GroupRows } from "./group-rows";
import { Waits } from "./waits";

export default function Groups() {
  const cohorts = led();
  const [first] = cohorts;
  if (wide.value && first) return <GroupFrame cohort={first} />;
  return (
    <Frame title={gettext("Groups")}>
      <h2 class="vh">{gettext("Groups")}</h2>
      {first ? (
        <GroupRows cohorts={cohorts} />
      ) : !complete.value ? (
        <Skeleton rows={3} />
      ) : mentored().length > 0 ? (
        <NoGroup />
      ) : (
        <Waits />
      )}
    </Frame>
  );
}

/** Whoever looks after teams alone waits for nothing. */
const NoGroup = () => (
  <>
    <Empty title={gettext("No group, and that is fine")}>
      {gettext("You look after teams. If the school gives you a whole group as well, it stands here.")}
    </Empty>
    <a class="btn" href="/teams">
      {gettext("To the teams")}
    </a>
  </>
);
