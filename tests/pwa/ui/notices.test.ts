/** What learners are told: sessions to come, and what counts of their own attendance. */
import { expect, test } from "vitest";
import { counted } from "../../../pwa/src/rooms/mentoring/attendance";
import { nextOf } from "../../../pwa/src/rooms/mentoring/notices-of-group";

const plan = (id: string, cancelled = false) => ({
  id,
  scope: "cohort:c",
  cohort: "c",
  starts_at: "2026-11-17T13:00:00.000Z",
  minutes: 60,
  place: "",
  topic: "",
  cancelled,
  by: "",
});
const names = (...plans: ReturnType<typeof plan>[]) => nextOf(plans).map(({ id }) => id);

test("the next two sessions are shown", () => {
  expect(names(plan("a"), plan("b"), plan("c"))).toEqual(["a", "b"]);
  expect(names()).toEqual([]);
});

test("what was called off is shown as long as it comes before them, and takes nobody's place", () => {
  expect(names(plan("a", true), plan("b"), plan("c", true), plan("d"), plan("e", true))).toEqual([
    "a",
    "b",
    "c",
    "d",
  ]);
});

const mark = (id: string, roll: string, at: string, status: "present" | "absent") => ({
  id,
  scope: "enrolment:e",
  enrolment: "e",
  roll,
  held_on: roll === "r1" ? "2026-11-09" : "2026-11-16",
  status,
  late_minutes: null,
  at,
});

test("of each roll the latest mark counts, whoever made it, and rolls come by day", () => {
  const rows = [
    mark("a", "r2", "2026-11-16T15:00:00.000Z", "present"),
    mark("b", "r1", "2026-11-09T15:00:00.000Z", "absent"),
    mark("c", "r1", "2026-11-09T15:01:00.000Z", "present"),
  ];
  expect(counted(rows).map(({ id }) => id)).toEqual(["c", "a"]);
});
