/** An entry of the books in words, from its lines. Reads signals. */
import { gettext, local } from "../../i18n";
import { money } from "../../parts/money";
import { account, table } from "../../store";
import type { Entry } from "./books";
import { moved } from "./weeks";
import { kinds } from "./words";

/** "2 × Candle, Soap", what else was sold without a name. */
export function whatSold(items: readonly { product: string | null; quantity: number | null }[]): string {
  const products = table("product").value;
  return items
    .map(({ product, quantity }) => {
      const found = products.find(({ id }) => id === product);
      const name = found ? local(found.name) : gettext("another sum");
      const count = Math.abs(quantity ?? 1);
      return count === 1 ? name : gettext("%(count)s × %(name)s", { count, name });
    })
    .join(", ");
}

const soldIn = ({ lines }: Entry): string => whatSold(lines.filter(({ account }) => account === "revenue"));

/** What it is about: what was sold, what for; else its kind. */
export function titleOf(entry: Entry): string {
  if (entry.kind === "sale") return soldIn(entry);
  return entry.kind !== "count" && entry.note ? entry.note : kinds()[entry.kind];
}

/** What it does to the money there is, "+440,00 ₴"; of what was paid out of one's own pocket, the sum. */
export function sumOf(entry: Entry): string {
  const sum = moved(entry.lines);
  return sum > 0 ? `+${money(sum)}` : money(sum || (entry.kind === "count" ? 0 : entry.kopecks));
}

/** A person's own act carries no name until it was delivered. */
export const byWhom = ({ by, person }: Entry): string => (person === account.value?.id ? gettext("you") : by);

const FLAGS: Record<string, () => string> = {
  after_end: () => gettext("written down after the role had ended"),
  clock: () => gettext("the phone’s clock was off"),
  other_price: () => gettext("sold at another price than the one that held then"),
  retired: () => gettext("sold after it was taken off the list"),
};
/** What a person should look at in it. */
export const flagsOf = ({ flags }: Entry): string[] => flags.map((flag) => FLAGS[flag]?.() ?? flag);
