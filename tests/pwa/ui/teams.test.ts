/** Those who look after teams: who may be in one, which marks are free, when a team is quiet, what a log of one says. */
import { beforeEach, expect, test, vi } from "vitest";

type Rows = Record<string, Record<string, unknown>[]>;
const phone = vi.hoisted(() => ({ rows: {} as Rows, roles: [] as { kind: string; place: string }[] }));
vi.mock("../../../pwa/src/store", async (original) => ({
  ...(await original<object>()),
  account: {
    get value() {
      return { id: "me", roles: phone.roles };
    },
  },
  table: (entity: string) => ({ value: phone.rows[entity] ?? [] }),
}));
const { use } = await import("../../../pwa/src/i18n");
const { isQuiet, marksIn, membersOf, mentored } = await import("../../../pwa/src/rooms/manufactories/crew");
const { freeMark, isTaken } = await import("../../../pwa/src/rooms/manufactories/marks");
const { groupsBeside, groupsFor, homes, marksTaken, mayFound } = await import(
  "../../../pwa/src/rooms/manufactories/homes"
);
const { homeTrouble, sizeTrouble, team } = await import("../../../pwa/src/rooms/manufactories/found-form");
const { rollsOf, sessionsOf } = await import("../../../pwa/src/rooms/mentoring/circle");
const { bodyOf, chosen, filled, typedIn } = await import("../../../pwa/src/rooms/mentoring/log-form");
const { openGates } = await import("../../../pwa/src/rooms/mentoring/log-gates");
const { everyWhom } = await import("../../../pwa/src/rooms/mentoring/whom");
const { formOf } = await import("../../../pwa/src/rooms/sync/mend");

const cohort = (id: string) => ({
  id,
  name: { uk: id },
  programme: { uk: "p" },
  institution: { uk: "s" },
  starts: "2026-09-14",
  ends: "2027-01-29",
  seats: 12,
});
const rules = (id: string, programme = "p") => ({
  id,
  cohort: id,
  programme,
  institution: "school",
  team_min: 2,
  team_max: 3,
});
const roster = (id: string, group = "a", status = "active") => ({
  ...{ id, enrolment: id, cohort: group, name: id, status, minor: id === "cid" },
});
const PEOPLE = ["ann", "bob", "cid", "dan"].map((id) => roster(id));
const member = (enrolment: string, manufactory = "wax", until: string | null = null) => ({
  ...{ id: `${manufactory}${enrolment}`, manufactory, enrolment, until, posts: [], name: enrolment },
});
const wax = { id: "wax", cohort: "a", name: { uk: "Wax" }, figure: "candle", pigment: "clay" };
const gate = (id: string, due: string, more: object = {}) => ({
  ...{ id, manufactory: "wax", kind: "plain", name: { uk: id }, due, steps: [] as object[] },
  ...more,
});

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-16T12:00"), toFake: ["Date"] });
  use({ lang: "en", p: { one: 0, other: 1 }, m: {} });
  phone.roles = [
    { kind: "mentor", place: "a" },
    { kind: "mentor", place: "wax" },
  ];
  phone.rows = {
    cohort: [cohort("a"), cohort("b")],
    rule_set: [rules("a")],
    roster: PEOPLE,
    manufactory: [wax],
    member: [member("ann"), member("cid"), member("bob", "wax", "2026-10-01T10:00:00Z")],
  };
});

test.each([
  [[undefined, "2026-11-02", "2026-09-20T10:00:00Z"], false],
  [["2026-11-01", undefined, "2026-09-20T10:00:00Z"], true],
  [["2026-10-24", "2026-11-10"], false],
  [["2026-10-24", "2026-10-12"], true],
  [["2026-11-02T08:00:00Z"], false],
  [[], true],
])("with signs of %j a team is quiet: %s", (signs, quiet) => {
  expect(isQuiet(signs, "2026-11-16")).toBe(quiet);
});

test("a mentor's teams are those of the roles, and one that was founded just now", () => {
  const other = { ...wax, id: "oak", name: { uk: "Oak" } };
  phone.rows = { ...phone.rows, manufactory: [wax, other] };
  expect(mentored().map(({ id }) => id)).toEqual(["wax"]);
  phone.rows = { ...phone.rows, manufactory: [wax, { ...other, pending: true }] };
  expect(mentored().map(({ id }) => id)).toEqual(["oak", "wax"]);
});

