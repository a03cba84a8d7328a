/** A quiz before it is begun and after it is handed in: what it asks for, what came out, what is left. */
import { gettext, number, percent } from "../../i18n";
import { Banner } from "../../parts/bits";
import { Frame, MainAct } from "../../parts/frame";
import { wide } from "../../parts/wide";
import type { Part } from "../../store";
import { type Attempt, attemptsLeft, counted, editionOf } from "../progress/attempts";
import { nextLesson, type QuizPlace } from "../progress/progress";
import { whatNext, whatQuiz } from "../progress/words";
import { Answered } from "./answered";
import { Beside } from "./lists";
import { Attempts, Outcome } from "./outcome";
import { type Course, coursePath, lessonPath, stepOf, stepPath } from "./shelf";
import type { Text } from "./texts";

interface Props {
  course: Course;
  place: QuizPlace;
  part: Text<Part>;
  onBegin: () => void;
}

export function Standing({ course, place, part, onBegin }: Props) {
  const attempts = course.attempts.get(place.id) ?? [];
  const quiz = editionOf(part, place.id);
  const left = attemptsLeft(attempts, place.attempts);
  const last = attempts.at(-1);
  const best = course.outline && counted(attempts, course.outline, place.attempts, quiz);
  const wantsMore = left > 0 && quiz !== undefined;
  const isPassed = !!best && best.score >= place.pass_percent;
  const isOpen = attempts.length > 0 && (isPassed || best === null || !wantsMore);
  return (
    <Frame
      title={gettext("Quiz")}
      up={coursePath(course)}
      alone
      narrow
      list={wide.value && <Beside course={course} here={place.id} />}
      act={
        isOpen ? (
          <Onward course={course} />
        ) : (
          wantsMore && <MainAct label={beginWords(attempts)} onPress={onBegin} />
        )
      }
    >
      {last && (
        <Outcome
          attempt={last}
          place={place}
          number={attempts.length}
          quiz={quiz}
          isPassedBefore={isPassed && best.attempt !== last}
        />
      )}
      <h2>{place.title}</h2>
      <p class="cap">{whatQuiz(place)}</p>
      {part === null && <Away />}
      <Terms course={course} place={place} left={left} />
      {isOpen && wantsMore && (
        <button type="button" class="btn wide" onClick={onBegin}>
          {beginWords(attempts)}
        </button>
      )}
      {attempts.length === 0 && <Later course={course} />}
      {attempts.length > 0 && <Attempts attempts={attempts} quiz={quiz} counts={best?.attempt.id} />}
      {last && quiz && <Answered quiz={quiz} attempt={last} left={left} />}
    </Frame>
  );
}

const beginWords = (attempts: readonly Attempt[]): string =>
  attempts.length ? gettext("Try once more") : gettext("Start the quiz");

function Onward({ course }: { course: Course }) {
  const next = stepOf(course);
  return next ? (
    <MainAct to={stepPath(course, next)} label={whatNext(next)} />
  ) : (
    <MainAct to={coursePath(course)} label={gettext("Back to the course")} />
  );
}

/** Nobody is held up by a quiz. */
function Later({ course }: { course: Course }) {
  const lesson = nextLesson(course.lessons, course.done);
  if (!lesson) return null;
  return (
    <a class="btn wide" href={lessonPath(course, lesson)}>
      {gettext("Later; first lesson %(n)s", { n: lesson.number })}
    </a>
  );
}

const Away = () => (
  <Banner icon="phone" title={gettext("This quiz is not on this phone yet")}>
    <p>{gettext("It comes by itself with the first network. What is on the phone can be read meanwhile.")}</p>
  </Banner>
);

function Terms({ course, place, left }: { course: Course; place: QuizPlace; left: number }) {
  return (
    <>
      <div class="cells">
        <div>
          <span class="cap">{gettext("Passed from")}</span>
          <span class="n">{percent(place.pass_percent / 100)}</span>
        </div>
        <div>
          <span class="cap">{gettext("Attempts left")}</span>
          <span class="n">
            {number(left)} / {number(place.attempts)}
          </span>
        </div>
      </div>
      <p>
        {place.graded
          ? gettext(
              "The server marks it: the result comes with delivery, the explanations after the last attempt.",
            )
          : gettext("The result and the explanation come at once, without a network too.")}{" "}
        {course.outline?.counts === "last"
          ? gettext("The last attempt counts.")
          : gettext("The best attempt counts.")}
      </p>
    </>
  );
}
