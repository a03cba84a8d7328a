/** What the states of taking part and the reasons for them are called. */
import { gettext, ngettext, pgettext } from "../../i18n";
import { shortDate } from "../../parts/time";
import type { LeavingReason, RefusalReason, Status } from "../../store";

export const STATUSES: Record<Status, () => string> = {
  applied: () => gettext("asks for a seat"),
  accepted: () => gettext("accepted, a consent is missing"),
  waitlisted: () => gettext("on the waiting list"),
  refused: () => gettext("request refused"),
  active: () => gettext("takes part"),
  paused: () => gettext("paused"),
  completed: () => gettext("finished"),
  withdrawn: () => gettext("left the group"),
  transferred: () => gettext("moved to another group"),
  alumni: () => gettext("finished earlier"),
};

const REFUSALS: Record<RefusalReason, () => string> = {
  no_seats: () => gettext("All seats are taken"),
  wrong_group: () => gettext("Another group is the right one"),
  not_known: () => gettext("The school does not know this person"),
  not_eligible: () => gettext("The group is meant for others"),
  other: () => pgettext("reason", "Another reason"),
};

const LEAVING: Record<LeavingReason, () => string> = {
  work: () => pgettext("reason", "Work"),
  moved: () => pgettext("reason", "Moved or evacuated"),
  health: () => pgettext("reason", "Health"),
  lost_interest: () => pgettext("reason", "Lost interest"),
  school_decision: () => pgettext("reason", "Decision of the school"),
  no_connection: () => pgettext("reason", "No connection"),
  other: () => pgettext("reason", "Another reason"),
};

const named = <R extends string>(words: Record<R, () => string>): [R, string][] =>
  (Object.keys(words) as R[]).map((reason) => [reason, words[reason]()]);

export const refusals = () => named(REFUSALS);
export const leavings = () => named(LEAVING);

/** A refusal or a leaving, by the reason on the row; empty where none is known. */
export const reasonOf = (reason: string | null): string =>
  ({ ...LEAVING, ...REFUSALS })[reason as LeavingReason]?.() ?? "";

/** What is told of somebody's phone: "last seen 04.11 · 3 unsent" */
export function phone(seenAt: string | null, unsent: number | null): string {
  const seen = seenAt ? gettext("last seen %(date)s", { date: shortDate(seenAt) }) : gettext("not seen yet");
  return unsent ? `${seen} · ${ngettext("%(num)s unsent", "%(num)s unsent", unsent)}` : seen;
}