test("who joined without a network has the name that the group's list knows", () => {
  phone.rows = { ...phone.rows, member: [{ ...member("dan"), name: "" }] };
  expect(membersOf("wax").map(({ name }) => name)).toEqual(["dan"]);
});

test("free is who takes part and is in no team that is known of", () => {
  phone.rows = { ...phone.rows, roster: [...PEOPLE, roster("eve", "a", "paused")] };
  expect(homes(undefined)[0]?.people.map(({ name }) => name)).toEqual(["bob", "dan"]);
  expect(homes({ groups: [], taken: ["dan"], marks: [] })[0]?.people.map(({ name }) => name)).toEqual([
    "bob",
  ]);
});

test("one founds in groups that one leads, that are not over and whose programme founds manufactories", () => {
  expect(homes(undefined).map((home) => home.cohort)).toEqual(["a"]);
  expect(mayFound()).toBe(true);
  phone.rows = { ...phone.rows, cohort: [{ ...cohort("a"), ends: "2026-11-15" }] };
  expect([homes(undefined), mayFound()]).toEqual([[], false]);
  phone.rows = { ...phone.rows, cohort: [cohort("a")], rule_set: [] };
  expect([homes(undefined), mayFound()]).toEqual([[], false]);
});

test("people of several groups make a team when the programme is one, those that a school sent elsewhere do not", () => {
  phone.roles = [...phone.roles, { kind: "mentor", place: "b" }, { kind: "coordinator", place: "mine" }];
  phone.rows = { ...phone.rows, rule_set: [rules("a"), rules("b")] };
  const told = {
    taken: [],
    marks: [],
    groups: [
      { cohort: "x", institution_host: "host", name: { uk: "x" }, team_min: 1, team_max: 2, people: [] },
    ],
  };
  const all = homes(told);
  expect(all.map((home) => [home.cohort, home.institution])).toEqual([
    ["a", "school"],
    ["b", "school"],
    ["x", "mine"],
  ]);
  const [a, , x] = all;
  if (!a || !x) throw new Error("two homes");
  expect(groupsFor(a, all).map((home) => home.cohort)).toEqual(["a", "b"]);
  expect(groupsFor(x, all).map((home) => home.cohort)).toEqual(["x"]);
  phone.rows = { ...phone.rows, rule_set: [rules("a"), rules("b", "q")] };
  expect(groupsBeside("a", undefined).map((home) => home.cohort)).toEqual(["a"]);
});

test("a team is as large as the programme says, and has somebody of its home", () => {
  const [a] = homes(undefined);
  if (!a) throw new Error("a home");
  const who = (...ids: string[]) => team(a, [a], Object.fromEntries(ids.map((id) => [id, []])));
  expect(who("dan", "ann", "bob").map(({ enrolment }) => enrolment)).toEqual(["bob", "dan"]);
  expect(sizeTrouble(1, a)).toContain("2 people at least");
  expect(sizeTrouble(2, a)).toBeUndefined();
  expect(sizeTrouble(4, a)).toContain("3 people at most");
  expect(homeTrouble(who("bob"), a)).toBeUndefined();
  expect(homeTrouble([{ enrolment: "other", posts: [] }], a)).toContain("“a”");
});

test("a mark is free where no other team of the group has it", () => {
  const oak = { id: "oak", cohort: "b", name: { uk: "Oak" }, figure: "rings", pigment: "clay" };
  phone.rows = { ...phone.rows, school_manufactory: [wax, oak] };
  const taken = marksIn("a", "");
  expect(taken.map(({ name }) => name)).toEqual(["Wax"]);
  expect(marksIn("a", "wax")).toEqual([]);
  expect(isTaken({ figure: "candle", pigment: "clay" }, taken)).toBe(true);
  expect(isTaken({ figure: "candle", pigment: "blue" }, taken)).toBe(false);
  expect(freeMark(taken)).toEqual({ figure: "rings", pigment: "clay" });
  const marks = [
    { cohort: "a", name: { uk: "Wax" }, figure: "candle" as const, pigment: "clay" as const },
    { cohort: "a", name: { uk: "Jam" }, figure: "jug" as const, pigment: "blue" as const },
    { cohort: "b", name: { uk: "Oak" }, figure: "rings" as const, pigment: "clay" as const },
  ];
  const told = { groups: [], taken: [], marks };
  expect(marksTaken("a", "", told).map(({ name }) => name)).toEqual(["Wax", "Jam"]);
  expect(marksTaken("a", "wax", told).map(({ name }) => name)).toEqual(["Jam"]);
});

