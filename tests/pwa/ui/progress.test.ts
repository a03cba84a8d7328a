/** Progress: what counts, what is next, how it is said. */
import { beforeEach, expect, test } from "vitest";
import { use } from "../../../pwa/src/i18n";
import {
  countDone,
  following,
  lessonsOf,
  minutesLeft,
  nextLesson,
} from "../../../pwa/src/rooms/progress/progress";
import { whatIsLeft, whichLesson } from "../../../pwa/src/rooms/progress/words";
import type { Bundle } from "../../../pwa/src/store";

const lesson = (id: string, minutes: number) => ({
  id,
  title: id,
  minutes,
  summary: "",
  html: "",
  terms: [],
});
const bundle: Bundle = {
  course: "c",
  release: "r",
  language: "en",
  title: "",
  summary: "",
  hours: 3,
  modules: [
    { id: "m1", title: "", lessons: [lesson("a", 40), lesson("b", 45)] },
    { id: "m2", title: "", lessons: [lesson("c", 50), lesson("d", 60)] },
  ],
};
const lessons = lessonsOf(bundle);
const done = (...ids: string[]) => new Set(ids);

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

test("the next lesson is the first that is not done", () => {
  expect(nextLesson(lessons, done("a", "c"))?.id).toBe("b");
  expect(nextLesson(lessons, done("a", "b", "c", "d"))).toBeUndefined();
});

test.each([
  [["a"], "a", "b"],
  [["a", "b"], "a", "c"],
  [["b", "c"], "d", "a"],
  [["a", "b", "c"], "d", undefined],
  [[], "nowhere", "a"],
])("with %j done, after %s comes %s", (marks, current, expected) => {
  expect(following(lessons, done(...marks), current)?.id).toBe(expected);
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
