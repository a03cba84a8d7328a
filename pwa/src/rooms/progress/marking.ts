/** Marks an answer as the server does: backend/progress/rules.py, with the same table of cases for both. */
import type { Answer, Key, QuestionKind } from "../../store/wire";

/** 0 to 100; whatever does not fit the question is 0. */
export function mark(kind: QuestionKind, key: Key, answer: Answer | undefined): number {
  switch (kind) {
    case "single":
      return right(isPlace(answer) && (key.options ?? []).includes(answer));
    case "truefalse":
      return right(typeof answer === "boolean" && answer === key.truth);
    case "multiple":
      return isPlaces(answer) ? markMultiple(key.options ?? [], answer) : 0;
    case "matching":
      return isPlaces(answer) ? markMatching(key.pairs ?? [], answer) : 0;
    case "numeric":
      return right(typeof answer === "string" && isNear(answer, key.number ?? "", key.tolerance ?? "0"));
    case "short":
      return right(typeof answer === "string" && isAccepted(answer, key.accepted ?? []));
  }
}

/** The score of an attempt: the mean of its questions, rounded down. */
export const total = (scores: readonly number[]): number =>
  scores.length ? Math.floor(scores.reduce((sum, score) => sum + score, 0) / scores.length) : 0;

const right = (isRight: boolean): number => (isRight ? 100 : 0);
const isPlace = (value: unknown): value is number => Number.isInteger(value);
const isPlaces = (value: unknown): value is number[] => Array.isArray(value) && value.every(isPlace);

/** Guessing does not pay: each wrong choice takes a right one away. */
function markMultiple(options: number[], answer: number[]): number {
  const chosen = [...new Set(answer)];
  const good = chosen.filter((place) => options.includes(place)).length;
  return options.length ? Math.floor((Math.max(0, 2 * good - chosen.length) * 100) / options.length) : 0;
}

function markMatching(pairs: number[], answer: number[]): number {
  const good = pairs.filter((place, i) => answer[i] === place).length;
  return pairs.length ? Math.floor((good * 100) / pairs.length) : 0;
}

/** A decimal as a whole number of units, each 10 to the power of minus `places`. */
interface Decimal {
  units: bigint;
  places: number;
}

function decimal(text: string): Decimal | null {
  const plain = text
    .replace(/\s/g, "")
    .replace(/[\u2212\u2010-\u2015]/g, "-")
    .replace(",", ".");
  const found = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(plain);
  if (!found) return null;
  const [, sign, whole = "", rest = ""] = found;
  return { units: BigInt(whole + rest) * (sign === "-" ? -1n : 1n), places: rest.length };
}

const scaled = ({ units, places }: Decimal, to: number): bigint => units * 10n ** BigInt(to - places);

function isNear(answer: string, number: string, tolerance: string): boolean {
  const [given, wanted, margin] = [decimal(answer), decimal(number), decimal(tolerance)];
  if (!given || !wanted || !margin) return false;
  const places = Math.max(given.places, wanted.places, margin.places);
  const off = scaled(given, places) - scaled(wanted, places);
  return (off < 0n ? -off : off) <= scaled(margin, places);
}

const LATIN = "aceiopxyABCEHIKMOPTXYaceiopxy";
const ALIKE = new Map(
  [..."aceiopxykmtbh"].map((letter, i) => [letter, [..."асеіорхукмтвн"][i] ?? letter] as const),
);

function plain(text: string): string {
  return [...text.normalize("NFKC")]
    .map((letter) => letter.toLowerCase())
    .join("")
    .replace(/ß/g, "ss")
    .replace(/ς/g, "σ")
    .replace(/[’ʼ'`ʹ′‘]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\s.!?]+$/, "");
}

const isCyrillic = (text: string): boolean => /[\u0400-\u04ff]/.test(text);
const inCyrillic = (text: string): string => [...text].map((letter) => ALIKE.get(letter) ?? letter).join("");

function isAccepted(answer: string, accepted: readonly string[]): boolean {
  const given = plain(answer);
  return accepted.map(plain).some((one) => given === one || (isCyrillic(one) && inCyrillic(given) === one));
}
void LATIN;
