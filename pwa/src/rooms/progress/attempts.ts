/** Attempts at a quiz: their scores, which of them counts, how many are left. Pure. */
import type { Outline, Quiz, Row } from "../../store";
import { mark, total } from "./marking";

export type Attempt = Row<"attempt">;

/** By question, 0 to 100; null where nobody on this phone can tell: a graded quiz whose attempts are not used up. */
export function resultsOf(
  attempt: Pick<Attempt, "answers" | "results">,
  quiz?: Quiz,
): Record<string, number> | null {
  if (attempt.results) return attempt.results;
  const marks = quiz?.questions.map(({ id, kind, key }) =>
    key ? ([id, mark(kind, key, attempt.answers[id])] as const) : null,
  );
  return marks?.every((one) => one !== null) ? Object.fromEntries(marks) : null;
}

/** In percent; null until the server has said it, of a quiz that the phone cannot mark. */
export function scoreOf(attempt: Attempt, quiz?: Quiz): number | null {
  if (attempt.score >= 0) return attempt.score;
  const results = resultsOf(attempt, quiz);
  return results && total(Object.values(results));
}

/** Those beyond the limit are kept, and count for nothing. */
const counting = (attempts: readonly Attempt[], limit: number): Attempt[] =>
  attempts.filter(({ flag }) => flag !== "extra").slice(0, limit);

export const attemptsLeft = (attempts: readonly Attempt[], limit: number): number =>
  Math.max(0, limit - counting(attempts, limit).length);

/** The attempt that counts, of those whose score is known. `attempts`: oldest first. */
export function counted(
  attempts: readonly Attempt[],
  { counts }: Pick<Outline, "counts">,
  limit: number,
  quiz?: Quiz,
): { attempt: Attempt; score: number } | null {
  let found: { attempt: Attempt; score: number } | null = null;
  for (const attempt of counting(attempts, limit)) {
    const score = scoreOf(attempt, quiz);
    if (score === null) continue;
    if (counts === "last" || !found || score > found.score) found = { attempt, score };
  }
  return found;
}
