/** Taking a quiz: what the next press does, wherever one was interrupted. */
import { expect, test } from "vitest";
import { type Begun, checked, isGiven, moveOf, openOf } from "../../../pwa/src/rooms/progress/taking";
import type { Answers, Quiz } from "../../../pwa/src/store";

const question = (id: string) => ({
  id,
  kind: "single" as const,
  text: id,
  options: ["a", "b"],
  rights: [],
  key: { options: [0] },
  feedback: "Because",
});
const practice: Quiz = {
  id: "q",
  title: "Q",
  graded: false,
  attempts: 3,
  pass_percent: 60,
  questions: ["q1", "q2"].map(question),
};
const graded: Quiz = {
  ...practice,
  graded: true,
  questions: practice.questions.map((one) => ({ ...one, key: null, feedback: null })),
};
const begun = (at: number, answers: Answers = {}, looked: string[] = []): Begun => ({
  part: "hash",
  release: "r1",
  started_at: "2026-11-16T12:00:00.000Z",
  answers,
  checked: looked,
  at,
});

test.each([
  ["there is nothing to check yet", begun(0), "wait"],
  ["an answer is looked at before one goes on", begun(0, { q1: 0 }), "check"],
  ["then comes the next question", begun(0, { q1: 0 }, ["q1"]), "next"],
  ["the last answer is looked at too", begun(1, { q1: 0, q2: 1 }, ["q1"]), "check"],
  ["when all are answered it is handed in", begun(1, { q1: 0, q2: 1 }, ["q1", "q2"]), "finish"],
  ["else there is a last look at what is open", begun(1, { q2: 1 }, ["q2"]), "end"],
  ["after which it is handed in as it is", begun(2, { q2: 1 }, ["q2"]), "finish"],
])("practice: %s", (_, at, move) => {
  expect(moveOf(practice, at)).toBe(move);
});

test.each([
  ["a question may be passed over", begun(0), "next"],
  ["nothing is looked at on the way", begun(0, { q1: 0 }), "next"],
  ["there is always a last look", begun(1, { q1: 0, q2: 1 }), "end"],
  ["after which it is handed in", begun(2, { q1: 0, q2: 1 }), "finish"],
])("graded: %s", (_, at, move) => {
  expect(moveOf(graded, at)).toBe(move);
});

test("an answer that was looked at stays", () => {
  expect(checked(practice, begun(0, { q1: 0 })).checked).toEqual(["q1"]);
});

test("what was not answered is counted", () => {
  expect(openOf(practice, begun(0, { q1: null, q2: "  " }))).toBe(2);
  expect(openOf(practice, begun(0, { q1: 0, q2: false }))).toBe(0);
});

test.each([
  [null, false],
  [undefined, false],
  ["", false],
  [" ", false],
  [[], false],
  [[-1, -1], false],
  [[-1, 2], true],
  [0, true],
  [false, true],
  ["0", true],
])("%j is an answer: %s", (answer, isOne) => {
  expect(isGiven(answer)).toBe(isOne);
});
