/** The coordinator's first screen: who needs an eye today. A manager sees the same over all groups of the programme. */
import { gettext, local, ngettext, number } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Section } from "../../parts/bits";
import { ofLessons } from "../../parts/drawn";
import { Frame } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { useRead } from "../../parts/read";
import { weekday } from "../../parts/time";
import { DESK, type Desk, type Learner } from "./answers";
import { CohortRows, NoGroups } from "./list";
import { phone } from "./words";

export default function DeskScreen() {
  const answer = useRead<Desk>(DESK);
  return (
    <Frame title={gettext("Desk")} note={weekday(new Date())}>
      <AsOf path={DESK} answer={answer}>
        {(desk) => (desk.cohorts.length ? <Today desk={desk} /> : <NoGroups />)}
      </AsOf>
    </Frame>
  );
}

function Today({ desk }: { desk: Desk }) {
  const learners = desk.cohorts.reduce((sum, cohort) => sum + cohort.learners, 0);
  return (
    <>
      <div class="cells three">
        <a href="#groups">
          <Count n={learners} label={ngettext("student", "students", learners)} />
        </a>
        <a href="#behind">
          <Count n={desk.behind.length} label={ngettext("is behind", "are behind", desk.behind.length)} />
        </a>
        <a href="#silent">
          <Count n={desk.silent.length} label={ngettext("is silent", "are silent", desk.silent.length)} />
        </a>
      </div>
      <div class="columns">
        <Section id="behind" title={gettext("Behind")}>
          {desk.behind.length ? (
            <People desk={desk} learners={desk.behind} say={({ done, total }) => ofLessons(done, total)} />
          ) : (
            <Well text={gettext("Nobody is behind the plan of the group.")} />
          )}
        </Section>
        <Section id="silent" title={gettext("Silent phones")}>
          {desk.silent.length ? (
            <People desk={desk} learners={desk.silent} say={phone} />
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
}

const Count = ({ n, label }: { n: number; label: string }) => (
  <>
    <span class="n big">{number(n)}</span>
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
  say: (learner: Learner) => string;
}

/** Each line leads to the group in which the person learns. */
const People = ({ desk, learners, say }: PeopleProps) => (
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
);
