/** Money that came and went, week by week: pure. */
import { plus } from "../../parts/day";
import type { Line } from "../../store/wire";

export interface Week {
  /** Its Monday. */
  from: string;
  /** Kopecks, of the cash box and the account together. */
  came: number;
  went: number;
}

interface Booked {
  id: string;
  day: string;
  lines: readonly Line[];
  reverses: string | null;
}

/** More do not fit on a phone. */
export const WEEKS = 6;

/** The Monday of its week. */
export function monday(day: string): string {
  const weekday = new Date(`${day}T12:00`).getDay();
  return plus(day, { days: -((weekday + 6) % 7) });
}

/** What an entry does to the money there is. */
export const moved = (lines: readonly Line[]): number =>
  lines.reduce(
    (sum, { account, kopecks }) => sum + (account === "cash" || account === "card" ? kopecks : 0),
    0,
  );

/**
 * The latest weeks in a row, oldest first, up to the last one with an entry; what was taken back never was. `booked` has
 * the latest day first: of a year's entries those of a few weeks are looked at.
 */
export function weeksOf(booked: readonly Booked[], reversed: { has(id: string): boolean }): Week[] {
  const days = new Map<string, { came: number; went: number }>();
  let oldest = "";
  for (const { id, day, lines, reverses } of booked) {
    const sum = moved(lines);
    if (!sum || reverses || reversed.has(id)) continue;
    oldest ||= plus(monday(day), { days: 7 * (1 - WEEKS) });
    const of = days.get(day) ?? { came: 0, went: 0 };
    if (sum > 0) of.came += sum;
    else of.went -= sum;
    days.set(day, of);
    if (day < oldest) break; // there was a week before those that are drawn, so none of them is left out
  }
  const all = new Map<string, Week>();
  for (const [day, { came, went }] of days) {
    const from = monday(day);
    const week = all.get(from) ?? { from, came: 0, went: 0 };
    all.set(from, { from, came: week.came + came, went: week.went + went });
  }
  return inARow(all);
}

function inARow(all: ReadonlyMap<string, Week>): Week[] {
  const known = [...all.keys()].sort();
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return [];
  const weeks: Week[] = [];
  for (let from = last; from >= first && weeks.length < WEEKS; from = plus(from, { days: -7 }))
    weeks.unshift(all.get(from) ?? { from, came: 0, went: 0 });
  return weeks;
}

/** Units sold of each product, less what was taken back. */
export function soldBy(booked: readonly Pick<Booked, "lines">[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const { lines } of booked)
    for (const { product, quantity } of lines)
      if (product && quantity) all.set(product, (all.get(product) ?? 0) + quantity);
  return all;
}
