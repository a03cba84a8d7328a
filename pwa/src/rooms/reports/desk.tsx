/** The coordinator's first screen: who needs an eye today. A manager sees the same over all groups of the programme. */

import { gettext, local, ngettext, number } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Section } from "../../parts/bits";
import { ofLessons, UNKNOWN } from "../../parts/drawn";
import { Frame } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { useRead } from "../../parts/read";
import { weekday } from "../../parts/time";
import { account } from "../../store";
import { needsEye } from "../manufactories/stands";
import { RequestCount, Requests, RequestsAct } from "../programmes/requests";
import { phone } from "../programmes/words";
import { DESK, type Desk, type Learner, MANUFACTORIES, type Manufactories } from "./answers";
import { CohortRows, NoGroups } from "./list";

export default function DeskScreen() {
  const answer = useRead<Desk>(DESK);
  const isCoordinator = account.value?.roles.some(({ kind }) => kind === "coordinator");
  return (
    <Frame title={gettext("Desk")} note={weekday(new Date())} act={isCoordinator && <RequestsAct />}>
      <Cells desk={answer.data} isCoordinator={isCoordinator === true} />
      {isCoordinator && <Requests />}
      <AsOf path={DESK} answer={answer}>
        {(desk) => (desk.cohorts.length ? <Today desk={desk} /> : <NoGroups />)}
      </AsOf>
      <Watched />
      {isCoordinator && (
        <>
          <a class="btn wide" href="/mentors">
            <Icon name="teams" />
            {gettext("Mentors of the school")}
          </a>
          <a class="btn wide" href="/journal">
            <Icon name="log" />
            {gettext("Journal of the school")}
          </a>
        </>
      )}
    </Frame>
  );
}

/** What is not known yet is not 0. */
function Cells({ desk, isCoordinator }: { desk: Desk | undefined; isCoordinator: boolean }) {
  const learners = desk?.cohorts.reduce((sum, cohort) => sum + cohort.learners, 0);
  const [behind, silent] = [desk?.behind_count, desk?.silent_count];
  return (
    <div class="cells three">
      {isCoordinator ? (
        <RequestCount />
      ) : (
        <a href="#groups">
          <Count n={learners} label={ngettext("student", "students", learners ?? 0)} />
        </a>
      )}
      <a href="#behind">
        <Count n={behind} label={ngettext("is behind", "are behind", behind ?? 0)} />
      </a>
      <a href="#silent">
        <Count n={silent} label={ngettext("is silent", "are silent", silent ?? 0)} />
      </a>
    </div>
  );
}

const Today = ({ desk }: { desk: Desk }) => (
  <>
    <div class="columns">
      <Section id="behind" title={gettext("Behind")}>
        {desk.behind.length ? (
          <People
            desk={desk}
            learners={desk.behind}
            count={desk.behind_count}
            say={({ done, total }) => ofLessons(done, total)}
          />
        ) : (
          <Well text={gettext("Nobody is behind the plan of the group.")} />
        )}
      </Section>
      <Section id="silent" title={gettext("Silent phones")}>
        {desk.silent.length ? (
          <People
            desk={desk}
            learners={desk.silent}
            count={desk.silent_count}
            say={({ last_seen_at, unsent }) => phone(last_seen_at, unsent)}
          />
        ) : (
          <Well text={gettext("Every phone has been in touch lately.")} />
        )}
      </Section>
    </div>
    <Section id="groups" title={gettext("Groups")}>
      <CohortRows cohorts={desk.cohorts} />
    </Section>
  </>
);

/** Leads to the manufactories that need an eye, if any does. */
function Watched() {
  const { data } = useRead<Manufactories>(MANUFACTORIES);
  const count = data?.manufactories.filter(needsEye).length;
  return count ? (
    <a class="btn wide" href="/manufactories">
      <Icon name="work" />
      {ngettext("%(num)s manufactory needs an eye", "%(num)s manufactories need an eye", count)}
    </a>
  ) : null;
}

const Count = ({ n, label }: { n: number | undefined; label: string }) => (
  <>
    <span class="n big">{n === undefined ? UNKNOWN : number(n)}</span>
    <span class="cap">{label}</span>
  </>
);

const Well = ({ text }: { text: string }) => (
  <div class="ban good">
    <Icon name="check" />
    <p>{text}</p>
  </div>
);

interface PeopleProps {
  desk: Desk;
  learners: Learner[];
  /** How many there are: some may not be shown. */
  count: number;
  say: (learner: Learner) => string;
}

/** Each line leads to the group in which the person learns. */
const People = ({ desk, learners, count, say }: PeopleProps) => (
  <>
    <ul class="rows">
      {learners.map((learner) => {
        const cohort = desk.cohorts.find(({ id }) => id === learner.cohort);
        return (
          <li key={learner.enrolment}>
            <a class="row" href={`/groups/${learner.cohort}`}>
              <div>
                <h3>{learner.name}</h3>
                <p class="cap">{say(learner)}</p>
                {cohort && <p class="cap">{local(cohort.name)}</p>}
              </div>
              <Icon name="fwd" />
            </a>
          </li>
        );
      })}
    </ul>
    <Others count={count - learners.length} />
  </>
);

const Others = ({ count }: { count: number }) =>
  count > 0 ? (
    <p class="cap">
      {ngettext("And %(num)s more, in their groups.", "And %(num)s more, in their groups.", count)}
    </p>
  ) : null;
