/** What the books of a manufactory say: pure, and told alike by the server (backend/manufactories/rules.py);
 * tests/manufactories/books.json holds both to it. */
import type { Line } from "../../store/wire";

/** An entry that counts, as far as the figures need it. */
export interface Booked {
  day: string;
  lines: readonly Line[];
}

/** In kopecks; days are YYYY-MM-DD. */
export interface Figures {
  cash: number;
  card: number;
  /** All the money there is. */
  balance: number;
  revenue: number;
  /** Purchases and expenses. */
  costs: number;
  /** Revenue less costs, with what was rounded, missing and found; grants and owners' money are no part of it. */
  result: number;
  units: number;
  first_sale: string | null;
  break_even: string | null;
}

/**
 * In whatever order the entries come. First sale: the first day with revenue. Break-even: the first day at whose end all
 * sales so far covered all purchases and expenses so far; grants are left out.
 */
export function figures(booked: Iterable<Booked>): Figures {
  const sums = { cash: 0, card: 0, grants: 0, owners: 0, revenue: 0, purchases: 0, expenses: 0 };
  const all: Record<Line["account"], number> = { ...sums, differences: 0, rounding: 0 };
  const days = new Map<string, { revenue: number; costs: number }>();
  let units = 0;
  let [last, of] = ["", { revenue: 0, costs: 0 }];
  for (const { day, lines } of booked) {
    if (day !== last) {
      of = days.get(day) ?? { revenue: 0, costs: 0 };
      days.set(day, of);
      last = day;
    }
    for (const { account, kopecks, product, quantity } of lines) {
      all[account] += kopecks;
      if (product) units += quantity ?? 0;
      if (account === "revenue") of.revenue -= kopecks;
      else if (account === "purchases" || account === "expenses") of.costs += kopecks;
    }
  }
  const revenue = -all.revenue || 0;
  const costs = all.purchases + all.expenses;
  return {
    cash: all.cash,
    card: all.card,
    balance: all.cash + all.card,
    revenue,
    costs,
    result: revenue - costs - all.rounding - all.differences,
    units,
    ...firsts(days),
  };
}

function firsts(days: ReadonlyMap<string, { revenue: number; costs: number }>) {
  let [first_sale, break_even]: (string | null)[] = [null, null];
  let [revenue, costs] = [0, 0];
  for (const [day, of] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    revenue += of.revenue;
    costs += of.costs;
    if (of.revenue > 0) first_sale ??= day;
    if (revenue > 0 && revenue >= costs) break_even ??= day;
  }
  return { first_sale: first_sale ?? null, break_even: break_even ?? null };
}
