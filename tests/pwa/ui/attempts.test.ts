/** Attempts at a quiz: their scores, which of them counts, how many are left. */
import { expect, test } from "vitest";
import {
  type Attempt,
  attemptsLeft,
  counted,
  type Edition,
  editionOf,
  resultsOf,
  scoreOf,
} from "../../../pwa/src/rooms/progress/attempts";
import { ground, learn, overlay } from "../../../pwa/src/store/overlay";
import type { Op, Part } from "../../../pwa/src/store/wire";

const question = (id: string) => ({
  id,
  kind: "single" as const,
  text: id,
  options: ["a", "b"],
  rights: [],
  key: { options: [0] },
  feedback: "Because",
});
const quiz: Edition = {
  id: "q",
  title: "Q",
  graded: false,
  attempts: 2,
  pass_percent: 60,
  release: "r1",
  questions: ["q1", "q2", "q3"].map(question),
};
const secret: Edition = { ...quiz, questions: quiz.questions.map((one) => ({ ...one, key: null })) };
const attempt = (score: number, more: Partial<Attempt> = {}): Attempt => ({
  id: `${score}`,
  scope: "enrolment:e1",
  enrolment: "e1",
  quiz: "q",
  release: "r1",
  answers: { q1: 0, q2: 0, q3: 1 },
  score,
  passed: score >= 60,
  graded: false,
  results: null,
  explanations: null,
  started_at: "",
  at: "",
  flag: null,
  ...more,
});
/** As the phone itself makes one, before the server has marked it. */
const waiting = (more: Partial<Attempt> = {}) => attempt(-1, { pending: true, ...more });
const best = { counts: "best" as const };
const last = { counts: "last" as const };

test("the phone marks a practice attempt that waits", () => {
  expect(resultsOf(waiting(), quiz)).toEqual({ q1: 100, q2: 100, q3: 0 });
  expect(scoreOf(waiting(), quiz)).toBe(66);
});

test("nobody here marks a graded one, or one of another release", () => {
  expect(scoreOf(waiting(), secret)).toBeNull();
  expect(scoreOf(waiting({ release: "r0" }), quiz)).toBeNull();
  expect(scoreOf(waiting(), undefined)).toBeNull();
});

test("what the server said holds", () => {
  expect(scoreOf(attempt(83), quiz)).toBe(83);
  expect(resultsOf(attempt(83, { results: { q1: 50 } }), quiz)).toEqual({ q1: 50 });
});

test("best or last counts, as the course has it", () => {
  const attempts = [attempt(80), attempt(40)];
  expect(counted(attempts, best, 2)?.score).toBe(80);
  expect(counted(attempts, last, 2)?.score).toBe(40);
  expect(counted([attempt(40), waiting()], best, 2, quiz)?.score).toBe(66);
  expect(counted([waiting()], best, 2, secret)).toBeNull();
});

test("attempts beyond the limit are kept and count for nothing", () => {
  const attempts = [attempt(20), attempt(30), attempt(90, { flag: "extra" }), waiting()];
  expect(counted(attempts, best, 2, quiz)?.score).toBe(30);
  expect(attemptsLeft(attempts, 2)).toBe(0);
  expect(attemptsLeft([], 2)).toBe(2);
  expect(attemptsLeft([attempt(20)], 2)).toBe(1);
});

test("an edition carries the release that its answers are marked by", () => {
  const part: Part = {
    course: "c",
    release: "r7",
    module: "m",
    language: "uk",
    lessons: [],
    quizzes: [{ id: "q", title: "Q", graded: false, attempts: 2, pass_percent: 60, questions: [] }],
  };
  expect(editionOf(part, "q")?.release).toBe("r7");
  expect(editionOf(part, "other")).toBeUndefined();
  expect(editionOf(null, "q")).toBeUndefined();
});

test("a submitted quiz is an attempt at once, not marked yet", async () => {
  await learn();
  const body = { enrolment: "e1", quiz: "q", release: "r1", started_at: "s", answers: { q1: 0 } };
  const op: Op = {
    id: "op",
    type: "progress.submit_quiz",
    v: 1,
    actor: "p",
    at: "2026-11-16T12:00:00.000Z",
    anchor: null,
    deps: [],
    body,
    blobs: [],
  };
  const [row] = overlay("attempt", ground([]), [], [{ n: 1, op }]);
  expect(row).toMatchObject({ ...body, id: "op", scope: "enrolment:e1", pending: true });
  expect(scoreOf(row as Attempt)).toBeNull();
  const known = { scope: "enrolment:e1", entity: "attempt", id: "op", d: attempt(50), mark: 0 };
  expect(overlay("attempt", ground([known]), [], [{ n: 1, op }])).toMatchObject([{ score: 50 }]);
});
