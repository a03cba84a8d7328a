/** Attempts at a quiz: their scores, which of them counts, how many are left. Pure. */
import type { Outline, Part, Quiz, Row } from "../../store";
import { mark, total } from "./marking";

export type Attempt = Row<"attempt">;
/** A quiz with the release that it is of: only by this one may an attempt be marked. */
export type Edition = Quiz & { release: string };

export function editionOf(part: Part | null | undefined, id: string): Edition | undefined {
  const quiz = part?.quizzes.find((one) => one.id === id);
  return part && quiz ? { ...quiz, release: part.release } : undefined;
}

/** By question, 0 to 100; null where nobody on this phone can tell: a graded quiz whose attempts are not used up. */
export function resultsOf(attempt: Attempt, quiz?: Edition): Record<string, number> | null {
  if (attempt.results || quiz?.release !== attempt.release) return attempt.results;
  const marks: Record<string, number> = {};
  for (const { id, kind, key } of quiz.questions) {
    if (!key) return null;
    marks[id] = mark(kind, key, attempt.answers[id]);
  }
  return marks;
}

/** In percent; null until the server has said it, of a quiz that the phone cannot mark. */
export function scoreOf(attempt: Attempt, quiz?: Edition): number | null {
  if (attempt.score >= 0) return attempt.score;
  const results = resultsOf(attempt, quiz);
  return results && total(Object.values(results));
}

/** Those beyond the limit are kept, and count for nothing; of one that waits the server has not said it yet. */
const counting = (attempts: readonly Attempt[], limit: number): Attempt[] =>
  attempts.filter(({ flag, pending }, i) => flag !== "extra" && !(pending && i >= limit));

export const attemptsLeft = (attempts: readonly Attempt[], limit: number): number =>
  Math.max(0, limit - counting(attempts, limit).length);

/** The attempt that counts, of those whose score is known. `attempts`: oldest first. */
export function counted(
  attempts: readonly Attempt[],
  { counts }: Pick<Outline, "counts">,
  limit: number,
  quiz?: Edition,
): { attempt: Attempt; score: number } | null {
  let found: { attempt: Attempt; score: number } | null = null;
  for (const attempt of counting(attempts, limit)) {
    const score = scoreOf(attempt, quiz);
    if (score === null) continue;
    if (counts === "last" || !found || score > found.score) found = { attempt, score };
  }
  return found;
}
