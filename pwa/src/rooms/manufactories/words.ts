/** Posts, carriers, units and kinds of entries in words. */
import { gettext, ngettext, number, pgettext } from "../../i18n";
import type { Carrier, EntryKind, Money, PostKind, Unit } from "../../store/wire";

export const posts = (): (readonly [kind: PostKind, name: string])[] => [
  ["lead", pgettext("post", "Lead")],
  ["finance", pgettext("post", "Finance")],
  ["production", pgettext("post", "Production")],
  ["purchasing", pgettext("post", "Purchasing")],
  ["quality", pgettext("post", "Quality")],
  ["marketing", pgettext("post", "Marketing and sales")],
  ["people", pgettext("post", "People")],
  ["safety", pgettext("post", "Safety")],
];
export const postName = (kind: string): string => posts().find(([one]) => one === kind)?.[1] ?? kind;

export const carriers = (): (readonly [carrier: Carrier, name: string])[] => [
  ["school_project", gettext("a project of the school")],
  ["sole_trader", gettext("a sole trader among the members")],
  ["legal_entity", gettext("a legal entity")],
];

export const units = (): (readonly [unit: Unit, name: string])[] => [
  ["piece", pgettext("unit", "piece")],
  ["set", pgettext("unit", "set")],
  ["portion", pgettext("unit", "portion")],
  ["kg", pgettext("unit", "kilogram")],
  ["g", pgettext("unit", "gram")],
  ["l", pgettext("unit", "litre")],
  ["m", pgettext("unit", "metre")],
  ["hour", pgettext("unit", "hour")],
  ["service", pgettext("unit", "service")],
];

const SHORT: Record<Unit, () => string> = {
  piece: () => pgettext("short unit", "pcs"),
  set: () => pgettext("short unit", "sets"),
  portion: () => pgettext("short unit", "portions"),
  kg: () => pgettext("short unit", "kg"),
  g: () => pgettext("short unit", "g"),
  l: () => pgettext("short unit", "l"),
  m: () => pgettext("short unit", "m"),
  hour: () => pgettext("short unit", "h"),
  service: () => pgettext("short unit", "services"),
};
/** "33 pcs" */
export const quantity = (count: number, unit: Unit): string => `${number(count)}\u00a0${SHORT[unit]()}`;

export const kinds = (): Record<EntryKind | "reversal", string> => ({
  grant: pgettext("entry", "Grant"),
  sale: pgettext("entry", "Sale"),
  purchase: pgettext("entry", "Purchase"),
  expense: pgettext("entry", "Expense"),
  owner_in: pgettext("entry", "Put in"),
  owner_out: pgettext("entry", "Taken out"),
  count: pgettext("entry", "Cash counted"),
  reversal: pgettext("entry", "Taken back"),
});

export const pockets = (): Record<Money, string> => ({
  cash: pgettext("money", "the cash box"),
  card: pgettext("money", "the account"),
  own: pgettext("money", "own pocket"),
});

export const people = (count: number): string => ngettext("%(num)s person", "%(num)s people", count);
