/** The books of the manufactories on this phone, from the rows. Reads signals. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { type Row, table } from "../../store";
import { needsSecond } from "../../store/postings";
import { reversalId } from "../../store/workshop";
import { type Figures, figures } from "./figures";

export type Manufactory = Row<"manufactory">;
export type Entry = Row<"entry">;
export type Product = Row<"product">;

export interface Books {
  /** The latest first, reversals among them. */
  entries: readonly Entry[];
  /** The ids of those that were taken back. */
  reversed: ReadonlySet<string>;
  figures: Figures;
}

export const manufactory = (id: string): Manufactory | undefined =>
  table("manufactory").value.find((one) => one.id === id);

/** Whether it stands in the books: nobody else is waited for. */
export const counts = ({ waits }: Entry): boolean => !waits;

const known = new Map<string, ReadonlySignal<Books>>();

/** The same signal for the same manufactory, every time: its sums are made once for all who look. */
export function booksOf(id: string): ReadonlySignal<Books> {
  const found = known.get(id) ?? computed(() => read(id));
  known.set(id, found);
  return found;
}

function read(id: string): Books {
  const limit = manufactory(id)?.spending_limit ?? 0;
  const entries = table("entry")
    .value.filter((entry) => entry.manufactory === id)
    .map((entry) => (entry.pending ? judged(entry, limit) : entry))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1));
  const reversed = new Set<string>();
  for (const { reverses } of entries) if (reverses) reversed.add(reverses);
  const waiting = new Set(entries.filter(({ waits }) => waits).map((entry) => entry.id));
  const kept = entries.map((entry) =>
    entry.reverses && waiting.has(entry.reverses) && !entry.waits ? { ...entry, waits: true } : entry,
  );
  return { entries: kept, reversed, figures: figures(kept.filter(counts)) };
}

/** Whether an entry that the server has not seen yet will wait for a second person. */
function judged(entry: Entry, limit: number): Entry {
  const { kind } = entry;
  if (entry.arrived || entry.held || kind === "reversal") return entry;
  const waits = needsSecond({ ...entry, kind, items: [] }, limit);
  return waits ? { ...entry, held: true, waits } : entry;
}

export const reversalOf = (entry: string): string => reversalId(entry);

/** What one unit costs now. */
export const priceOf = ({ prices }: Product): number => prices.at(-1)?.kopecks ?? 0;

/** What is on sale first, then what was. */
export const productsOf = (id: string): Product[] =>
  table("product")
    .value.filter((one) => one.manufactory === id)
    .sort((a, b) => Number(b.active) - Number(a.active) || (a.id < b.id ? -1 : 1));
