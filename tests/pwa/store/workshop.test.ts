// @vitest-environment node
/** What the acts in a manufactory make of the rows before the server has answered. */

import { beforeAll, expect, test } from "vitest";
import { ground, learn, overlay } from "../../../pwa/src/store/overlay";
import { pairId } from "../../../pwa/src/store/uuid";
import type { Acts } from "../../../pwa/src/store/wire";
import { AT, M, made, see, stored } from "./seen";

beforeAll(learn);

const entry = (more: Partial<Acts["manufactories.add_entry"]> = {}): Acts["manufactories.add_entry"] => ({
  manufactory: M,
  kind: "sale",
  money: "cash",
  kopecks: 44_000,
  items: [{ product: "candle", quantity: 2, price: 22_000 }],
  counted: null,
  book: null,
  note: "",
  day: null,
  ...more,
});
const fromServer = (id: string, more: object = {}) =>
  stored("entry", id, {
    manufactory: M,
    kind: "purchase",
    money: "cash",
    kopecks: 300_000,
    day: "2026-11-10",
    note: "Wax",
    lines: [],
    reverses: null,
    held: false,
    waits: false,
    approved_by: null,
    person: "other",
    by: "Other",
    device: "d",
    at: AT,
    arrived: AT,
    flags: [],
    ...more,
  });

test("a sale is an entry at once, with its accounts, of today, of whoever made it", () => {
  const [row] = see("entry", [], [made("manufactories.add_entry", entry(), "s")]);
  expect(row).toMatchObject({
    id: "s",
    scope: `manufactory:${M}`,
    pending: true,
    day: "2026-11-16",
    person: "me",
    arrived: null,
    kopecks: 44_000,
    lines: [
      { account: "cash", kopecks: 44_000 },
      { account: "revenue", kopecks: -44_000, product: "candle", quantity: 2, price: 22_000 },
    ],
  });
});

test("of a count the row says the difference, and what was counted", () => {
  const count = entry({ kind: "count", kopecks: 0, items: [], counted: 9000, book: 10_000, note: "change" });
  const [row] = see("entry", [], [made("manufactories.add_entry", count)]);
  expect(row).toMatchObject({ kopecks: -1000, counted: 9000, book: 10_000, note: "change" });
});

test("an entry is taken back by one more, in the books of its own day, once however often it is pressed", () => {
  const waiting = [
    made("manufactories.add_entry", entry({ day: "2026-11-07" }), "s"),
    made("manufactories.reverse_entry", { manufactory: M, entry: "s", reason: "no" }),
    made("manufactories.reverse_entry", { manufactory: M, entry: "s", reason: "again" }),
  ];
  const rows = see("entry", [], waiting);
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatchObject({
    id: pairId("s", "reversal"),
    kind: "reversal",
    reverses: "s",
    note: "no",
    day: "2026-11-07",
    pending: true,
  });
  const sum = rows.flatMap(({ lines }) => lines).reduce((all, { kopecks }) => all + kopecks, 0);
  const units = rows.flatMap(({ lines }) => lines).reduce((all, { quantity }) => all + (quantity ?? 0), 0);
  expect([sum, units]).toEqual([0, 0]);
});

test("a reversal cannot be reversed, and what is not on the phone makes no row", () => {
  const back = fromServer("r", { kind: "reversal", reverses: "s" });
  const waiting = ["r", "unknown"].map((one) =>
    made("manufactories.reverse_entry", { manufactory: M, entry: one, reason: "no" }),
  );
  expect(see("entry", [back], waiting)).toHaveLength(1);
});

test("the reversal of another phone, once it is here, is the one that stands", () => {
  const there = fromServer(pairId("e", "reversal"), { kind: "reversal", reverses: "e", note: "theirs" });
  const waiting = [made("manufactories.reverse_entry", { manufactory: M, entry: "e", reason: "mine" })];
  const rows = see("entry", [fromServer("e"), there], waiting);
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatchObject({ note: "theirs" });
  expect(rows[1]?.pending).toBeUndefined();
});

test("an approval lets an entry count, and what took it back too; a row that counts already is left alone", () => {
  const held = { held: true, waits: true };
  const rows = [fromServer("e", held), fromServer(pairId("e", "reversal"), { ...held, reverses: "e" })];
  const waiting = [made("manufactories.approve_entry", { manufactory: M, entry: "e" })];
  expect(see("entry", rows, waiting)).toMatchObject([
    { held: true, waits: false, pending: true },
    { waits: false, pending: true },
  ]);
  expect(see("entry", [fromServer("e", { held: true })], waiting)[0]?.pending).toBeUndefined();
});

test("what was applied and is not pulled yet is shown, and waits no more", () => {
  const [row] = see("entry", [], [], [made("manufactories.add_entry", entry())]);
  expect(row?.kopecks).toBe(44_000);
  expect(row?.pending).toBeUndefined();
});

test("the server's own row is not touched by the act that made it", () => {
  const [row, ...rest] = see("entry", [fromServer("s")], [made("manufactories.add_entry", entry(), "s")]);
  expect(rest).toEqual([]);
  expect(row).toMatchObject({ note: "Wax" });
  expect(row?.pending).toBeUndefined();
});

test("of twenty thousand rows an act touches its own: the others stay the same objects", () => {
  const under = ground(Array.from({ length: 20_000 }, (_, i) => fromServer(`e${i}`)));
  const before = overlay("entry", under, [], []);
  const after = overlay(
    "entry",
    under,
    [],
    [
      made("manufactories.add_entry", entry(), "s"),
      made("manufactories.reverse_entry", { manufactory: M, entry: "e7", reason: "no" }),
    ],
  );
  expect(before).toBe(under.list);
  expect(after).toHaveLength(20_002);
  expect(after.slice(0, 20_000).every((row, i) => row === before[i])).toBe(true);
  expect(overlay("product", under, [], [made("manufactories.add_entry", entry())])).toBe(under.list);
});

test("a new price holds from the act on, and the old one stays", () => {
  const product = stored("product", "p", { manufactory: M, name: {}, prices: [{ kopecks: 100, since: AT }] });
  const [row] = see(
    "product",
    [product],
    [made("manufactories.set_price", { manufactory: M, product: "p", kopecks: 120 })],
  );
  expect(row?.prices).toEqual([
    { kopecks: 100, since: AT },
    { kopecks: 120, since: AT },
  ]);
});
