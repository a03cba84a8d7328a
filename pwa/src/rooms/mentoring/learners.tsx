/** Everyone in a group: progress, attendance, the last sign of life. Rows on a phone, a table where there is room. */
import { gettext, ngettext, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { Meter, ofLessons, UNKNOWN } from "../../parts/drawn";
import { Empty } from "../../parts/empty";
import { shortDate } from "../../parts/time";
import { wide } from "../../parts/wide";
import { phone } from "../programmes/words";
import {
  type Cohort,
  isSilent,
  type Learner,
  learnersOf,
  type Progress,
  progressIn,
  rollsOf,
} from "./circle";
import { AttendanceDots } from "./dots";
import type { Mark } from "./rolls";
import { attended } from "./words";

interface Known {
  learner: Learner;
  progress: Progress;
  marks: Mark[];
}

export function known(cohort: Cohort): Known[] {
  const progress = progressIn(cohort.id);
  const rolls = rollsOf(cohort.id);
  return learnersOf(cohort.id).map((learner) => ({
    learner,
    progress: progress(learner.id),
    marks: rolls.flatMap(({ of }) => of.get(learner.id)?.mark ?? []),
  }));
}

export function Learners({ all }: { all: readonly Known[] }) {
  if (all.length === 0)
    return (
      <Empty title={gettext("Nobody here yet")}>
        {gettext(
          "Students appear as soon as the school accepts them; their progress comes by itself from their phones.",
        )}
      </Empty>
    );
  return (
    <Section title={gettext("Students")}>{wide.value ? <Table all={all} /> : <Rows all={all} />}</Section>
  );
}

function State({ learner, progress: { done, total } }: Known) {
  if (learner.status === "accepted") return <span class="tag">{gettext("waits for consent")}</span>;
  if (total > 0 && done === total) return <span class="tag ok">{gettext("done")}</span>;
  return isSilent(learner) ? <span class="tag bad">{gettext("silent")}</span> : null;
}

const Rows = ({ all }: { all: readonly Known[] }) => (
  <ul class="rows">
    {all.map((one) => (
      <li key={one.learner.id} class="row">
        <div class="f">
          <div class="line">
            <h3>{one.learner.name}</h3>
            <State {...one} />
          </div>
          <Progressed {...one} />
          <p class="cap">
            {ofLessons(one.progress.done, one.progress.total)} ·{" "}
            {phone(one.learner.seen_at, one.learner.unsent)}
          </p>
          {one.marks.length > 0 && (
            <p class="cap mk wrap">
              <AttendanceDots marks={one.marks} />
              {attended(one.marks)}
            </p>
          )}
        </div>
      </li>
    ))}
  </ul>
);

const Progressed = ({ progress: { done, total } }: Known) => (
  <Meter marks={Array.from({ length: total }, (_, i) => i < done)} label={ofLessons(done, total)} />
);

const Table = ({ all }: { all: readonly Known[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the window is scrolled by keyboard too
  <section class="tw" tabIndex={0} aria-label={gettext("Progress of the group")}>
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{gettext("Family name, given name")}</th>
          <th scope="col">{gettext("Lessons")}</th>
          <th scope="col">{gettext("Attendance")}</th>
          <th scope="col">{gettext("Last seen")}</th>
          <th scope="col">{gettext("State")}</th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <Line key={one.learner.id} {...one} />
        ))}
      </tbody>
    </table>
  </section>
);

function Line(one: Known) {
  const { learner, progress, marks } = one;
  return (
    <tr>
      <th scope="row">{learner.name}</th>
      <td>
        <span class="mk">
          <span class="n num">{number(progress.done)}</span>
          <Progressed {...one} />
        </span>
      </td>
      <td>{marks.length > 0 ? <AttendanceDots marks={marks} /> : <span class="cap">{UNKNOWN}</span>}</td>
      <td>
        {learner.seen_at ? shortDate(learner.seen_at) : <span class="cap">{gettext("not yet")}</span>}
        {learner.unsent ? ` · ${ngettext("%(num)s unsent", "%(num)s unsent", learner.unsent)}` : ""}
      </td>
      <td>
        <State {...one} />
      </td>
    </tr>
  );
}
