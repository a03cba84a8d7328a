/** One quiz: begun, gone on with after any interruption, handed in; without a network too. */
import { gettext } from "../../i18n";
import { Banner, Skeleton } from "../../parts/bits";
import { useDraft } from "../../parts/draft";
import { Frame, MainAct } from "../../parts/frame";
import Missing from "../../parts/missing";
import { complete, type Part } from "../../store";
import { quizKey, submitQuiz } from "../progress/complete";
import type { QuizPlace } from "../progress/progress";
import type { Begun } from "../progress/taking";
import { Asking } from "./asking";
import { type Course, courseOf, coursePath, partOf } from "./shelf";
import { Standing } from "./standing";
import { type Text, textOf } from "./texts";

export default function QuizScreen({ ids: [courseId = "", quizId = ""] }: { ids: readonly string[] }) {
  const course = courseOf(courseId);
  if (course) return <One key={quizId} course={course} id={quizId} />;
  return complete.value ? <Missing /> : <Waiting up={`/learn/${courseId}`} />;
}

const Waiting = ({ up }: { up: string }) => (
  <Frame title={gettext("Quiz")} up={up} alone>
    <Skeleton rows={4} />
  </Frame>
);

/** What a begun attempt is answered on: the edition it was begun with, in the reader's language if that is of one release. */
function sourceOf(begun: Begun, part: Text<Part>): Text<Part> {
  if (part && part.release === begun.release) return part;
  const found = textOf(begun.part);
  return found && "quizzes" in found ? found : found === undefined ? undefined : null;
}

/** An attempt is kept whole or not at all. */
const begunIn = (typed: Partial<Begun>): Begun | null => ("part" in typed ? (typed as Begun) : null);

function One({ course, id }: { course: Course; id: string }) {
  const { typed, isReady, failed, change, clear } = useDraft<Begun>(quizKey(course.enrolment.id, id));
  const begun = isReady ? begunIn(typed) : undefined;
  const done = () => void clear();
  const place = course.quizzes.find((quiz) => quiz.id === id);
  const part = place ? partOf(course, place.module) : null;
  const source = begun ? sourceOf(begun, part) : part;
  const quiz = source?.quizzes.find((one) => one.id === id);
  const isComing = course.outline === undefined || begun === undefined || (begun && source === undefined);
  if (isComing && !failed) return <Waiting up={coursePath(course)} />;
  if (begun && quiz) {
    return (
      <Asking course={course} quiz={quiz} begun={begun} failed={failed} onChange={change} onDone={done} />
    );
  }
  if (begun) return <Lost course={course} id={id} title={place?.title ?? ""} begun={begun} onDone={done} />;
  if (!place) return <Missing />;
  return (
    <Standing
      course={course}
      place={place}
      part={part}
      onBegin={() => part && change(newAttempt(course, place, part))}
    />
  );
}

function newAttempt({ row }: Course, { module }: QuizPlace, { release, language }: Part): Begun {
  const editions = row.parts.find((part) => part.module === module)?.bundles;
  const started_at = new Date().toISOString();
  return { part: editions?.[language].hash ?? "", release, started_at, answers: {}, checked: [], at: 0 };
}

interface LostProps {
  course: Course;
  id: string;
  title: string;
  begun: Begun;
  onDone: () => void;
}

/** The questions have left the phone, the answers have not. */
function Lost({ course, id, title, begun, onDone }: LostProps) {
  const handIn = () => submitQuiz(course, id, title, begun).then(onDone, () => {}); // the notice above says why
  return (
    <Frame
      title={gettext("Quiz")}
      up={coursePath(course)}
      alone
      narrow
      act={<MainAct label={gettext("Hand in as it is")} icon="check" onPress={() => void handIn()} />}
    >
      <h2>{title}</h2>
      <Banner icon="phone" title={gettext("This quiz has changed since you began")}>
        <p>
          {gettext(
            "Its earlier questions are no longer on this phone; your answers are. Hand them in as they are, or open this screen with a network to go on.",
          )}
        </p>
      </Banner>
    </Frame>
  );
}
