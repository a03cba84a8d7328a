/** Answers in words: what was given, and what is right. */
import { gettext, lang } from "../../i18n";
import type { Answer, Question } from "../../store";
import { isGiven } from "../progress/taking";

export const truths = (): [value: boolean, word: string][] => [
  [true, gettext("True")],
  [false, gettext("False")],
];

const nothing = () => gettext("no answer");
const truth = (value: boolean): string => truths().find(([one]) => one === value)?.[1] ?? "";
const list = (texts: (string | undefined)[]): string => texts.filter(Boolean).join("; ");
const pairs = ({ options, rights }: Question, places: readonly number[]): string =>
  list(options.map((left, i) => `${left}: ${rights[places[i] ?? -1] ?? nothing()}`));

export function said(question: Question, answer: Answer | undefined): string {
  if (!isGiven(answer)) return nothing();
  if (typeof answer === "boolean") return truth(answer);
  if (typeof answer === "number") return question.options[answer] ?? nothing();
  if (!Array.isArray(answer)) return answer ?? nothing();
  if (question.kind === "matching") return pairs(question, answer);
  return list(answer.map((place) => question.options[place]));
}

const figure = (text: string): string =>
  new Intl.NumberFormat(lang.value, { maximumFractionDigits: 12 }).format(Number(text));

/** Null where the phone has no key. */
export function whatIsRight(question: Question): string | null {
  const { key, options } = question;
  if (!key) return null;
  if (key.options) return list(key.options.map((place) => options[place]));
  if (key.truth !== undefined) return truth(key.truth);
  if (key.accepted) return key.accepted.join(", ");
  if (key.pairs) return pairs(question, key.pairs);
  const margin = Number(key.tolerance ?? 0) > 0 ? ` ± ${figure(key.tolerance ?? "0")}` : "";
  return figure(key.number ?? "") + margin;
}
