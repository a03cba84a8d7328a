/**
 * One person in one group, for its coordinator: where they stand, their consents, what can be done about either. Who
 * answers for them otherwise has none of it on the phone and reads the card.
 */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Section, Skeleton } from "../../parts/bits";
import { Frame, MainAct } from "../../parts/frame";
import { NotSaved, useSaving } from "../../parts/saving";
import { moment } from "../../parts/time";
import { account, complete } from "../../store";
import { Card } from "./card";
import { Consents } from "./consent-rows";
import { accept, Decide } from "./decide";
import { Leave } from "./leave";
import { PAPER, Paper } from "./paper";
import { ResetCode } from "./reset-code";
import { cohort as cohortOf, type Person, person, problemOf, schoolOf } from "./roster";
import { phone, reasonOf, STATUSES } from "./words";

export default function Participant({ ids: [group = "", id = ""] }: { ids: readonly string[] }) {
  const one = person(id);
  if (one && one.cohort === group) return <Known one={one} />;
  if (complete.value) return <Card group={group} id={id} />;
  return (
    <Frame title={gettext("Participant")} up={`/groups/${group}`}>
      <Skeleton rows={4} />
    </Frame>
  );
}

const ASKED: readonly string[] = ["applied", "refused", "withdrawn"];
const THERE: readonly string[] = ["accepted", "active"];

function Known({ one }: { one: Person }) {
  const { failed, save } = useSaving();
  const isThere = THERE.includes(one.status);
  const needsPaper = isThere && one.minor && one.due.length > 0;
  const act = ASKED.includes(one.status) ? (
    <MainAct
      icon="check"
      label={one.status === "applied" ? gettext("Accept") : gettext("Accept after all")}
      onPress={() => void save(() => accept(one))}
    />
  ) : (
    needsPaper && <MainAct icon="check" form={PAPER} label={gettext("Save the paper")} />
  );
  return (
    <Frame title={gettext("Participant")} up={`/groups/${one.cohort}`} act={act} narrow>
      <Standing one={one} />
      <NotSaved code={failed} />
      {needsPaper && <Paper one={one} isNext />}
      <Consents consents={one.consents} due={one.due} />
      {one.minor && !needsPaper && <Paper one={one} isNext={false} />}
      <Acts one={one} />
    </Frame>
  );
}

function Standing({ one }: { one: Person }) {
  const { status, since, reason, minor, institution, seen_at, unsent, pending } = one;
  const group = cohortOf(one.cohort);
  const problem = problemOf(one.id);
  return (
    <div class={pending ? "ban dashed" : "card"}>
      <div class="f">
        <h2>{one.name}</h2>
        <p class="cap">
          {[minor ? gettext("minor") : gettext("adult"), schoolOf(institution), group && local(group.name)]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p>
          <b>{STATUSES[status]()}</b> · {moment(since)}
        </p>
        {reason && <p>{gettext("Reason: %(reason)s", { reason: reasonOf(reason) })}</p>}
        {pending && <p class="cap">{gettext("saved on this phone")}</p>}
        {problem && <p class="bad">{problem}</p>}
        <p class="cap">{phone(seen_at, unsent)}</p>
      </div>
    </div>
  );
}

/** What is done seldom. A new password only one's own school may let somebody choose. */
function Acts({ one }: { one: Person }) {
  const [isRefusing, setRefusing] = useState(false);
  const isOwn = account.value?.roles.some(
    ({ kind, place }) => kind === "coordinator" && place === one.institution,
  );
  return (
    <Section title={gettext("More")}>
      {isOwn && <ResetCode one={one} />}
      {one.status === "applied" && (
        <>
          <button type="button" class="btn wide" onClick={() => setRefusing(true)}>
            {gettext("Refuse with a reason")}
          </button>
          {isRefusing && <Decide people={[one]} onClose={() => setRefusing(false)} />}
        </>
      )}
      {THERE.includes(one.status) && (
        <Leave
          enrolment={one.id}
          label={one.name}
          title={gettext("Take out of the group")}
          note={gettext("Lessons and sessions that were done stay. The person can be accepted again later.")}
        />
      )}
    </Section>
  );
}
