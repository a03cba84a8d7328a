/** Sessions and presence in words. */
import { gettext, ngettext, number, pgettext } from "../../i18n";
import { clock, date, duration, weekday } from "../../parts/time";
import { account } from "../../store";
import type { Adult, SessionKind } from "../../store/wire";
import type { Plan, Session } from "./circle";
import { isHere, type Said } from "./rolls";

export const kinds = (): (readonly [kind: SessionKind, name: string])[] => [
  ["mentoring", pgettext("session", "Mentoring")],
  ["workshop", pgettext("session", "Workshop")],
  ["visit", pgettext("session", "Visit")],
  ["fair", pgettext("session", "Fair")],
  ["online", pgettext("session", "Online")],
];
export const kindOf = (kind: string): string => kinds().find(([one]) => one === kind)?.[1] ?? kind;

export const adults = (): (readonly [adult: Adult, name: string])[] => [
  ["second_adult", gettext("a second adult")],
  ["observable", gettext("a place in plain view")],
];

export const LENGTHS = ["30", "45", "60", "90"] as const;

/** "here", "late, 10 min", "absent" */
export function presence({ status, late_minutes }: Said): string {
  if (status === "present") return gettext("here");
  if (status === "absent") return pgettext("presence", "absent");
  if (status === "excused") return pgettext("presence", "excused");
  return late_minutes
    ? gettext("late, %(time)s", { time: duration(late_minutes) })
    : pgettext("presence", "late");
}

/** A person's own act carries no name until it was delivered. */
export const who = ({ by, person }: { by: string; person: string }): string =>
  person === account.value?.id ? gettext("you") : by;

/** "At 5 of 6 sessions; late: 1, excused: 1" */
export function attended(all: readonly Said[]): string {
  const count = (status: string) => all.filter((said) => said.status === status).length;
  const parts = [
    ngettext("At %(here)s of %(num)s session", "At %(here)s of %(num)s sessions", all.length, {
      here: number(all.filter(isHere).length),
    }),
  ];
  const late = count("late");
  const excused = count("excused");
  if (late) parts.push(gettext("late: %(num)s", { num: number(late) }));
  if (excused) parts.push(gettext("excused: %(num)s", { num: number(excused) }));
  return parts.join(", ");
}

/** "Tue 17.11, 14:00" */
export const when = ({ starts_at }: Plan): string => `${weekday(new Date(starts_at))}, ${clock(starts_at)}`;

/** "1 h · Prices · Workshop 12" and whatever else there is to say */
export const aboutPlan = ({ minutes, topic, place }: Plan, more = ""): string =>
  [duration(minutes), topic, place, more].filter(Boolean).join(" · ");

/** "16.11.2026 · Mentoring · 1 h" */
export const held = ({ held_on, kind, minutes }: Session): string =>
  `${date(held_on)} · ${kindOf(kind)} · ${duration(minutes)}`;

const FLAGS: Record<string, () => string> = {
  no_second_adult: () => gettext("minors, and nobody else named"),
  after_end: () => gettext("written down after the role had ended"),
  clock: () => gettext("the phone’s clock was off"),
  left: () => gettext("had left the group"),
  gate_open: () => gettext("a gate could not be passed"),
};
export const flagged = (flag: string): string => FLAGS[flag]?.() ?? flag;
