/** What the screens of a manufactory work out: gates, weeks, baskets, coins, the part of a long list that is seen. */
import { beforeEach, expect, test } from "vitest";
import { use } from "../../../pwa/src/i18n";
import { plus, today } from "../../../pwa/src/parts/day";
import { due, EMPTY, handed, itemsOf, tapped } from "../../../pwa/src/rooms/manufactories/basket";
import { sumOfPieces } from "../../../pwa/src/rooms/manufactories/coins";
import { onBar } from "../../../pwa/src/rooms/manufactories/drawn-weeks";
import { figures } from "../../../pwa/src/rooms/manufactories/figures";
import { nextOf, standings, wayTo } from "../../../pwa/src/rooms/manufactories/gates";
import { inOrder } from "../../../pwa/src/rooms/manufactories/order";
import { daysOf, inSight, pagesOf, room } from "../../../pwa/src/rooms/manufactories/seen";
import { dayTrouble } from "../../../pwa/src/rooms/manufactories/typed";
import { monday, soldBy, weeksOf } from "../../../pwa/src/rooms/manufactories/weeks";
import type { Entities, LedgerAccount, Line } from "../../../pwa/src/store/wire";

beforeEach(() => use({ lang: "en", p: { one: 0, other: 1 }, m: {} }));

const line = (
  account: LedgerAccount,
  kopecks: number,
  product: string | null = null,
  quantity: number | null = null,
): Line => ({
  account,
  kopecks,
  product,
  quantity,
  price: null,
});
const sale = (kopecks: number, quantity = 1): Line[] => [
  line("cash", kopecks),
  line("revenue", -kopecks, "p", quantity),
];
const spent = (kopecks: number): Line[] => [line("cash", -kopecks), line("purchases", kopecks)];

type Gate = Entities["gate"] & { id: string };
const gate = (id: string, kind: Gate["kind"], due_: string, steps: Gate["steps"] = []): Gate => ({
  id,
  manufactory: "m",
  kind,
  name: { en: id },
  due: due_,
  steps,
});
const step = (act: "passed" | "undone", day: string) => ({
  act,
  day,
  said: "",
  by: "",
  at: `${day}T10:00:00Z`,
});
const WARE = { name: "Stand", unit: "piece" as const, kopecks: 18_000 };
const books = (...lines: Line[][]) => figures(lines.map((all) => ({ day: "2026-11-01", lines: all })));

test("gates stand in the order of their days; the books pass some of them, mentors the others", () => {
  const gates = [
    gate("even", "break_even", "2026-12-18"),
    gate("idea", "plain", "2026-09-20", [step("passed", "2026-09-19")]),
    gate("sample", "plain", "2026-10-08", [step("passed", "2026-10-07"), step("undone", "2026-10-09")]),
    gate("sale", "first_sale", "2026-10-20"),
  ];
  const all = standings(gates, books(spent(50_000), sale(20_000)));
  expect(all.map(({ gate: { id }, passed }) => [id, passed])).toEqual([
    ["idea", "2026-09-19"],
    ["sample", null],
    ["sale", "2026-11-01"],
    ["even", null],
  ]);
  expect(nextOf(all)?.id).toBe("sample");
});

test("the next gate is said as something to do", () => {
  const even = gate("Break-even", "break_even", "2026-12-18");
  const to = (...lines: Line[][]) => wayTo(even, "2026-11-16", books(...lines), WARE);
  expect(to(spent(200_000), sale(44_000))).toBe(
    "Break-even by 18.12: 1\u00a0560\u00a0₴ to go, that is 9\u00a0pcs of “Stand”",
  );
  expect(to(spent(36_000))).toContain("2\u00a0pcs");
  expect(to(spent(36_001))).toContain("3\u00a0pcs"); // a kopeck more is one unit more
  expect(to()).toBe("Break-even by 18.12: sell the first “Stand” at the till");
});

test("a day that is over, a gate of the mentor's and a team without products have words of their own", () => {
  const first = gate("First sale", "first_sale", "2026-10-20");
  expect(wayTo(first, "2026-11-16", books(), WARE)).toBe(
    "First sale, due since 20.10: sell the first “Stand” at the till",
  );
  expect(wayTo(first, "2026-10-20", books(), undefined)).toBe(
    "First sale by 20.10: add a product with its price, then sell it at the till",
  );
  expect(wayTo(gate("Sample", "plain", "2026-12-01"), "2026-11-16", books(), WARE)).toContain(
    "your mentor passes it",
  );
});

const booked = (id: string, day: string, lines: Line[], reverses: string | null = null) => ({
  id,
  day,
  lines,
  reverses,
});

test("weeks begin on Monday", () => {
  expect(monday("2026-11-16")).toBe("2026-11-16");
  expect(monday("2026-11-15")).toBe("2026-11-09");
  expect(monday("2026-03-29")).toBe("2026-03-23"); // the day on which clocks move
});

test("weeks stand in a row up to the last entry, empty ones too, and six at most", () => {
  const weeks = weeksOf(
    [booked("a", "2026-11-10", sale(500)), booked("b", "2026-10-20", spent(300))],
    new Set(),
  );
  expect(weeks).toEqual([
    { from: "2026-10-19", came: 0, went: 300 },
    { from: "2026-10-26", came: 0, went: 0 },
    { from: "2026-11-02", came: 0, went: 0 },
    { from: "2026-11-09", came: 500, went: 0 },
  ]);
  const older = weeksOf(
    [booked("a", "2026-11-10", sale(500)), booked("b", "2026-01-01", sale(300))],
    new Set(),
  );
  expect(older).toHaveLength(6);
  expect(older[0]?.from).toBe("2026-10-05");
  expect(weeksOf([], new Set())).toEqual([]);
});

