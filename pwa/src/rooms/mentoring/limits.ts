/** What a session may be: pure, and told in words. */
import { gettext } from "../../i18n";
import { dayOf, plus } from "../../parts/day";
import { date } from "../../parts/time";

const LONGEST = 600;
const BACK = 365;
const BEFORE_START = 90;
const AHEAD = 730;

/** A whole number as typed; NaN for anything else. */
export const whole = (typed: string): number => (/^\s*\d{1,4}\s*$/.test(typed) ? Number(typed) : Number.NaN);
const isLength = (minutes: number): boolean => minutes >= 1 && minutes <= LONGEST;

/** Why a session cannot have lasted so long; undefined when it can. */
export const lengthTrouble = (minutes: number): string | undefined =>
  isLength(minutes) ? undefined : gettext("A session lasts from 1 to 600 minutes. Write a whole number.");

/** Why a session cannot have been held on that day. `starts`: the group's first day, where it is known. */
export function dayTrouble(day: string, starts: string | undefined, today: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return gettext("Choose a day.");
  if (day > today) return gettext("This day has not come yet. Choose today or a day before it.");
  if (day < plus(today, { days: -BACK }))
    return gettext("This is more than a year ago. Only sessions of the last 365 days can be written down.");
  if (starts && day < plus(starts, { days: -BEFORE_START }))
    return gettext("This is long before the group begins: it begins on %(date)s.", { date: date(starts) });
  return undefined;
}

/** Why a session cannot be planned for that moment. */
export function startTrouble(starts: Date, now: Date): string | undefined {
  if (Number.isNaN(starts.getTime())) return gettext("Choose a day and a time.");
  if (starts <= now) return gettext("This time has passed. Choose a later one.");
  if (dayOf(starts) > plus(dayOf(now), { days: AHEAD })) return gettext("This is more than two years ahead.");
  return undefined;
}
