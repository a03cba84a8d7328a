/** Sums and days as they stand in the forms of the books. */
import { gettext } from "../../i18n";
import { plus, today } from "../../parts/day";
import { parted } from "../../parts/money";

/** "505", "12,50": a sum where the sign of the currency stands elsewhere. */
export function bare(kopecks: number): string {
  const [hryvnias, rest] = parted(kopecks);
  return kopecks % 100 ? hryvnias + rest : hryvnias;
}

export const yearAgo = (): string => plus(today(), { days: -365 });

/** Why an entry cannot be of that day. */
export function dayTrouble(day: string): string | undefined {
  if (day > today()) return gettext("That day is still to come.");
  return day < yearAgo() ? gettext("That is more than a year ago.") : undefined;
}
