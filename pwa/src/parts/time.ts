/** Dates, times and durations in words: dd.mm.yyyy and 24 hours in every language. */
import { gettext, lang, number } from "../i18n";

/** Days are written dd.mm.yyyy and hours 00-23 in either language; Ukrainian's own patterns are exactly that. */
const PATTERNS = "uk";
const DAY = 86_400_000;
const days = new Intl.DateTimeFormat(PATTERNS, { day: "2-digit", month: "2-digit", year: "numeric" });
const shortDays = new Intl.DateTimeFormat(PATTERNS, { day: "2-digit", month: "2-digit" });
const hours = new Intl.DateTimeFormat(PATTERNS, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** A date without a time is a day of the calendar, the same wherever the phone is. */
const parse = (iso: string): Date => new Date(iso.length === 10 ? `${iso}T00:00` : iso);
const midnight = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export const date = (iso: string): string => days.format(parse(iso));
export const shortDate = (iso: string): string => shortDays.format(parse(iso));
export const clock = (iso: string): string => hours.format(parse(iso));

/** "пн 16.11" */
export function weekday(now: Date): string {
  return `${new Intl.DateTimeFormat(lang.value, { weekday: "short" }).format(now)} ${shortDays.format(now)}`;
}

/** "today, 12:41", "yesterday, 21:05", "06.11.2026, 09:12" */
export function moment(iso: string, now = new Date()): string {
  const ago = Math.round((midnight(now) - midnight(parse(iso))) / DAY);
  const near = ago === 0 || ago === 1;
  const day = near
    ? new Intl.RelativeTimeFormat(lang.value, { numeric: "auto" }).format(-ago, "day")
    : date(iso);
  return `${day}, ${clock(iso)}`;
}

/** Only the hour when it happened today, so that it fits the truth line. */
export function brief(iso: string, now = new Date()): string {
  return midnight(now) === midnight(parse(iso)) ? clock(iso) : `${shortDate(iso)} ${clock(iso)}`;
}

export const span = (from: string, to: string): string => `${date(from)} – ${date(to)}`;

/** "50 min", "5 h", "5 h 20 min" */
export function duration(minutes: number): string {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [];
  if (whole) parts.push(gettext("%(num)s h", { num: number(whole) }));
  if (rest || !whole) parts.push(gettext("%(num)s min", { num: number(rest) }));
  return parts.join(" ").replace(/ /g, "\u00a0"); // never apart from its unit
}
