/** The learner's own attendance: dots, a sentence, and each session for whoever wants to check. */
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { date } from "../../parts/time";
import { pairId, type Row, table } from "../../store";
import { manufactory } from "../manufactories/books";
import { nameOf } from "../manufactories/crew";
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

function Sessions({ marks }: { marks: readonly Mark[] }) {
  const teams = teamOf();
  return (
    <ul class="rows">
      {[...marks].reverse().map((mark) => (
        <li key={mark.roll} class="row">
          <div>
            <p>{date(mark.held_on)}</p>
            {teams.has(mark.roll) && <p class="cap">{teams.get(mark.roll)}</p>}
          </div>
          <b>{presence(mark)}</b>
        </li>
      ))}
    </ul>
  );
}

/** The name of the team, by the roll of its session: the mark itself does not say whose session it was. */
const teamOf = (): Map<string, string> =>
  new Map(
    table("team_session").value.map(({ manufactory: id, held_on }) => {
      const team = manufactory(id);
      return [pairId(id, held_on), team ? nameOf(team) : ""];
    }),
  );
