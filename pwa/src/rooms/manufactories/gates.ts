/** How the gates of a manufactory stand, and what leads through the next one: pure. */
import { gettext, local } from "../../i18n";
import { price } from "../../parts/money";
import { shortDate } from "../../parts/time";
import type { Entities, Unit } from "../../store/wire";
import type { Figures } from "./figures";
import { quantity } from "./words";

type Gate = Entities["gate"] & { id: string; pending?: true };

export interface Standing<G extends Gate = Gate> {
  gate: G;
  /** The day on which it was passed; null while it was not. */
  passed: string | null;
}

/** In the order of their days. First sale and break-even are what the books say, the others what a mentor said. */
export function standings<G extends Gate>(gates: readonly G[], books: Figures): Standing<G>[] {
  return [...gates]
    .sort((a, b) => (a.due === b.due ? (a.id < b.id ? -1 : 1) : a.due < b.due ? -1 : 1))
    .map((gate) => ({ gate, passed: passedOn(gate, books) }));
}

function passedOn({ kind, steps }: Gate, books: Figures): string | null {
  if (kind === "first_sale") return books.first_sale;
  if (kind === "break_even") return books.break_even;
  const last = steps.at(-1);
  return last?.act === "passed" ? last.day : null;
}

/** The first one ahead. */
export const nextOf = <G extends Gate>(all: readonly Standing<G>[]): G | undefined =>
  all.find(({ passed }) => passed === null)?.gate;

/** What one sells: the words count in it. */
export interface Ware {
  name: string;
  unit: Unit;
  kopecks: number;
}

/** The next gate as something to do. */
export function wayTo(
  { kind, name, due }: Gate,
  today: string,
  books: Figures,
  ware: Ware | undefined,
): string {
  const values = { gate: local(name), date: shortDate(due), task: task(kind, books, ware) };
  return due < today
    ? gettext("%(gate)s, due since %(date)s: %(task)s", values)
    : gettext("%(gate)s by %(date)s: %(task)s", values);
}

function task(kind: Gate["kind"], { revenue, costs }: Figures, ware: Ware | undefined): string {
  if (kind === "plain") return gettext("show your mentor how far you are; your mentor passes it");
  if (!ware) return gettext("add a product with its price, then sell it at the till");
  if (kind === "first_sale" || costs <= revenue)
    return gettext("sell the first “%(name)s” at the till", { name: ware.name });
  const left = costs - revenue;
  return gettext("%(sum)s to go, that is %(count)s of “%(name)s”", {
    sum: price(left),
    count: quantity(Math.ceil(left / ware.kopecks), ware.unit),
    name: ware.name,
  });
}
