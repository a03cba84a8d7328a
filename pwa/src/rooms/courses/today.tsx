/** The student's first screen: one next thing. */
import { gettext, local, ngettext, number } from "../../i18n";
import { Section, Skeleton } from "../../parts/bits";
import { UNKNOWN } from "../../parts/drawn";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { later } from "../../parts/later";
import { isMember } from "../../parts/places";
import { duration, span, weekday } from "../../parts/time";
import { account, complete, looked, table } from "../../store";
import { NoticesOfGroup } from "../mentoring/notices-of-group";
import { Waits } from "../mentoring/waits";
import { standing, Waiting } from "../programmes/waiting";
import { countDone, type Lesson, type Step } from "../progress/progress";
import { whatQuiz, whichLesson } from "../progress/words";
import { pigment, WayArt } from "./pigment";
import { type Course, doneOf, lessonPath, shelf, stepOf, stepPath } from "./shelf";
import { onPhone, size } from "./state";
import { bringHere, isHere, refOf } from "./texts";

const OnToday = later(async () => (await import("../manufactories/on-today")).default);

interface Next {
  course: Course;
  step: Step;
}

function nextThing(courses: Course[]): Next | undefined {
  for (const course of courses) {
    const step = stepOf(course);
    if (step) return { course, step };
  }
  return undefined;
}

function actLabel({ course, step }: Next): string {
  if (step.quiz) return gettext("Take the quiz");
  return countDone(course.lessons, course.done)
    ? gettext("Continue the lesson")
    : gettext("Start the course");
}

/** Before the first drawing, so that no course is said to be on its way that lies on this phone. */
export async function ahead(): Promise<void> {
  await looked();
  await bringHere(table("course").value.map(({ bundles }) => bundles));
}

export default function Today() {
  const courses = shelf();
  const next = nextThing(courses);
  const act = next && <MainAct to={stepPath(next.course, next.step)} label={actLabel(next)} />;
  return (
    <Frame
      title={gettext("Today")}
      note={weekday(new Date())}
      act={act ?? <JoinAct courses={courses} />}
      narrow
    >
      <Waiting />
      {courses.length > 0 ? (
        <Courses courses={courses} next={next} />
      ) : standing().length ? null : (
        <Nothing />
      )}
      {courses.length === 0 && <MyWorkshop />}
    </Frame>
  );
}

const MyWorkshop = () => (isMember(account.value?.roles ?? []) ? <OnToday /> : null);

/** Whoever has no group yet and waits for none gets into one by its code. */
const JoinAct = ({ courses }: { courses: Course[] }) =>
  complete.value && courses.length === 0 && standing().length === 0 && !isInvited() ? (
    <MainAct to="/join" label={gettext("I have a group's code")} />
  ) : null;

/** Whoever asked for a seat holds a role for good: without any, one came by a school's invitation to mentors. */
const isInvited = (): boolean => account.value?.roles.length === 0;

/** Before the first delivery the phone cannot know whether there is nothing. */
const Nothing = () =>
  complete.value && isInvited() ? (
    <Waits />
  ) : complete.value ? (
    <Empty
      title={gettext("The bench is free")}
      steps={[
        gettext("Get the code of a group from your mentor or school"),
        gettext("Open Verstat once with a network"),
        gettext("Learn anywhere, without a network too"),
      ]}
    >
      {gettext("Your next lesson will lie here as soon as you are in a group.")}
    </Empty>
  ) : (
    <Skeleton rows={4} />
  );

