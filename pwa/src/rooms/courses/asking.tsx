/** A quiz under way: one question a screen, then a look at what is not answered yet. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { gettext, ngettext, percent } from "../../i18n";
import { Banner } from "../../parts/bits";
import { Meter } from "../../parts/drawn";
import { Frame, MainAct } from "../../parts/frame";
import { Icon, type IconName } from "../../parts/icon";
import { NotSaved, useSaving } from "../../parts/saving";
import { wide } from "../../parts/wide";
import type { Answer, Question, Quiz, StoreError } from "../../store";
import { submitQuiz } from "../progress/complete";
import { mark } from "../progress/marking";
import { type Begun, checked, isGiven, moveOf, openOf } from "../progress/taking";
import { Answers } from "./answers";
import { whatIsRight } from "./said";
import { type Course, coursePath } from "./shelf";

const FORM = "question";
/** Letters; a longer question is written smaller, so that its answers can be seen with it. */
const LONG = 80;

interface Props {
  course: Course;
  quiz: Quiz;
  begun: Begun;
  failed: StoreError["code"] | undefined;
  onChange: (next: Begun) => void;
  /** The attempt is handed in. */
  onDone: () => void;
}

export function Asking(props: Props) {
  const { course, quiz, begun, failed, onChange, onDone } = props;
  const saving = useSaving();
  useBeginning(begun.at);
  const [hinted, setHinted] = useState(-1);
  const question = quiz.questions[begun.at];
  const move = moveOf(quiz, begun);
  const go = (at: number) => onChange({ ...begun, at });
  const handIn = async () => {
    if (await saving.save(() => submitQuiz(course, quiz.id, quiz.title, begun))) onDone();
  };
  const press = (event: Event) => {
    event.preventDefault();
    if (move === "finish") void handIn();
    else if (move === "wait") setHinted(begun.at);
    else if (move === "check") onChange(checked(quiz, begun));
    else go(begun.at + 1);
  };
  return (
    <Frame
      title={question ? whichQuestion(quiz, begun) : gettext("Before you hand in")}
      up={coursePath(course)}
      alone
      narrow
      list={wide.value && <Questions quiz={quiz} begun={begun} onGo={go} />}
      act={<MainAct {...words(quiz, begun)} busy={saving.busy} form={FORM} />}
    >
      <NotSaved code={saving.failed ?? failed} />
      <form id={FORM} class="part" onSubmit={press}>
        {question ? (
          <Asked {...props} question={question} />
        ) : (
          <LastLook quiz={quiz} begun={begun} onGo={go} />
        )}
      </form>
      <p role="status" class={hinted === begun.at && move === "wait" ? "" : "vh"}>
        {hinted === begun.at && move === "wait" && gettext("Give an answer first, or skip the question.")}
      </p>
      <div class="pick">
        {begun.at > 0 && (
          <button type="button" class="btn" onClick={() => go(begun.at - 1)}>
            <Icon name="back" />
            {gettext("Previous")}
          </button>
        )}
        {move === "wait" && (
          <button type="button" class="btn" onClick={() => go(begun.at + 1)}>
            {gettext("Skip for now")}
          </button>
        )}
      </div>
    </Frame>
  );
}

const whichQuestion = (quiz: Quiz, { at }: Begun): string =>
  gettext("Question %(n)s of %(total)s", { n: at + 1, total: quiz.questions.length });

function words(quiz: Quiz, begun: Begun): { label: string; icon: IconName } {
  switch (moveOf(quiz, begun)) {
    case "wait":
    case "check":
      return { label: gettext("Check the answer"), icon: "check" };
    case "next":
      return { label: gettext("Next question"), icon: "fwd" };
    case "end":
      return { label: gettext("To the end"), icon: "fwd" };
    case "finish":
      return { label: quiz.graded ? gettext("Hand in") : gettext("Finish the quiz"), icon: "check" };
  }
}

/** Each question is a screen of its own: it begins at its top, and readers hear which it is. */
function useBeginning(at: number): void {
  const isFirst = useRef(true);
  useLayoutEffect(() => {
    if (!isFirst.current) {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [at]);
}

function Asked({ quiz, begun, question, onChange }: Props & { question: Question }) {
  const { questions } = quiz;
  const answer = begun.answers[question.id] ?? null;
  const isChecked = begun.checked.includes(question.id);
  const put = (given: Answer) => onChange({ ...begun, answers: { ...begun.answers, [question.id]: given } });
  return (
    <>
      <Meter marks={questions.map((_, i) => i <= begun.at)} label={whichQuestion(quiz, begun)} />
      <h2 class={question.text.length > LONG ? "long" : ""}>{question.text}</h2>
      <Answers key={question.id} question={question} answer={answer} isChecked={isChecked} onAnswer={put} />
      {isChecked && <Result question={question} answer={answer} />}
      {quiz.graded && <p class="cap">{gettext("Graded: the result comes with delivery.")}</p>}
    </>
  );
}

function Result({ question, answer }: { question: Question; answer: Answer }) {
  const score = question.key ? mark(question.kind, question.key, answer) : 0;
  const isTyped = question.kind === "numeric" || question.kind === "short";
  const title =
    score === 100
      ? gettext("Right")
      : score > 0
        ? gettext("Almost: %(score)s", { score: percent(score / 100) })
        : gettext("Not this time");
  return (
    <Banner icon="bulb" title={title} {...(score === 100 && { tone: "good" })}>
      {isTyped && score < 100 && <p>{gettext("Right: %(text)s", { text: whatIsRight(question) ?? "" })}</p>}
      {question.feedback && <p>{question.feedback}</p>}
    </Banner>
  );
}

interface LastLookProps {
  quiz: Quiz;
  begun: Begun;
  onGo: (at: number) => void;
}

function LastLook({ quiz, begun, onGo }: LastLookProps) {
  const left = openOf(quiz, begun);
  const { questions, graded } = quiz;
  const given = questions.map(({ id }) => isGiven(begun.answers[id]));
  const label = ngettext(
    "%(done)s of %(num)s question answered",
    "%(done)s of %(num)s questions answered",
    questions.length,
    { done: questions.length - left },
  );
  return (
    <>
      <Meter marks={given} label={label} />
      <h2>{label}</h2>
      <p>
        {graded
          ? gettext("After handing in, answers cannot be changed. The result comes with delivery.")
          : gettext("What is not answered counts as not right.")}
      </p>
      {left > 0 && (
        <ul class="rows">
          {questions.map(({ id, text }, i) =>
            given[i] ? null : (
              <li key={id}>
                <QuestionRow number={i + 1} text={text} onPress={() => onGo(i)} />
              </li>
            ),
          )}
        </ul>
      )}
    </>
  );
}

interface RowProps {
  number: number;
  text: string;
  isHere?: boolean;
  onPress: () => void;
}

const QuestionRow = ({ number, text, isHere = false, onPress }: RowProps) => (
  <button type="button" class="row" aria-current={isHere ? "true" : undefined} onClick={onPress}>
    <span class="stamp">{number}</span>
    <div>{text}</div>
  </button>
);

const Questions = ({ quiz, begun, onGo }: LastLookProps) => (
  <>
    <h2>{quiz.title}</h2>
    <ol class="rows">
      {quiz.questions.map(({ id, text }, i) => (
        <li key={id}>
          <QuestionRow number={i + 1} text={text} isHere={i === begun.at} onPress={() => onGo(i)} />
        </li>
      ))}
    </ol>
  </>
);
