/** The accounts of an entry, as the server writes them down (backend/manufactories/rules.py); tests/manufactories/books.json
 * holds both to it. */
import type { Acts, LedgerAccount, Line } from "./wire";

type AddEntry = Acts["manufactories.add_entry"];

const COUNTERPART: Partial<Record<AddEntry["kind"], LedgerAccount>> = {
  grant: "grants",
  purchase: "purchases",
  expense: "expenses",
  owner_in: "owners",
  owner_out: "owners",
};
const COMES_IN = new Set<AddEntry["kind"]>(["grant", "owner_in"]);
const SPENDING = new Set<AddEntry["kind"]>(["purchase", "expense", "owner_out"]);

const line = (account: LedgerAccount, kopecks: number): Line => ({
  account,
  kopecks,
  product: null,
  quantity: null,
  price: null,
});

/** What an entry is about, in kopecks; of a count the difference. */
export const amount = ({ kind, kopecks, counted, book }: AddEntry): number =>
  kind === "count" ? (counted ?? 0) - (book ?? 0) : kopecks;

/** A sum as it is paid in cash: the nearest multiple of `step`, the half upwards. */
export const rounded = (kopecks: number, step: number): number =>
  Math.floor((2 * kopecks + step) / (2 * step)) * step;

export const sold = (items: AddEntry["items"]): number =>
  items.reduce((sum, { quantity, price }) => sum + quantity * price, 0);

/** In order; they come to zero. Those of a count that agrees are none. */
export function postings(entry: AddEntry): Line[] {
  const pocket = entry.money === "own" ? "owners" : entry.money;
  const sum = amount(entry);
  if (entry.kind === "sale") {
    const over = sum - sold(entry.items);
    const items = entry.items.map(
      ({ product, quantity, price }): Line => ({
        account: "revenue",
        kopecks: -quantity * price,
        product,
        quantity,
        price,
      }),
    );
    return [line(pocket, sum), ...items, ...(over ? [line("rounding", -over)] : [])];
  }
  if (entry.kind === "count") return sum ? [line("cash", sum), line("differences", -sum)] : [];
  const sign = COMES_IN.has(entry.kind) ? 1 : -1;
  return [line(pocket, sign * sum), line(COUNTERPART[entry.kind] ?? "owners", -sign * sum)];
}

/** The lines of the entry that takes one with these lines back. */
export const reversal = (lines: readonly Line[]): Line[] =>
  lines.map((one) => ({ ...one, kopecks: -one.kopecks, quantity: one.quantity && -one.quantity }));

/** Whether an entry counts only once a second person has let it. */
export const needsSecond = (entry: AddEntry, limit: number): boolean =>
  entry.kind === "count" ? -amount(entry) > limit : SPENDING.has(entry.kind) && entry.kopecks > limit;