function Courses({ courses, next }: { courses: Course[]; next: Next | undefined }) {
  const after = next ? lessonsAfter(next) : [];
  return (
    <>
      {next ? <NextPoster {...next} /> : <Standing courses={courses} />}
      <Figures courses={courses} />
      <MyWorkshop />
      <NoticesOfGroup />
      {next && after.length > 0 && (
        <Section title={gettext("After that")}>
          <ul class="rows">
            {after.slice(0, 2).map((lesson) => (
              <li key={lesson.id}>
                <a class="row" href={lessonPath(next.course, lesson)}>
                  <div>
                    <h3>{lesson.title}</h3>
                    <p class="cap">
                      {whichLesson(lesson, next.course.lessons.length)} · {duration(lesson.minutes)}
                    </p>
                  </div>
                  <Icon name="fwd" />
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Groups courses={courses} />
    </>
  );
}

/** How far one is: the number of the next lesson, or of the last one before the quiz. */
function numberOf({ course: { lessons }, step: { lesson, quiz } }: Next): number {
  return lesson?.number ?? lessons.filter(({ module }) => module === quiz?.module).at(-1)?.number ?? 1;
}

function lessonsAfter(next: Next): Lesson[] {
  const { lessons, done } = next.course;
  return lessons.filter(({ id, number: n }) => n > numberOf(next) && !done.has(id));
}

function NextPoster(next: Next) {
  const { course, step } = next;
  const { lesson, quiz } = step;
  const total = course.lessons.length;
  const colour = pigment(course);
  const n = numberOf(next);
  return (
    <a class={`poster bleed ${colour}`} href={stepPath(course, step)}>
      <WayArt n={n} total={total} clay={colour === "clay"} quiz={quiz !== undefined} />
      <p class="cap">
        {lesson ? gettext("Next · lesson %(n)s of %(total)s", { n, total }) : gettext("Next · quiz")}
      </p>
      <h2>{(lesson ?? quiz).title}</h2>
      <p class="cap">
        {lesson ? duration(lesson.minutes) : whatQuiz(quiz)} · {where(course, (lesson ?? quiz).module)}
      </p>
    </a>
  );
}

/** Whether it can be opened without a network. */
function where({ row }: Course, module: string): string {
  const editions = row.parts.find((part) => part.module === module)?.bundles ?? {};
  return isHere(editions)
    ? gettext("already on this phone")
    : gettext("not on this phone yet: %(size)s", { size: size(refOf(editions)?.size ?? 0) });
}

/** No next lesson: all is done, or the courses are still on their way to this phone. */
function Standing({ courses }: { courses: Course[] }) {
  const coming = courses.find(({ outline }) => !outline);
  if (!coming) {
    return (
      <div class="poster bleed">
        <p class="cap">{gettext("Everything is done")}</p>
        <h2>{gettext("You have finished all lessons")}</h2>
      </div>
    );
  }
  const isComing = coming.outline === undefined;
  return (
    <div class={`poster bleed ${pigment(coming)}`} role="status">
      <p class="cap">{isComing ? gettext("On its way to this phone") : gettext("Not on this phone yet")}</p>
      <h2>{local(coming.row.title)}</h2>
      <p class="cap">
        {isComing ? gettext("A moment") : gettext("It comes by itself with the first network.")}
      </p>
    </div>
  );
}

const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

function Figures({ courses }: { courses: Course[] }) {
  const total = courses.reduce((sum, { row }) => sum + row.lessons, 0);
  const done = courses.reduce<number | null>((sum, course) => add(sum, doneOf(course)), 0);
  const kept = courses.reduce((bytes, course) => bytes + onPhone(course).kept, 0);
  return (
    <div class="cells">
      <div>
        <span class="cap">{gettext("Lessons done")}</span>
        <span class="n">
          {done === null ? UNKNOWN : number(done)} / {number(total)}
        </span>
      </div>
      <div>
        <span class="cap">{gettext("On this phone")}</span>
        <span class="n">{kept ? size(kept) : UNKNOWN}</span>
      </div>
    </div>
  );
}

function Groups({ courses }: { courses: Course[] }) {
  const mine = new Set(courses.map(({ enrolment }) => enrolment.cohort));
  const groups = table("cohort").value.filter(({ id }) => mine.has(id));
  if (groups.length === 0) return null;
  return (
    <Section title={ngettext("My group", "My groups", groups.length)}>
      <ul class="rows">
        {groups.map((group) => (
          <li key={group.id} class="row">
            <div>
              <h3>{local(group.name)}</h3>
              <p class="cap">{local(group.programme)}</p>
              <p class="cap">{span(group.starts, group.ends)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
