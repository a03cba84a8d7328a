/** Which modules are to be on the phone. */
import { expect, test } from "vitest";
import { type Kept, type Wishes, wanted } from "../../../pwa/src/store/wanted";
import type { Outline } from "../../../pwa/src/store/wire";

/** A course of modules with two lessons and a quiz each: "a1" has lessons a1x and a1y and the quiz a1q. */
function course(name: string, size: number, done: string[] = [], tried: string[] = []): Kept {
  const modules = Array.from({ length: size }, (_, i) => `${name}${i + 1}`);
  const lesson = (id: string) => ({ id, title: id, minutes: 40, summary: "" });
  const quiz = (id: string) => ({
    id,
    title: id,
    graded: false,
    attempts: 3,
    pass_percent: 60,
    questions: 6,
  });
  const outline: Outline = {
    course: name,
    release: "r1",
    language: "uk",
    title: name,
    summary: "",
    hours: 8,
    counts: "best",
    modules: modules.map((id) => ({
      id,
      title: id,
      lessons: [lesson(`${id}x`), lesson(`${id}y`)],
      quizzes: [quiz(`${id}q`)],
    })),
  };
  const ref = (hash: string) => ({ hash, size: 20_000 });
  const parts = modules.map((module) => ({
    module,
    bundles: { uk: ref(`${module}.uk`), en: ref(`${module}.en`) },
  }));
  return { course: name, outline, parts, done: new Set(done), tried: new Set(tried) };
}
const kept = (courses: Kept[], isMetered: boolean, wishes: Wishes = {}) =>
  wanted(courses, "uk", isMetered, wishes).map((hash) => hash.replace(".uk", ""));

test("on mobile data: the module that one is in, and the one after", () => {
  expect(kept([course("a", 4)], true)).toEqual(["a1", "a2"]);
  expect(kept([course("a", 4, ["a1x", "a1y", "a2x"])], true)).toEqual(["a2", "a3"]);
});

test("a finished module stays the one that one is in until its quiz was tried", () => {
  expect(kept([course("a", 4, ["a1x", "a1y"])], true)).toEqual(["a1", "a2"]);
  expect(kept([course("a", 4, ["a1x", "a1y"], ["a1q"])], true)).toEqual(["a2", "a3"]);
});

test("after the last module of a course comes the first of the next", () => {
  const last = course("a", 2, ["a1x", "a1y"], ["a1q"]);
  expect(kept([last, course("b", 3)], true)).toEqual(["a2", "b1"]);
});

test("of every course under way, the present modules before the following", () => {
  const [a, b, c] = [course("a", 4, ["a1x"]), course("b", 3, ["b1x"]), course("c", 3)];
  expect(kept([a, b, c], true)).toEqual(["a1", "b1", "a2", "b2"]);
});

test("where it costs nothing all others follow", () => {
  const courses = [course("a", 4, ["a1x", "a1y"], ["a1q"]), course("b", 2)];
  expect(kept(courses, false)).toEqual(["a2", "a3", "a1", "a4", "b1", "b2"]);
});

test("a wish for the whole holds on mobile data, a wish for nothing on any line", () => {
  const courses = [course("a", 4), course("b", 2)];
  expect(kept(courses, true, { b: "whole" })).toEqual(["a1", "a2", "b1", "b2"]);
  expect(kept(courses, false, { a: "none" })).toEqual(["b1", "b2"]);
});

test("when all is done, or the outline is not here yet, mobile data are left alone", () => {
  const all = ["x", "y"].flatMap((lesson) => ["a1", "a2"].map((module) => module + lesson));
  const over = course("a", 2, all, ["a1q", "a2q"]);
  expect(kept([over], true)).toEqual([]);
  expect(kept([{ ...course("a", 2), outline: undefined }], true)).toEqual([]);
});
