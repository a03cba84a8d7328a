/** The groups one answers for; on a wide screen the first of them is open beside the list. */
import { gettext } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Frame } from "../../parts/frame";
import { useRead } from "../../parts/read";
import { wide } from "../../parts/wide";
import { DESK, type Desk } from "./answers";
import { CohortFrame } from "./cohort";
import { CohortRows, NoGroups } from "./list";

export default function Groups() {
  const answer = useRead<Desk>(DESK);
  const first = answer.data?.cohorts[0];
  if (wide.value && first) return <CohortFrame id={first.id} />;
  return (
    <Frame title={gettext("Groups")}>
      <h2 class="vh">{gettext("Groups")}</h2>
      <AsOf path={DESK} answer={answer}>
        {({ cohorts }) => (cohorts.length ? <CohortRows cohorts={cohorts} /> : <NoGroups />)}
      </AsOf>
    </Frame>
  );
}
