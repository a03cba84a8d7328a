/** What stands with a refused act: the person's own words, once; and where to look. */
import { beforeEach, expect, test, vi } from "vitest";
import type { Issue, Item } from "../../../pwa/src/store";

const rows = vi.hoisted(() => ({ manufactory: [] as object[], school_manufactory: [] as object[] }));
vi.mock("../../../pwa/src/store", () => ({
  table: (entity: keyof typeof rows) => ({ value: rows[entity] }),
}));
const { placeOf, written } = await import("../../../pwa/src/rooms/sync/mend");

beforeEach(() => void Object.assign(rows, { manufactory: [], school_manufactory: [] }));

const item = (type: string, body: object, label: string) => ({ type, body, label }) as unknown as Item;

test.each([
  ["manufactories.add_entry", { kind: "expense", note: "Wax" }, "Wax", []],
  ["manufactories.add_entry", { kind: "count", note: "nobody knows" }, "Wax & Linen", ["nobody knows"]],
  ["manufactories.reverse_entry", { reason: "tapped twice" }, "Wax", ["tapped twice"]],
  ["manufactories.pass_gate", { evidence: "three buyers" }, "First sample", ["three buyers"]],
  ["manufactories.undo_gate", { reason: "too early" }, "First sample", ["too early"]],
  [
    "mentoring.log_session",
    { next_steps: "", note: "Prices", gates: [{ gate: "g", evidence: "a sample" }] },
    "Wax",
    ["Prices", "a sample"],
  ],
])("of %s what was written stands below its name, and never twice", (type, body, label, words) => {
  expect(written(item(type, body, label))).toEqual(words);
});

test("a member looks into the book, a school at its page, whoever has neither nowhere", () => {
  const issue = item("manufactories.approve_entry", { manufactory: "m" }, "Wax") as Issue;
  expect(placeOf(issue)).toBeUndefined();
  rows.school_manufactory = [{ id: "m" }];
  expect(placeOf(issue)).toBe("/manufactories/m");
  rows.manufactory = [{ id: "m" }];
  expect(placeOf(issue)).toBe("/workshop/m/book");
});
