/** The phone marks as the server does: one table of cases for both. */
import { expect, test } from "vitest";
import { mark, total } from "../../../pwa/src/rooms/progress/marking";
import type { Answer, Key, QuestionKind } from "../../../pwa/src/store";
import table from "../../progress/marking.json";

interface Case {
  kind: QuestionKind;
  key: Key;
  answer: Answer;
  score: number;
  note: string;
}
const CASES = table as Case[];

test("there are sixty cases and more", () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60);
});

test.each(CASES)("$kind: $note", ({ kind, key, answer, score }) => {
  expect(mark(kind, key, answer)).toBe(score);
});

test("an attempt is worth the mean of its questions, rounded down", () => {
  expect(total([100, 100, 0])).toBe(66);
  expect(total([33, 33, 33])).toBe(33);
  expect(total([100])).toBe(100);
});
