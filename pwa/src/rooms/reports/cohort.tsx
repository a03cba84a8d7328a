/** One group with everyone's progress: rows on a phone, a table where there is room to compare people. */
import { gettext, local, number } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Dots, Meter, ofLessons, share } from "../../parts/drawn";
import { Empty } from "../../parts/empty";
import { Frame } from "../../parts/frame";
import { useRead } from "../../parts/read";
import { shortDate } from "../../parts/time";
import { wide } from "../../parts/wide";
import { GroupActs, RollAct } from "../mentoring/acts";
import { JoinCode } from "../programmes/code";
import { Figure, GroupHead, taken } from "../programmes/group";
import { GroupMentors } from "../programmes/group-mentors";
import { People, personPath } from "../programmes/people";
import { phone } from "../programmes/words";
import { type Cohort, cohortPath, DESK, type Desk, type Learner } from "./answers";
import { CohortRows } from "./list";

export default function CohortScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return <CohortFrame id={id} />;
}

export function CohortFrame({ id }: { id: string }) {
  const path = cohortPath(id);
  const answer = useRead<Cohort>(path);
  const title = answer.data && wide.value ? local(answer.data.name) : gettext("Group");
  return (
    <Frame title={title} up="/groups" list={wide.value && <Beside here={id} />} act={<RollAct cohort={id} />}>
      <AsOf path={path} answer={answer}>
        {(cohort) => <Whole cohort={cohort} />}
      </AsOf>
      <GroupActs cohort={id} />
      <JoinCode cohort={id} />
      <GroupMentors cohort={id} />
      {(answer.data || answer.problem) && <Rest id={id} cohort={answer.data} />}
    </Frame>
  );
}

/** Whom the report does not name, as the phone knows them; everybody where no report is to be had. */
const Rest = ({ id, cohort }: { id: string; cohort: Cohort | undefined }) => (
  <People
    cohort={id}
    title={cohort ? gettext("Requests, and who has left") : gettext("People of the group")}
    except={new Set(cohort?.learners.map(({ enrolment }) => enrolment))}
  />
);

function Beside({ here }: { here: string }) {
  const { data } = useRead<Desk>(DESK);
  return (
    <>
      <h2>{gettext("Groups")}</h2>
      {data && <CohortRows cohorts={data.cohorts} here={here} />}
    </>
  );
}

function Whole({ cohort }: { cohort: Cohort }) {
  const done = cohort.learners.reduce((sum, learner) => sum + learner.done, 0);
  const total = cohort.learners.reduce((sum, learner) => sum + learner.total, 0);
  return (
    <>
      <GroupHead group={cohort}>
        <Figure label={gettext("Students")} value={taken(cohort.learners.length, cohort.seats)} />
        <Figure label={gettext("Lessons")} value={share(done, total)} />
        <Figure
          label={gettext("Behind")}
          value={number(cohort.learners.filter(({ behind }) => behind).length)}
        />
      </GroupHead>
      {cohort.learners.length === 0 ? (
        <Nobody />
      ) : wide.value ? (
        <Table cohort={cohort} />
      ) : (
        <Rows learners={cohort.learners} />
      )}
    </>
  );
}

const Nobody = () => (
  <Empty title={gettext("Nobody here yet")}>
    {gettext(
      "Students appear as soon as they are accepted into the group; their progress comes by itself from their phones.",
    )}
  </Empty>
);

/** All well is an empty cell: only a state that needs an eye carries a tag. */
function State({ learner }: { learner: Learner }) {
  if (learner.total > 0 && learner.done === learner.total)
    return <span class="tag ok">{gettext("done")}</span>;
  if (learner.silent) return <span class="tag bad">{gettext("silent")}</span>;
  if (learner.behind) return <span class="tag">{gettext("behind")}</span>;
  return null;
}

const Rows = ({ learners }: { learners: Learner[] }) => (
  <ul class="rows">
    {learners.map((learner) => (
      <li key={learner.enrolment}>
        <One learner={learner} />
      </li>
    ))}
  </ul>
);

const One = ({ learner }: { learner: Learner }) => (
  <a class="row" href={personPath(learner)}>
    <div class="f">
      <div class="line">
        <h3>{learner.name}</h3>
        <State learner={learner} />
      </div>
      <Meter
        marks={Array.from({ length: learner.total }, (_, i) => i < learner.done)}
        label={ofLessons(learner.done, learner.total)}
      />
      <p class="cap">
        {ofLessons(learner.done, learner.total)} · {phone(learner.last_seen_at, learner.unsent)}
      </p>
    </div>
  </a>
);

function Table({ cohort }: { cohort: Cohort }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the window is scrolled by keyboard too
    <section class="tw" tabIndex={0} aria-label={gettext("Progress of the group")}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{gettext("Family name, given name")}</th>
            {cohort.courses.map(({ id, title }) => (
              <th key={id} scope="col" class="wrap">
                {local(title)}
              </th>
            ))}
            <th scope="col" class="r">
              {gettext("Last seen")}
            </th>
            <th scope="col" class="r wrap">
              {gettext("Unsent")}
            </th>
            <th scope="col">{gettext("State")}</th>
          </tr>
        </thead>
        <tbody>
          {cohort.learners.map((learner) => (
            <Line key={learner.enrolment} cohort={cohort} learner={learner} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Line = ({ cohort, learner }: { cohort: Cohort; learner: Learner }) => (
  <tr>
    <th scope="row">
      <a href={personPath(learner)}>{learner.name}</a>
    </th>
    {cohort.courses.map(({ id, lessons }) => {
      const done = learner.courses.find((course) => course.id === id)?.done ?? 0;
      return (
        <td key={id}>
          <span class="mk">
            <span class="n num">{number(done)}</span>
            <Dots done={done} total={lessons} />
          </span>
        </td>
      );
    })}
    <td class="r n">
      {learner.last_seen_at ? shortDate(learner.last_seen_at) : <span class="cap">{gettext("not yet")}</span>}
    </td>
    <td class="r n">{learner.unsent ? number(learner.unsent) : ""}</td>
    <td>
      <State learner={learner} />
    </td>
  </tr>
);
