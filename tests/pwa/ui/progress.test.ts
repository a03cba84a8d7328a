/** Progress: what counts, what is next, how it is said. */
import { beforeEach, expect, test } from "vitest";
import { use } from "../../../pwa/src/i18n";
import {
  countDone,
  following,
  lessonsOf,
  minutesLeft,
  nextStep,
  type Step,
} from "../../../pwa/src/rooms/progress/progress";
import { whatIsLeft, whichLesson } from "../../../pwa/src/rooms/progress/words";
import type { Outline } from "../../../pwa/src/store";

const lesson = (id: string, minutes: number) => ({ id, title: id, minutes, summary: "" });
const quiz = (id: string) => ({
  id,
  title: id,
  graded: false,
  attempts: 3,
  pass_percent: 60,
  questions: 6,
});
const outline: Outline = {
  course: "c",
  release: "r",
  language: "en",
  title: "",
  summary: "",
  hours: 3,
  counts: "best",
  modules: [
    { id: "m1", title: "", lessons: [lesson("a", 40), lesson("b", 45)], quizzes: [quiz("q1")] },
    { id: "m2", title: "", lessons: [lesson("c", 50), lesson("d", 60)], quizzes: [quiz("q2")] },
  ],
};
const lessons = lessonsOf(outline);
const done = (...ids: string[]) => new Set(ids);
const idOf = (step: Step | undefined) => (step?.lesson ?? step?.quiz)?.id;

beforeEach(() => use({ lang: "en", p: { one: 0, other: 1 }, m: {} }));

test("lessons are numbered through the course and know their module", () => {
  expect(lessons.map(({ id, number, module }) => `${number}${id}@${module}`)).toEqual([
    "1a@m1",
    "2b@m1",
    "3c@m2",
    "4d@m2",
  ]);
});

test("a completion of a lesson that the release no longer holds counts for nothing", () => {
  expect(countDone(lessons, done("a", "gone"))).toBe(1);
});

test.each([
  ["the first lesson that is not done", ["a", "c"], [], "b"],
  ["the quiz of the module that was just finished", ["a", "b"], [], "q1"],
  ["the next lesson once the quiz was tried", ["a", "b"], ["q1"], "c"],
  ["the next lesson for whoever went on without the quiz", ["a", "b", "c"], [], "d"],
  ["the quiz of the last module", ["a", "b", "c", "d"], [], "q2"],
  ["in the end the quiz that was passed over", ["a", "b", "c", "d"], ["q2"], "q1"],
  ["nothing when all is done", ["a", "b", "c", "d"], ["q1", "q2"], undefined],
])("next is %s", (_, marks, tried, expected) => {
  expect(idOf(nextStep(outline, done(...marks), done(...tried)))).toBe(expected);
});

test.each([
  [["a"], [], "a", "b"],
  [["a"], [], "b", "q1"],
  [["a", "b"], ["q1"], "a", "c"],
  [["b", "c"], [], "d", "q2"],
  [["b", "c"], ["q2"], "d", "a"],
  [["a", "b", "c"], ["q1", "q2"], "d", undefined],
  [["a", "b", "c"], ["q2"], "d", "q1"],
  [[], [], "nowhere", "a"],
])("with %j done and %j tried, after %s comes %s", (marks, tried, current, expected) => {
  expect(idOf(following(outline, done(...marks), done(...tried), current))).toBe(expected);
});

test("what is left is said in lessons and time", () => {
  expect(minutesLeft(lessons, done("a"))).toBe(155);
  expect(whatIsLeft(lessons, done("a"))).toBe("3 lessons left, about 2\u00a0h\u00a035\u00a0min");
  expect(whatIsLeft(lessons, done("a", "b", "c"))).toBe("1 lesson left, about 1\u00a0h");
  expect(whatIsLeft(lessons, done("a", "b", "c", "d"))).toBe("All lessons are done");
});

test("a lesson is named by its place", () => {
  const [, second] = lessons;
  expect(second && whichLesson(second, lessons.length)).toBe("Lesson 2 of 4");
});
