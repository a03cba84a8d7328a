/** A quiz before it is begun and after it is handed in: what it asks for, what came out, what is left. */
import { gettext, local, ngettext, number, percent } from "../../i18n";
import { Banner, Section } from "../../parts/bits";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { Stamp } from "../../parts/stamp";
import { moment } from "../../parts/time";
import type { Part, Question, Quiz } from "../../store";
import { type Attempt, attemptsLeft, counted, resultsOf, scoreOf } from "../progress/attempts";
import { nextLesson, type QuizPlace } from "../progress/progress";
import { whatNext, whatQuiz } from "../progress/words";
import { said, whatIsRight } from "./said";
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
  const quiz = part?.quizzes.find(({ id }) => id === place.id);
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
      act={
        isOpen ? (
          <Onward course={course} />
        ) : (
          wantsMore && <MainAct label={beginWords(attempts)} onPress={onBegin} />
        )
      }
    >
      {last && <Outcome attempt={last} place={place} number={attempts.length} quiz={quiz} />}
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

interface OutcomeProps {
  attempt: Attempt;
  place: QuizPlace;
  number: number;
  quiz: Quiz | undefined;
}

/** What came out of an attempt, drawn on a ruler and said in words. */
function Outcome({ attempt, place, number: n, quiz }: OutcomeProps) {
  const score = scoreOf(attempt, quiz);
  if (score === null) {
    return (
      <div class="ban split dashed" role="status">
        <div>
          <h3>{gettext("Handed in")}</h3>
          <p>{gettext("The result comes with delivery.")}</p>
        </div>
        <Stamp id={attempt.id} waiting={attempt.pending === true} />
      </div>
    );
  }
  const isPassed = attempt.score < 0 ? score >= place.pass_percent : attempt.passed;
  const results = resultsOf(attempt, quiz);
  const right = results && Object.values(results).filter((one) => one === 100).length;
  return (
    <div class={`poster bleed ${isPassed ? "" : "clay"} ${attempt.pending ? "waits" : ""}`} role="status">
      <p class="cap">
        {gettext("Attempt %(n)s", { n })} ·{" "}
        {attempt.pending ? gettext("saved on this phone") : gettext("delivered")}
      </p>
      <div class="split">
        <h2>{isPassed ? gettext("Passed") : gettext("Not passed yet")}</h2>
        <b class="n score">{percent(score / 100)}</b>
      </div>
      <Ruler score={score} pass={place.pass_percent} />
      {results && (
        <p class="cap">
          {ngettext(
            "%(done)s of %(num)s question fully right",
            "%(done)s of %(num)s questions fully right",
            Object.keys(results).length,
            { done: number(right ?? 0) },
          )}
        </p>
      )}
    </div>
  );
}

const WIDTH = 320;

/** The score as a bar on a ruler, a long tick where one has passed. */
function Ruler({ score, pass }: { score: number; pass: number }) {
  const at = (share: number) => Math.round((share / 100) * (WIDTH - 2));
  const ticks = Array.from({ length: 11 }, (_, i) => `M${at(i * 10)} 30h2v${i % 5 ? 6 : 10}h-2z`).join("");
  const label = gettext("%(score)s; passed from %(pass)s", {
    score: percent(score / 100),
    pass: percent(pass / 100),
  });
  return (
    <svg class="ruler" viewBox={`0 0 ${WIDTH} 44`} role="img" aria-label={label}>
      <path d={`M0 28h${WIDTH}v2H0z${ticks}`} />
      <path d={`M0 8h${at(score)}v20H0z`} />
      <path d={`M${at(pass)} 0h4v44h-4z`} />
    </svg>
  );
}

interface AttemptsProps {
  attempts: readonly Attempt[];
  quiz: Quiz | undefined;
  /** The id of the one that counts. */
  counts: string | undefined;
}

const Attempts = ({ attempts, quiz, counts }: AttemptsProps) => (
  <Section title={gettext("Attempts")}>
    <ol class="rows">
      {attempts.map((attempt, i) => {
        const score = scoreOf(attempt, quiz);
        return (
          <li key={attempt.id} class={attempt.pending ? "row wait" : "row"}>
            <Stamp id={attempt.id} waiting={attempt.pending === true} />
            <div>
              <h3>
                {gettext("Attempt %(n)s", { n: i + 1 })}
                {score === null ? "" : `: ${percent(score / 100)}`}
              </h3>
              <p class="cap">
                {moment(attempt.at)}
                {attempt.flag === "extra" ? ` · ${gettext("beyond the limit, does not count")}` : ""}
              </p>
            </div>
            {attempt.id === counts && attempts.length > 1 && <span class="tag">{gettext("counts")}</span>}
          </li>
        );
      })}
    </ol>
  </Section>
);

interface AnsweredProps {
  quiz: Quiz;
  attempt: Attempt;
  left: number;
}

/** The answers of the last attempt, question by question, with what may be told about them. */
function Answered({ quiz, attempt, left }: AnsweredProps) {
  const results = resultsOf(attempt, quiz);
  if (!results && left > 0) {
    return <p class="cap">{gettext("Explanations come after the last attempt.")}</p>;
  }
  if (!results) return null;
  return (
    <Section title={gettext("Answers")}>
      <div class="rows">
        {quiz.questions.map((question, i) => (
          <One
            key={question.id}
            number={i + 1}
            question={question}
            attempt={attempt}
            score={results[question.id] ?? 0}
          />
        ))}
      </div>
    </Section>
  );
}

interface OneProps {
  number: number;
  question: Question;
  attempt: Attempt;
  score: number;
}

function One({ number: n, question, attempt, score }: OneProps) {
  const right = whatIsRight(question);
  const told = attempt.explanations?.find((one) => one.question === question.id)?.text;
  const feedback = told ? local(told) : question.feedback;
  return (
    <details>
      <summary class="row">
        <span class="stamp">{score === 100 ? <Icon name="check" /> : n}</span>
        <div>
          <h3>{question.text}</h3>
          <p class="cap">{score === 100 ? gettext("right") : percent(score / 100)}</p>
        </div>
        <Icon name="down" />
      </summary>
      <dl class="terms told">
        <div>
          <dt>{gettext("Your answer")}</dt>
          <dd>{said(question, attempt.answers[question.id])}</dd>
        </div>
        {right !== null && score < 100 && (
          <div>
            <dt>{gettext("Right answer")}</dt>
            <dd>{right}</dd>
          </div>
        )}
        {feedback && (
          <div>
            <dt>{gettext("Why")}</dt>
            <dd>{feedback}</dd>
          </div>
        )}
      </dl>
    </details>
  );
}
