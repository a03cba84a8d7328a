/** A sale while it is being made: what was tapped, what it comes to, what was given: pure. */
import { rounded } from "../../store/postings";
import type { SaleItem } from "../../store/wire";

export interface Basket {
  /** By product. */
  counts: Record<string, number>;
  /** Sums of their own, in kopecks. */
  other: number[];
  card: boolean;
  /** What the buyer gave, in kopecks. */
  given: number | null;
}

export const EMPTY: Basket = { counts: {}, other: [], card: false, given: null };

interface Ware {
  id: string;
  kopecks: number;
}

/** At the prices that stand on the tiles. */
export const itemsOf = ({ counts, other }: Basket, wares: readonly Ware[]): SaleItem[] => [
  ...wares
    .filter(({ id }) => counts[id])
    .map(({ id, kopecks }) => ({ product: id, quantity: counts[id] ?? 0, price: kopecks })),
  ...other.map((kopecks) => ({ product: null, quantity: 1, price: kopecks })),
];

/** What is to be paid: in cash to the coins there are. */
export const due = (sum: number, card: boolean, step: number): number => (card ? sum : rounded(sum, step));

/** With one more, or one less; what was given was given for another sum. */
export function tapped(basket: Basket, product: string, by: 1 | -1): Basket {
  const count = Math.max(0, (basket.counts[product] ?? 0) + by);
  return { ...basket, counts: { ...basket.counts, [product]: count }, given: null };
}

const HRYVNIA = 100;
const NOTES = [20, 50, 100, 200, 500, 1000].map((note) => note * HRYVNIA);
const HUNDRED = 100 * HRYVNIA;
const THOUSAND = 1000 * HRYVNIA;
const above = (sum: number, step: number): number => (Math.floor(sum / step) + 1) * step;
const noteAbove = (sum: number): number => NOTES.find((note) => note > sum) ?? above(sum, THOUSAND);

/** What one is mostly handed for it besides the exact sum: the next hundred or note, and the note after that. */
export function handed(sum: number): number[] {
  const first = sum < HUNDRED ? noteAbove(sum) : above(sum, HUNDRED);
  return [first, noteAbove(first)];
}

/** For a minute a sale is undone without a reason. */
export const UNDO_MS = 60_000;
