/** Dates, times and durations in words: dd.mm.yyyy and 24 hours in every language. */
import { gettext, lang, number, pgettext } from "../i18n";

const DAY = 86_400_000;
const two = (value: number): string => String(value).padStart(2, "0");

/** A date without a time is a day of the calendar, the same wherever the phone is. */
const parse = (iso: string): Date => new Date(iso.length === 10 ? `${iso}T00:00` : iso);
const midnight = (date: Date): number =>
  new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/*
 * Days are written dd.mm.yyyy and hours 00-23 in either language. That needs no Intl, whose first format of a date or a
 * number takes a slow phone a tenth of a second: every screen would wait for it, and the first one does.
 */
const dayOf = (at: Date): string => `${two(at.getDate())}.${two(at.getMonth() + 1)}`;
export const date = (iso: string): string => `${shortDate(iso)}.${parse(iso).getFullYear()}`;
export const shortDate = (iso: string): string => dayOf(parse(iso));

export function clock(iso: string): string {
  const at = parse(iso);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

const weekdays = (): string[] => [
  pgettext("weekday", "Sun"),
  pgettext("weekday", "Mon"),
  pgettext("weekday", "Tue"),
  pgettext("weekday", "Wed"),
  pgettext("weekday", "Thu"),
  pgettext("weekday", "Fri"),
  pgettext("weekday", "Sat"),
];

/** "пн 16.11" */
export function weekday(now: Date): string {
  return `${weekdays()[now.getDay()]} ${dayOf(now)}`;
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
