/** Taking a quiz: where one is and what the next press does. Pure. */
import type { Answer, Answers, Quiz } from "../../store";

/** An attempt under way. */
export interface Begun {
  /** The bundle whose questions are answered; named here, it stays on the phone (store/bundles.ts). */
  part: string;
  release: string;
  started_at: string;
  answers: Answers;
  /** Questions whose result was looked at: their answers stay. */
  checked: string[];
  /** The place of the question that one is at; behind the last one, the end. */
  at: number;
}

/** wait: there is nothing to check yet; end: to a last look at what is open; finish: hand in. */
export type Move = "wait" | "check" | "next" | "end" | "finish";

/** Whether there is anything to mark. */
export function isGiven(answer: Answer | undefined): boolean {
  if (Array.isArray(answer)) return answer.some((place) => place >= 0);
  return typeof answer === "string" ? answer.trim() !== "" : answer !== null && answer !== undefined;
}

export const openOf = (quiz: Quiz, { answers }: Begun): number =>
  quiz.questions.filter(({ id }) => !isGiven(answers[id])).length;

export function moveOf(quiz: Quiz, begun: Begun): Move {
  const question = quiz.questions[begun.at];
  if (!question) return "finish";
  if (!quiz.graded && !begun.checked.includes(question.id))
    return isGiven(begun.answers[question.id]) ? "check" : "wait";
  if (begun.at < quiz.questions.length - 1) return "next";
  return quiz.graded || openOf(quiz, begun) > 0 ? "end" : "finish";
}

/** The attempt after its answer was looked at: from here on it stays. */
export function checked(quiz: Quiz, begun: Begun): Begun {
  const id = quiz.questions[begun.at]?.id;
  return id === undefined ? begun : { ...begun, checked: [...begun.checked, id] };
}
