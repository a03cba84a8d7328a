/** A roll as it is being called: everyone is there until somebody says otherwise, and only news is sent. */
import { beforeEach, expect, test } from "vitest";
import { use } from "../../../pwa/src/i18n";
import { plus } from "../../../pwa/src/parts/day";
import { dayTrouble, lengthTrouble, startTrouble, whole } from "../../../pwa/src/rooms/mentoring/limits";
import {
  countHere,
  type Mark,
  news,
  places,
  rollsFrom,
  type Said,
  turned,
} from "../../../pwa/src/rooms/mentoring/rolls";
import { attended, presence } from "../../../pwa/src/rooms/mentoring/words";

const learners = ["ann", "bob", "cid"].map((id) => ({ id, name: id, minor: id === "cid" }));
const said = (status: Said["status"], late_minutes: number | null = null): Said => ({ status, late_minutes });
const mark = (enrolment: string, person: string, at: string, what: Said, roll = "r"): Mark => ({
  id: `${enrolment}${person}${at}`,
  enrolment,
  roll,
  held_on: roll === "r" ? "2026-11-16" : "2026-11-09",
  person,
  by: person,
  at,
  ...what,
});

beforeEach(() => use({ lang: "en", p: { one: 0, other: 1 }, m: {} }));

test("a roll that nobody called says that everyone is there, and all of it is news", () => {
  const all = places(learners, undefined, {});
  expect(countHere(all)).toBe(3);
  expect(news(all)).toHaveLength(3);
});

test("a tap turns one over, and another tap back", () => {
  expect(turned(said("present"))).toEqual(said("absent"));
  for (const status of ["absent", "late", "excused"] as const)
    expect(turned(said(status, status === "late" ? 5 : null))).toEqual(said("present"));
});

test("a roll called before is corrected: only what differs is sent", () => {
  const [roll] = rollsFrom([
    mark("ann", "olena", "1", said("absent")),
    mark("bob", "olena", "1", said("present")),
    mark("cid", "olena", "1", said("late", 10)),
  ]);
  expect(news(places(learners, roll, {}))).toEqual([]);
  expect(news(places(learners, roll, { ann: said("present"), bob: said("present") }))).toEqual([
    { enrolment: "ann", ...said("present") },
  ]);
  expect(news(places(learners, roll, { cid: said("late", 15) }))).toEqual([
    { enrolment: "cid", ...said("late", 15) },
  ]);
});

test("who joined since the roll was called is news", () => {
  const [roll] = rollsFrom([mark("ann", "olena", "1", said("absent"))]);
  expect(news(places(learners, roll, {})).map(({ enrolment }) => enrolment)).toEqual(["bob", "cid"]);
});

test("the later mark stands, and both are known when two people differ", () => {
  const [roll] = rollsFrom([
    mark("ann", "olena", "1", said("absent")),
    mark("ann", "nazar", "2", said("present")),
    mark("bob", "olena", "1", said("present")),
    mark("bob", "nazar", "2", said("present")),
  ]);
  const [ann, bob] = places(learners, roll, {});
  expect(ann?.now.status).toBe("present");
  expect([ann?.before?.disputed, bob?.before?.disputed]).toEqual([true, false]);
});

test("rolls come by day, the oldest first", () => {
  const rolls = rollsFrom([
    mark("ann", "olena", "2", said("present")),
    mark("ann", "olena", "1", said("absent"), "q"),
  ]);
  expect(rolls.map(({ id }) => id)).toEqual(["q", "r"]);
});

test("attendance is said in words", () => {
  const all = [said("present"), said("late", 10), said("absent"), said("excused")];
  expect(attended(all)).toBe("At 2 of 4 sessions, late: 1, excused: 1");
  expect(all.map(presence)).toEqual(["here", "late, 10\u00a0min", "absent", "excused"]);
  expect(presence(said("late"))).toBe("late");
});

test.each([
  ["1", true],
  ["600", true],
  [" 45 ", true],
  ["0", false],
  ["601", false],
  ["2000", false],
  ["", false],
  ["-5", false],
  ["1.5", false],
  ["an hour", false],
])("%j minutes: %s", (typed, isGood) => {
  expect(lengthTrouble(whole(typed)) === undefined).toBe(isGood);
});

test.each([
  ["2026-11-16", "2026-09-14", undefined],
  ["2026-11-17", "2026-09-14", "not come yet"],
  ["2025-11-15", "2020-09-01", "a year ago"],
  ["2025-11-16", "2020-09-01", undefined],
  ["2026-06-16", "2026-09-14", undefined],
  ["2026-06-15", "2026-09-14", "14.09.2026"],
  ["", "2026-09-14", "Choose a day"],
])("a session on %j of a group from %s: %s", (day, starts, words) => {
  const trouble = dayTrouble(day, starts, "2026-11-16");
  if (words) expect(trouble).toContain(words);
  else expect(trouble).toBeUndefined();
});

test("a session is planned for a time to come, of the next two years", () => {
  const now = new Date("2026-11-16T12:00");
  expect(startTrouble(new Date("2026-11-16T12:01"), now)).toBeUndefined();
  expect(startTrouble(new Date("2026-11-16T12:00"), now)).toContain("passed");
  expect(startTrouble(new Date("2028-11-16T12:00"), now)).toContain("two years");
  expect(startTrouble(new Date("nothing"), now)).toContain("Choose");
});

test("days are counted over the ends of months and years", () => {
  expect(plus("2026-12-31", { days: 1 })).toBe("2027-01-01");
  expect(plus("2026-03-01", { days: -1 })).toBe("2026-02-28");
  expect(plus("2026-11-16", { days: -365 })).toBe("2025-11-16");
  expect(plus("2028-02-29", { years: 1 })).toBe("2029-03-01");
});