test("what was taken back neither came nor went, nor was it sold", () => {
  const entries = [
    booked("a", "2026-11-10", sale(500, 2)),
    booked("r", "2026-11-10", [line("cash", -500), line("revenue", 500, "p", -2)], "a"),
    booked("b", "2026-11-11", sale(200)),
    booked("own", "2026-11-11", [line("owners", -900), line("expenses", 900)]),
  ];
  expect(weeksOf(entries, new Set(["a"]))).toEqual([{ from: "2026-11-09", came: 200, went: 0 }]);
  expect(soldBy(entries)).toEqual(new Map([["p", 1]]));
});

test("what stands on a bar is short", () => {
  expect([onBar(800_000, true), onBar(1_250_000, true), onBar(2_000, true)]).toEqual(["8.0", "13", ""]);
  expect(onBar(64_000, false)).toBe("640");
});

test("tiles are counted up and down, never below nothing, and what was given is forgotten", () => {
  const two = tapped(tapped({ ...EMPTY, given: 50_000 }, "a", 1), "a", 1);
  expect(two).toMatchObject({ counts: { a: 2 }, given: null });
  expect(tapped(tapped(EMPTY, "a", 1), "a", -1).counts).toEqual({ a: 0 });
  expect(tapped(EMPTY, "a", -1).counts).toEqual({ a: 0 });
});

test("a sale carries the prices that stood on the tiles, and sums of their own", () => {
  const basket = { ...EMPTY, counts: { a: 2, b: 0, gone: 1 }, other: [1500] };
  expect(
    itemsOf(basket, [
      { id: "a", kopecks: 22_000 },
      { id: "b", kopecks: 6500 },
    ]),
  ).toEqual([
    { product: "a", quantity: 2, price: 22_000 },
    { product: null, quantity: 1, price: 1500 },
  ]);
});

test("cash is rounded to the coins there are, a card pays to the kopeck", () => {
  expect([due(1226, false, 50), due(1225, false, 50), due(1224, false, 50), due(1226, true, 50)]).toEqual([
    1250, 1250, 1200, 1226,
  ]);
});

test.each([
  [50_500, [60_000, 100_000]],
  [22_000, [30_000, 50_000]],
  [6500, [10_000, 20_000]],
  [3000, [5000, 10_000]],
  [10_000, [20_000, 50_000]],
  [113_050, [120_000, 200_000]],
  [1_250_000, [1_260_000, 1_300_000]],
])("for %i one is handed %j", (sum, notes) => {
  expect(handed(sum)).toEqual(notes);
});

test("the cash box note by note", () => {
  expect(sumOfPieces({ 50000: "2", 50: "３", 100: "" })).toBe(100_150);
  expect(sumOfPieces({ 50000: "-1" })).toBeNull();
  expect(sumOfPieces({ 50000: "1e3" })).toBeNull();
});

test("an entry is of a day from a year ago to today", () => {
  expect(dayTrouble(today())).toBeUndefined();
  expect(dayTrouble(plus(today(), { days: 1 }))).toBe("That day is still to come.");
  expect(dayTrouble(plus(today(), { days: -365 }))).toBeUndefined();
  expect(dayTrouble(plus(today(), { days: -366 }))).toBe("That is more than a year ago.");
});

test("of a long list only what is near stands in the page, and its room is kept", () => {
  const heights = Array.from({ length: 500 }, () => 3000);
  expect(inSight(heights, -800, 1600)).toEqual([0, 1]);
  expect(inSight(heights, 2999, 3001)).toEqual([0, 2]);
  expect(inSight(heights, 3000, 6000)).toEqual([1, 2]);
  expect(inSight(heights, 749_000, 752_000)).toEqual([249, 251]);
  expect([room(heights, 0, 249), room(heights, 251, 500)]).toEqual([747_000, 747_000]);
});

test("beyond either end one page stands all the same", () => {
  expect(inSight([100, 100], 5000, 6000)).toEqual([1, 2]);
  expect(inSight([100, 100], -6000, -5000)).toEqual([0, 1]);
  expect(inSight([], 0, 100)).toEqual([0, 0]);
});

test("pages are cut where they are full, and a day goes on over the cut", () => {
  const all = Array.from({ length: 23 }, (_, i) => ({ i, day: i < 13 ? "b" : "a" }));
  const pages = pagesOf(all);
  expect(pages.map((page) => page.length)).toEqual([10, 10, 3]);
  expect(daysOf(pages[1] ?? []).map(({ day, all: of }) => [day, of.length])).toEqual([
    ["b", 3],
    ["a", 7],
  ]);
});

test("a list in order stays so, whatever changes in it", () => {
  const sorted = inOrder<{ n: number }>((a, b) => b.n - a.n);
  let now = Array.from({ length: 300 }, (_, i) => ({ n: (i * 7919) % 1000 }));
  const check = () => expect(sorted(now)).toEqual([...now].sort((a, b) => b.n - a.n));
  check();
  now = [...now, { n: 500 }, { n: -1 }, { n: 5000 }];
  check();
  now = now.map((one, i) => (i % 90 === 0 ? { n: one.n + 0.5 } : one));
  check();
  now = now.filter((_, i) => i !== 3);
  check();
  now = [];
  check();
});

test("one more of twenty thousand is put in its place without a look at most of the others", () => {
  let looked = 0;
  const sorted = inOrder<number>((a, b) => {
    looked++;
    return b - a;
  });
  const many = Array.from({ length: 20_000 }, (_, i) => i);
  sorted(many);
  looked = 0;
  expect(sorted([...many, 20_000, 20_001])[0]).toBe(20_001);
  expect(looked).toBeLessThan(10);
});