test("what belongs to a team stands in no list of the group", () => {
  const row = { cohort: "a", held_on: "2026-11-10", at: "1", person: "me", status: "present" };
  const mine = (id: string, manufactory: string | null) => ({
    ...{ ...row, id, manufactory, roll: id, enrolment: "ann" },
  });
  phone.rows = { ...phone.rows, mark: [mine("1", null), mine("2", "wax")] };
  phone.rows = { ...phone.rows, session: [mine("3", null), mine("4", "wax")] };
  expect([rollsOf("a"), rollsOf("wax")].map((all) => all.map(({ id }) => id))).toEqual([["1"], ["2"]]);
  expect([sessionsOf("a"), sessionsOf("wax")].map((all) => all.map(({ id }) => id))).toEqual([["3"], ["4"]]);
});

test("one logs with teams first, then with groups; the chosen one, or where one comes from, or the first", () => {
  const all = everyWhom();
  expect(all.map(({ id }) => id)).toEqual(["wax", "a"]);
  expect(chosen(all, {})?.id).toBe("wax");
  expect(chosen(all, { team: "", cohort: "a" })?.id).toBe("a");
  expect(chosen(all, { team: "wax", cohort: "" })?.id).toBe("wax");
});

test("a team's log names the team, has everybody of it there, and nothing of a plan", () => {
  phone.rows = {
    ...phone.rows,
    gate: [
      gate("open", "2026-11-20"),
      gate("passed", "2026-10-01", { steps: [{ act: "passed" }] }),
      gate("books", "2026-10-01", { kind: "first_sale" }),
    ],
    plan: [{ id: "plan", cohort: "a", starts_at: "2026-11-16T15:00:00Z", minutes: 60, cancelled: false }],
  };
  const [wax, a] = everyWhom();
  if (!wax || !a) throw new Error("a team and a group");
  expect(openGates(wax).map(({ id }) => id)).toEqual(["open"]);
  expect(openGates(a)).toEqual([]);
  const now = filled(wax, { gates: { open: " photo " }, next: " try " }, "observable");
  expect(now.all.map(({ name, minor }) => [name, minor])).toEqual([
    ["ann", false],
    ["cid", true],
  ]);
  const body = bodyOf(wax, now, ["open"]);
  expect(body).toMatchObject({
    cohort: "a",
    manufactory: "wax",
    gates: [{ gate: "open", evidence: "photo" }],
    held_on: "2026-11-16",
    minutes: 60,
    adult: "observable",
    next_steps: "try",
    plan: null,
  });
  expect(body.marks.map(({ enrolment, status }) => [enrolment, status])).toEqual([
    ["ann", "present"],
    ["cid", "present"],
  ]);
  const group = bodyOf(a, filled(a, {}, null), []);
  expect(group).toMatchObject({ cohort: "a", plan: "plan" });
  expect(group).not.toHaveProperty("manufactory");
  expect(group).not.toHaveProperty("gates");
});

test("a refused log of a team opens as it was typed, on a phone that holds the team alone", () => {
  const [wax] = everyWhom();
  if (!wax) throw new Error("a team");
  const body = bodyOf(wax, filled(wax, { note: "note", minutes: "45" }, null), []);
  const typed = typedIn(body);
  expect(typed).toMatchObject({ team: "wax", cohort: "", minutes: "45", note: "note", day: "2026-11-16" });
  expect(bodyOf(wax, filled(wax, typed, null), [])).toEqual(body);
  const issue = { ...{ id: "op", type: "mentoring.log_session", at: "", code: "", message: "" }, body };
  phone.rows = { manufactory: [wax.team as object as Record<string, unknown>] };
  expect(formOf({ ...issue, fix: "edit" } as Parameters<typeof formOf>[0])).toBe("/log/op");
  phone.rows = {};
  expect(formOf({ ...issue, fix: "edit" } as Parameters<typeof formOf>[0])).toBeUndefined();
});
