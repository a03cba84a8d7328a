/** Marks an answer as the server does: backend/progress/rules.py says why; tests/progress/marking.json holds the cases. */
import type { Answer, Key, QuestionKind } from "../../store";

const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const SPACES = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const APOSTROPHES = /[\u2018\u2019\u02bc\u02b9\u2032`\u00b4\uff07]/g;
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
const NUMBER = /^([+-]?)([0-9]*)\.?([0-9]*)$/;
const ENDS = /[.!? ]+$/;
const CYRILLIC = /[\u0400-\u04ff]/;
const LATIN = "abcehikmoptxyï";
const ALIKE = "авсенікмортхуї";

/** 0 to 100; an answer of the wrong type is worth nothing. */
export function mark(kind: QuestionKind, key: Key, answer: Answer | undefined): number {
  switch (kind) {
    case "single":
      return right(typeof answer === "number" && !!key.options?.includes(answer));
    case "truefalse":
      return right(typeof answer === "boolean" && answer === key.truth);
    case "multiple":
      return Array.isArray(answer) ? chosen(key.options ?? [], answer) : 0;
    case "matching":
      return Array.isArray(answer) ? paired(key.pairs ?? [], answer) : 0;
    case "numeric":
      return right(typeof answer === "string" && near(key, answer));
    case "short":
      return right(typeof answer === "string" && !!key.accepted?.some((one) => same(one, answer)));
  }
}

/** Of a whole attempt. */
export const total = (marks: readonly number[]): number => share(sum(marks), marks.length);

const right = (isRight: boolean): number => (isRight ? 100 : 0);
const sum = (marks: readonly number[]): number => marks.reduce((all, one) => all + one, 0);
const share = (part: number, whole: number): number => Math.floor(part / whole);

function chosen(options: readonly number[], answer: readonly number[]): number {
  const places = [...new Set(answer)];
  const good = places.filter((place) => options.includes(place)).length;
  return share(Math.max(0, 2 * good - places.length) * 100, options.length);
}

const paired = (pairs: readonly number[], answer: readonly number[]): number =>
  share(pairs.filter((place, i) => place === answer[i]).length * 100, pairs.length);

/** A decimal without its point: `units`, each 10 to the power of minus `places`. */
interface Decimal {
  units: bigint;
  places: number;
}

function decimal(text: string): Decimal | null {
  const [, sign, whole = "", rest = ""] = NUMBER.exec(text) ?? [];
  if (!(whole + rest)) return null;
  const units = BigInt(whole + rest);
  return { units: sign === "-" ? -units : units, places: rest.length };
}

function near({ number = "0", tolerance = "0" }: Key, answer: string): boolean {
  const typed = answer.replace(INVISIBLE, "").replace(SPACES, "").replace(DASHES, "-").replace(/,/g, ".");
  const [given, wanted, margin] = [typed, number, tolerance].map(decimal);
  if (!given || !wanted || !margin) return false;
  const most = Math.max(given.places, wanted.places, margin.places);
  const scaled = ({ units, places }: Decimal) => units * 10n ** BigInt(most - places);
  const off = scaled(given) - scaled(wanted);
  return (off < 0n ? -off : off) <= scaled(margin);
}

function same(accepted: string, answer: string): boolean {
  const [one, other] = [plain(accepted), plain(answer)];
  return one === other || (CYRILLIC.test(one) && inCyrillic(one) === inCyrillic(other));
}

const inCyrillic = (text: string): string =>
  text.replace(/[a-zï]/g, (letter) => ALIKE[LATIN.indexOf(letter)] ?? letter);

function plain(text: string): string {
  const common = text.replace(INVISIBLE, "").replace(APOSTROPHES, "'").normalize("NFKC").replace(DASHES, "-");
  return common
    .replace(SPACES, " ")
    .replace(/^ +| +$/g, "")
    .toLowerCase()
    .replace(ENDS, "");
}
