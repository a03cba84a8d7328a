/** The books of the manufactories on this phone, from the rows. Reads signals. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { type Row, table } from "../../store";
import { needsSecond } from "../../store/postings";
import { type Figures, figures } from "./figures";
import { inOrder } from "./order";
import { soldBy, weeksOf } from "./weeks";

export type Manufactory = Row<"manufactory">;
export type Entry = Row<"entry">;
export type Product = Row<"product">;

export interface Books {
  /** The latest day first, reversals among them. */
  entries: readonly Entry[];
  /** What was taken back, by the id of the entry, and by which entry. */
  reversed: ReadonlyMap<string, Entry>;
  figures: Figures;
}

export const manufactory = (id: string): Manufactory | undefined =>
  table("manufactory").value.find((one) => one.id === id);

/** Whether it stands in the books: nobody else is waited for. */
export const counts = ({ waits }: Entry): boolean => !waits;

/** What is made of something that never changes, made once. */
export function once<K extends object, V>(make: (of: K) => V): (of: K) => V {
  const made = new WeakMap<K, V>();
  return (of) => {
    if (!made.has(of)) made.set(of, make(of));
    return made.get(of) as V;
  };
}

const standing = once(({ entries }: Pick<Books, "entries">) => entries.filter(counts));
export const soldIn = once((books: Books) => soldBy(standing(books)));
export const weeksIn = once((books: Books) => weeksOf(standing(books), books.reversed));

const LULL = 500;
let lull: ReturnType<typeof setTimeout> | undefined;
const sums = once((books: Books) => figures(standing(books)));

const known = new Map<string, ReadonlySignal<Books>>();

/** The same signal for the same manufactory, every time: its sums are made once for all who look. */
export function booksOf(id: string): ReadonlySignal<Books> {
  const found = known.get(id) ?? makeBooks(id);
  known.set(id, found);
  return found;
}

function makeBooks(id: string): ReadonlySignal<Books> {
  const order = inOrder<Entry>(latest);
  return computed(() => read(order(table("entry").value.filter((entry) => entry.manufactory === id)), id));
}

/** Entries of one day in the order in which they were made. */
const latest = (a: Entry, b: Entry): number => later(a.day, b.day) || later(a.at, b.at) || later(a.id, b.id);
const later = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);

function read(all: readonly Entry[], id: string): Books {
  const limit = manufactory(id)?.spending_limit ?? 0;
  const entries = all.map((entry) => (entry.arrived ? entry : judged(entry, limit)));
  const waiting = new Set<string>();
  for (const { id: entry, waits } of entries) if (waits) waiting.add(entry);
  const reversed = new Map<string, Entry>();
  for (const [i, entry] of entries.entries()) {
    if (!entry.reverses) continue;
    // what takes back an entry that waits for a second person waits as it does
    if (!entry.waits && waiting.has(entry.reverses)) entries[i] = { ...entry, waits: true };
    reversed.set(entry.reverses, entry);
  }
  const books: Books = {
    entries,
    reversed,
    get figures() {
      return sums(this); // a sale does not wait for them
    },
  };
  clearTimeout(lull);
  lull = setTimeout(() => soldIn(books) && books.figures, LULL); // whoever comes back from the till does not either
  return books;
}

/** Whether an entry that the server has not seen yet will wait for a second person. */
function judged(entry: Entry, limit: number): Entry {
  const { kind } = entry;
  if (entry.held || kind === "reversal") return entry;
  const waits = needsSecond({ ...entry, kind, items: [] }, limit);
  return waits ? { ...entry, held: true, waits } : entry;
}

/** What one unit costs now. */
export const priceOf = ({ prices }: Product): number => prices.at(-1)?.kopecks ?? 0;

/** What is on sale first, then what was. */
export const productsOf = (id: string): Product[] =>
  table("product")
    .value.filter((one) => one.manufactory === id)
    .sort((a, b) => Number(b.active) - Number(a.active) || (a.id < b.id ? -1 : 1));
