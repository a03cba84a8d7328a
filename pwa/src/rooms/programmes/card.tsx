/** One participant as the server tells whoever answers for them and has no rows of them on the phone. */
import { gettext, type Local, local } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Section } from "../../parts/bits";
import { Dots, ofLessons } from "../../parts/drawn";
import { Frame } from "../../parts/frame";
import { useRead } from "../../parts/read";
import { moment } from "../../parts/time";
import type { Status } from "../../store";
import { postName } from "../manufactories/words";
import { AttendanceDots } from "../mentoring/dots";
import type { Said } from "../mentoring/rolls";
import { attended } from "../mentoring/words";
import { Consents } from "./consent-rows";
import { reasonOf, STATUSES } from "./words";

interface Told {
  cohort_name: Local;
  programme: Local;
  school: Local;
  name: string;
  minor: boolean;
  status: Status;
  since: string;
  reason: string | null;
  steps: { status: Status; at: string; by: string | null; reason: string | null }[];
  consents: string[];
  courses: { id: string; title: Local; done: number; total: number }[];
  attendance: Said[];
  manufactories: { id: string; name: Local; posts: string[]; left: boolean }[];
}

export function Card({ group, id }: { group: string; id: string }) {
  const path = `/api/reports/participants/${id}`;
  const answer = useRead<Told>(path);
  return (
    <Frame title={gettext("Participant")} up={`/groups/${group}`} narrow>
      <AsOf path={path} answer={answer}>
        {(one) => <Whole one={one} />}
      </AsOf>
    </Frame>
  );
}

const Whole = ({ one }: { one: Told }) => (
  <>
    <div class="card">
      <div class="f">
        <h2>{one.name}</h2>
        <p class="cap">
          {[one.minor ? gettext("minor") : gettext("adult"), local(one.school), local(one.cohort_name)]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p class="cap">{local(one.programme)}</p>
        <p>
          <b>{STATUSES[one.status]()}</b> · {moment(one.since)}
        </p>
        {one.reason && <p>{gettext("Reason: %(reason)s", { reason: reasonOf(one.reason) })}</p>}
      </div>
    </div>
    <Progress one={one} />
    <Attendance marks={one.attendance} />
    <Manufactories one={one} />
    <Consents consents={one.consents} due={[]} />
    <Steps one={one} />
  </>
);

function Progress({ one: { courses } }: { one: Told }) {
  if (courses.length === 0) return null;
  return (
    <Section title={gettext("Lessons")}>
      <ul class="rows">
        {courses.map(({ id, title, done, total }) => (
          <li key={id} class="row">
            <div class="f">
              <h3>{local(title)}</h3>
              <Dots done={done} total={total} />
              <p class="cap">{ofLessons(done, total)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const Attendance = ({ marks }: { marks: readonly Said[] }) => (
  <Section title={gettext("Attendance")}>
    {marks.length > 0 ? (
      <div class="card">
        <AttendanceDots marks={marks.map((mark, i) => ({ ...mark, roll: String(i) }))} />
        <p class="cap">{attended(marks)}</p>
      </div>
    ) : (
      <p class="cap">{gettext("No session was logged yet.")}</p>
    )}
  </Section>
);

function Manufactories({ one: { manufactories } }: { one: Told }) {
  if (manufactories.length === 0) return null;
  return (
    <Section title={gettext("Manufactory")}>
      <ul class="rows">
        {manufactories.map(({ id, name, posts, left }) => (
          <li key={id}>
            <a class="row" href={`/manufactories/${id}`}>
              <div>
                <h3>{local(name)}</h3>
                <p class="cap">
                  {left
                    ? gettext("has left the team")
                    : posts.map(postName).join(", ") || gettext("no post yet")}
                </p>
              </div>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Who took it, when and why; the latest first. */
const Steps = ({ one: { steps } }: { one: Told }) => (
  <Section title={gettext("Step by step")}>
    <ol class="rows">
      {[...steps].reverse().map(({ status, at, by, reason }) => (
        <li key={`${at} ${status}`} class="row">
          <div>
            <h3>{STATUSES[status]()}</h3>
            <p class="cap">{[moment(at), by, reasonOf(reason)].filter(Boolean).join(" · ")}</p>
          </div>
        </li>
      ))}
    </ol>
  </Section>
);
