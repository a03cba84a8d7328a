// @vitest-environment node
/** What the acts about a team make of the rows before the server has answered: who is in it, posts, gates. */

import { beforeAll, expect, test } from "vitest";
import { learn } from "../../../pwa/src/store/overlay";
import { pairId } from "../../../pwa/src/store/uuid";
import type { Acts } from "../../../pwa/src/store/wire";
import { AT, M, made, see, stored } from "./seen";

const ANN = "0193a000-0000-7000-8000-00000000000a";
const BEFORE = "2026-09-20T12:00:00.000Z";

beforeAll(learn);

const member = (posts: object[], until: string | null = null) =>
  stored("member", pairId(M, ANN), {
    manufactory: M,
    enrolment: ANN,
    person: "ann",
    name: "Ann",
    posts,
    since: BEFORE,
    until,
  });
const held = (kind: string, until: string | null = null) => ({ kind, since: BEFORE, until });
const found: Acts["manufactories.found"] = {
  cohort: "c",
  institution: "i",
  name: { uk: "Віск" },
  makes: { uk: "Свічки" },
  figure: "candle",
  pigment: "clay",
  carrier: "school_project",
  members: [{ enrolment: ANN, posts: ["lead", "finance"] }],
  mentors: [],
};

test("a founded manufactory is there at once with its members, and in the list of its school", () => {
  const act = made("manufactories.found", found, M);
  const [team] = see("manufactory", [], [act]);
  expect(team).toMatchObject({ id: M, pending: true, cohort: "c", name: { uk: "Віск" }, founded: AT });
  expect(team).not.toHaveProperty("members");
  const [one] = see("member", [], [act]);
  expect(one).toMatchObject({ id: pairId(M, ANN), scope: `manufactory:${M}`, until: null, pending: true });
  expect(one?.posts.map(({ kind }) => kind)).toEqual(["lead", "finance"]);
  expect(see("school_manufactory", [], [act])).toMatchObject([{ scope: "institution:i", members: 1 }]);
});

test("posts that are given end those that are not named, and what is held goes on since it was given", () => {
  const give = made("manufactories.give_posts", {
    manufactory: M,
    enrolment: ANN,
    posts: ["finance", "safety"],
  });
  const [one] = see("member", [member([held("lead"), held("finance")])], [give]);
  expect(one?.posts).toEqual([held("lead", AT), held("finance"), { kind: "safety", since: AT, until: null }]);
  expect(one?.pending).toBe(true);
});

test("the posts somebody holds, given again, change nothing", () => {
  const give = made("manufactories.give_posts", {
    manufactory: M,
    enrolment: ANN,
    posts: ["finance", "lead"],
  });
  const [one] = see("member", [member([held("lead"), held("finance")])], [give]);
  expect(one?.pending).toBeUndefined();
});

test("who is taken out stays with the end, and their posts end", () => {
  const [one] = see(
    "member",
    [member([held("lead")])],
    [made("manufactories.end_member", { manufactory: M, enrolment: ANN })],
  );
  expect(one).toMatchObject({ until: AT, posts: [held("lead", AT)], pending: true });
});

test("who comes back is the same row with the posts of before", () => {
  const [one, ...rest] = see(
    "member",
    [member([held("lead", AT)], AT)],
    [made("manufactories.add_member", { manufactory: M, enrolment: ANN, posts: ["quality"] })],
  );
  expect(rest).toEqual([]);
  expect(one?.until).toBeNull();
  expect(one?.posts).toEqual([held("lead", AT), { kind: "quality", since: AT, until: null }]);
});

const gate = (steps: object[] = []) =>
  stored("gate", "g", { manufactory: M, kind: "plain", name: { uk: "Зразок" }, due: "2026-10-09", steps });
const step = (act: string) => ({ act, said: "before", day: "2026-10-08", by: "Roman", at: BEFORE });
const pass = (passed_on: string | null = null) =>
  made("manufactories.pass_gate", { manufactory: M, gate: "g", evidence: "photo", passed_on });

test("a gate is passed on the day that was said, or today, and opened again with the reason", () => {
  expect(see("gate", [gate()], [pass("2026-11-10")])[0]?.steps).toMatchObject([
    { act: "passed", said: "photo", day: "2026-11-10" },
  ]);
  const undo = made("manufactories.undo_gate", { manufactory: M, gate: "g", reason: "broke" });
  expect(see("gate", [gate()], [pass(), undo])[0]?.steps.map(({ act, said }) => [act, said])).toEqual([
    ["passed", "photo"],
    ["undone", "broke"],
  ]);
});

test("a gate that stands so already is left alone", () => {
  const [one] = see("gate", [gate([step("passed")])], [pass()]);
  expect(one?.steps).toEqual([step("passed")]);
  expect(one?.pending).toBeUndefined();
});

test("a gate more, on another day, and dropped", () => {
  const add = made(
    "manufactories.add_gate",
    { manufactory: M, name: { uk: "Ярмарок" }, due: "2026-12-01" },
    "f",
  );
  expect(see("gate", [], [add])).toMatchObject([{ id: "f", kind: "plain", due: "2026-12-01", steps: [] }]);
  const later = made("manufactories.date_gate", { manufactory: M, gate: "f", due: "2026-12-08" });
  expect(see("gate", [], [add, later])).toMatchObject([{ due: "2026-12-08", pending: true }]);
  expect(see("gate", [gate()], [made("manufactories.drop_gate", { manufactory: M, gate: "g" })])).toEqual([]);
});

test("a team's session passes gates on its day, and its marks are the team's", () => {
  const log = made("mentoring.log_session", {
    cohort: "c",
    manufactory: M,
    kind: "mentoring",
    held_on: "2026-11-14",
    minutes: 60,
    marks: [{ enrolment: ANN, status: "present", late_minutes: null }],
    adult: null,
    note: "",
    next_steps: "",
    plan: null,
    gates: [{ gate: "g", evidence: "seen" }],
  });
  expect(see("gate", [gate()], [log])[0]?.steps).toMatchObject([{ said: "seen", day: "2026-11-14" }]);
  const roll = pairId(M, "2026-11-14");
  expect(see("mark", [], [log])).toMatchObject([{ scope: `staff:${M}`, manufactory: M, roll }]);
  expect(see("session", [], [log])).toMatchObject([
    { scope: `staff:${M}`, manufactory: M, roll, cohort: "c" },
  ]);
});
