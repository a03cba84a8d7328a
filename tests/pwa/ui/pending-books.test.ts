/** The books as a phone sees them before the server does: what is delivered, what waits, what was taken back. */
import { signal } from "@preact/signals";
import { beforeEach, expect, test, vi } from "vitest";
import { postings, reversal } from "../../../pwa/src/store/postings";
import type { Acts, Line } from "../../../pwa/src/store/wire";

interface Row {
  id: string;
  lines: Line[];
  [more: string]: unknown;
}
const rows = vi.hoisted(() => ({ entry: null as unknown as { value: Row[] } }));
vi.mock("../../../pwa/src/store", () => ({
  account: { value: { id: "me", roles: [] } },
  table: (entity: string) =>
    entity === "entry"
      ? rows.entry
      : { value: entity === "manufactory" ? [{ id: "m", spending_limit: 200_000 }] : [] },
}));
rows.entry = signal<Row[]>([]);
const { booksOf } = await import("../../../pwa/src/rooms/manufactories/books");
const { awaited, mayApprove } = await import("../../../pwa/src/rooms/manufactories/awaited");

type AddEntry = Acts["manufactories.add_entry"];
const blank: AddEntry = {
  manufactory: "m",
  kind: "sale",
  money: "cash",
  kopecks: 0,
  items: [],
  counted: null,
  book: null,
  note: "",
  day: null,
};
let n = 0;
function entry(body: Partial<AddEntry>, more: object = {}): Row {
  const whole = { ...blank, ...body };
  const id = `e${String(++n).padStart(6, "0")}`;
  return {
    id,
    scope: "manufactory:m",
    ...whole,
    lines: postings(whole),
    day: "2026-11-16",
    at: `2026-11-16T10:00:00.${String(n % 1000).padStart(3, "0")}Z`,
    reverses: null,
    held: false,
    waits: false,
    person: "me",
    by: "",
    arrived: null,
    flags: [],
    ...more,
  };
}
const back = (of: Row, more: object = {}): Row => ({
  ...of,
  id: `r${of.id}`,
  kind: "reversal",
  lines: reversal(of.lines),
  reverses: of.id,
  ...more,
});
const sale = (kopecks: number, more: object = {}) =>
  entry({ kopecks, items: [{ product: "p", quantity: 1, price: kopecks }] }, more);
const buys = (kopecks: number, more: object = {}) => entry({ kind: "purchase", kopecks }, more);
const books = (all: Row[]) => {
  rows.entry.value = all;
  return booksOf("m").value;
};

beforeEach(() => {
  n = 0;
});

test("a sale that waits for delivery is in the cash box; one that was taken back before that is not", () => {
  const undone = sale(6500, { pending: true });
  const now = books([
    sale(22_000, { arrived: "x" }),
    sale(1000, { pending: true }),
    undone,
    back(undone, { pending: true }),
  ]);
  expect(now.figures).toMatchObject({ cash: 23_000, revenue: 23_000, units: 2 });
  expect([...now.reversed.keys()]).toEqual([undone.id]);
});

test("what is over the limit waits on this phone already, though the server has not judged it", () => {
  const now = books([buys(200_000, { pending: true }), buys(200_001, { pending: true })]);
  expect(now.figures.cash).toBe(-200_000);
  expect(awaited(now).map(({ kopecks }) => kopecks)).toEqual([200_001]);
});

test("it waits also between the server's word and the row that shows it", () => {
  expect(books([buys(200_001)]).figures.cash).toBe(0); // applied, so no longer pending, and not pulled yet
});

test("a shortage over the limit waits, a find does not", () => {
  const count = (counted: number, book: number) =>
    entry({ kind: "count", counted, book, note: "?" }, { pending: true });
  expect(books([count(0, 200_001)]).figures.cash).toBe(0);
  expect(books([count(200_001, 0)]).figures.cash).toBe(200_001);
});

test("what takes back an entry that waits does not count either, and nobody is asked about it any more", () => {
  const big = buys(300_000, { pending: true });
  const now = books([big, back(big, { pending: true, held: false, waits: false })]);
  expect(now.figures.cash).toBe(0);
  expect(awaited(now)).toEqual([]);
});

test("what was let by a second person counts, and nobody lets their own", () => {
  const mine = buys(300_000, { held: true, waits: true, arrived: "x" });
  const theirs = buys(400_000, { held: true, waits: true, arrived: "x", person: "other" });
  const let_ = buys(500_000, { held: true, waits: false, pending: true, arrived: "x", person: "other" });
  const now = books([mine, theirs, let_]);
  expect(now.figures.cash).toBe(-500_000);
  expect(awaited(now).map((one) => [one.kopecks, mayApprove(one)])).toEqual([
    [400_000, true],
    [300_000, false],
  ]);
});

test("the latest day comes first, and of a day what was made last", () => {
  const late = sale(1, { day: "2026-11-01", at: "2026-11-16T18:00:00Z" });
  const early = sale(2, { at: "2026-11-16T08:00:00Z" });
  const noon = sale(3, { at: "2026-11-16T12:00:00Z" });
  expect(books([late, early, noon]).entries.map(({ kopecks }) => kopecks)).toEqual([3, 2, 1]);
});

test("twenty thousand entries are the same objects after a sale as before it", () => {
  const many = Array.from({ length: 20_000 }, (_, i) =>
    sale(22_000, { arrived: "x", day: `2026-${String(1 + (i % 11)).padStart(2, "0")}-15` }),
  );
  const before = books(many).entries;
  const now = books([...many, sale(6500, { pending: true })]);
  expect(now.figures.cash).toBe(20_000 * 22_000 + 6500);
  expect(now.entries[0]).toMatchObject({ kopecks: 6500 });
  expect(now.entries.slice(1).every((one, i) => one === before[i])).toBe(true);
});
