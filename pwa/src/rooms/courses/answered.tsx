/** The answers of an attempt, question by question, with what may be told about them. */
import { gettext, local, percent } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import type { Question } from "../../store";
import { type Attempt, type Edition, resultsOf } from "../progress/attempts";
import { said, whatIsRight } from "./said";

interface AnsweredProps {
  quiz: Edition;
  attempt: Attempt;
  left: number;
}

export function Answered({ quiz, attempt, left }: AnsweredProps) {
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
