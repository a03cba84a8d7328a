/** All courses of the student, each with its ring. */
import { gettext, local } from "../../i18n";
import { Skeleton } from "../../parts/bits";
import { Ring } from "../../parts/drawn";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { complete } from "../../store";
import { whatNext } from "../progress/words";
import { type Course, coursePath, doneOf, shelf, stepOf, stepPath } from "./shelf";
import { state } from "./state";

/** `here` marks the one that is open beside the list. */
export const CourseRows = ({ courses, here }: { courses: Course[]; here?: string | undefined }) => (
  <ul class="rows">
    {courses.map((course) => (
      <li key={course.row.id}>
        <a
          class="row"
          href={coursePath(course)}
          aria-current={course.row.course === here ? "true" : undefined}
        >
          <Ring done={doneOf(course)} total={course.row.lessons} />
          <div>
            <h3>{local(course.row.title)}</h3>
            <p class="cap">{state(course)}</p>
          </div>
          <Icon name="fwd" />
        </a>
      </li>
    ))}
  </ul>
);

export default function Learn() {
  const courses = shelf();
  const open = courses.find((course) => stepOf(course));
  const next = open && stepOf(open);
  const act = next && <MainAct to={stepPath(open, next)} label={whatNext(next)} />;
  return (
    <Frame title={gettext("Learn")} act={act} narrow>
      <h2 class="vh">{gettext("Courses")}</h2>
      {courses.length > 0 ? (
        <CourseRows courses={courses} />
      ) : complete.value ? (
        <NoCourses />
      ) : (
        <Skeleton rows={2} />
      )}
    </Frame>
  );
}

const NoCourses = () => (
  <Empty title={gettext("The shelf is empty")}>
    {gettext(
      "The courses of your group will stand here, whole, on this phone. Ask your mentor or school to add you to a group.",
    )}
  </Empty>
);
