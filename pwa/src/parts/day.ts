/** Days as people write them, 05.03.2009, and as the wire does, 2009-03-05. */
import { gettext } from "../i18n";
import { date } from "./time";

/** What is typed, with the dots put in by themselves; deleting takes them out again. */
export function typedDay(now: string, before: string): string {
  const text = now.replace(/[.,/\- ]+/g, ".").replace(/[^\d.]/g, "");
  if (now.length < before.length) return text;
  return text
    .replace(/^(\d{2})(\d{1,2})/, "$1.$2")
    .replace(/^(\d{1,2}\.\d{2})(\d)/, "$1.$2")
    .replace(/^(\d{2}|\d{1,2}\.\d{2})$/, "$1.");
}

/** The day of the calendar that was written; null when there is none such. */
export function readDay(text: string): string | null {
  const [, day = "", month = "", year = ""] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})\.?$/.exec(text.trim()) ?? [];
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const found = new Date(`${iso}T00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().startsWith(iso) ? iso : null;
}

/** What is said of a day that cannot be read; the example is one such as is asked for. */
export const badDay = (example = today()): string =>
  gettext("Please write day, month and year, such as %(example)s.", { example: date(example) });

const two = (n: number): string => String(n).padStart(2, "0");

/** The day of a moment, where the phone is. */
export const dayOf = (moment: Date): string =>
  `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

/** The day it is here. */
export const today = (): string => dayOf(new Date());

export function plus(day: string, { days = 0, years = 0 }): string {
  const moment = new Date(`${day}T12:00`);
  moment.setFullYear(moment.getFullYear() + years, moment.getMonth(), moment.getDate() + days);
  return dayOf(moment);
}
