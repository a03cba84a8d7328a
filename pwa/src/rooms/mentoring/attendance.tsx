/** The learner's own attendance: dots, a sentence, and each session for whoever wants to check. */
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { date } from "../../parts/time";
import { type Row, table } from "../../store";
import { ownEnrolments } from "../programmes/taking-part";
import { AttendanceDots } from "./dots";
import { standing } from "./marks";
import { attended, presence } from "./words";

type Mark = Row<"attendance">;

/** What counts on each roll, the oldest first. Who made a mark is not told to learners: the latest counts. */
export function counted(rows: readonly Mark[]): Mark[] {
  const rolls = new Map<string, (Mark & { person: string })[]>();
  for (const row of rows) rolls.set(row.roll, [...(rolls.get(row.roll) ?? []), { ...row, person: "" }]);
  return [...rolls.values()]
    .flatMap((marks) => standing(marks)?.mark ?? [])
    .sort((a, b) => (a.held_on < b.held_on ? -1 : 1));
}

export function Attendance() {
  const found = ownEnrolments()
    .map((enrolment) => ({
      enrolment,
      marks: counted(table("attendance").value.filter((row) => row.enrolment === enrolment.id)),
    }))
    .filter(({ marks }) => marks.length > 0);
  if (found.length === 0) return null;
  return (
    <Section title={gettext("Attendance")}>
      <div class="rows">
        {found.map(({ enrolment, marks }) => (
          <details key={enrolment.id} class="unfold">
            <summary class="row">
              <div class="f">
                <h3>{local(enrolment.cohort_name)}</h3>
                <AttendanceDots marks={marks} />
                <p class="cap">{attended(marks)}</p>
              </div>
              <Icon name="down" />
            </summary>
            <Sessions marks={marks} />
          </details>
        ))}
      </div>
    </Section>
  );
}

const Sessions = ({ marks }: { marks: readonly Mark[] }) => (
  <ul class="rows">
    {[...marks].reverse().map((mark) => (
      <li key={mark.roll} class="row">
        <div>{date(mark.held_on)}</div>
        <b>{presence(mark)}</b>
      </li>
    ))}
  </ul>
);
