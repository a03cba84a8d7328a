/** Sums of money: integer kopecks inside, 1 234,50 ₴ for people of either language. */
import { gettext } from "../i18n";

/** Ten million hryvnias; what is more was mistyped. */
export const MOST = 1_000_000_000;
/** Never apart from its figures. */
export const SIGN = "\u00a0₴";
const HRYVNIA = 100;

/** "1 234", ",50": the parts that stand in different sizes on a poster. Below zero the minus is with the first. */
export function parted(kopecks: number): [hryvnias: string, kopecks: string] {
  const sum = Math.abs(kopecks);
  const sign = kopecks < 0 ? "−" : "";
  const rest = String(sum % HRYVNIA).padStart(2, "0");
  const hryvnias = String(Math.floor(sum / HRYVNIA)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return [sign + hryvnias, `,${rest}`];
}

/** "1 234,50 ₴" */
export const money = (kopecks: number): string => parted(kopecks).join("") + SIGN;

/** "220 ₴", "12,50 ₴": without kopecks where there are none. */
export function price(kopecks: number): string {
  const [hryvnias, rest] = parted(kopecks);
  return hryvnias + (kopecks % HRYVNIA ? rest : "") + SIGN;
}

/** What was typed, "1 234,50 ₴" or "12.5" or "１２", in kopecks; null when it is no sum of money. */
export function readMoney(typed: string): number | null {
  const text = typed
    .normalize("NFKC")
    .replace(/(₴|грн\.?)\s*$/i, "")
    .replace(/(?<=\d)[\s'’ʼ](?=\d{3}(?!\d))/g, "")
    .trim();
  const [, hryvnias, rest = ""] = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return hryvnias === undefined ? null : Number(hryvnias) * HRYVNIA + Number(rest.padEnd(2, "0"));
}

/** Why a sum cannot be written down; undefined when it can. `least` in kopecks. */
export function moneyTrouble(typed: string, least = 1): string | undefined {
  if (!typed.trim()) return gettext("Write how much.");
  const kopecks = readMoney(typed);
  if (kopecks === null) return gettext("Write a sum such as 12,50: digits, and kopecks after a comma.");
  return sumTrouble(kopecks, least);
}

/** Why there can be no such sum. */
export function sumTrouble(kopecks: number, least = 1): string | undefined {
  if (kopecks < least) return gettext("The sum must be more than nothing.");
  return kopecks > MOST ? gettext("That is more than ten million. Check the zeros.") : undefined;
}
