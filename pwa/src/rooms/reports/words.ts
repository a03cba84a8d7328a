/** What a coordinator is told of a student's phone. */
import { gettext, ngettext } from "../../i18n";
import { shortDate } from "../../parts/time";
import type { Learner } from "./answers";

/** "last seen 04.11 · 3 unsent" */
export function phone({ last_seen_at, unsent }: Learner): string {
  const seen = last_seen_at
    ? gettext("last seen %(date)s", { date: shortDate(last_seen_at) })
    : gettext("not seen yet");
  return unsent ? `${seen} · ${ngettext("%(num)s unsent", "%(num)s unsent", unsent)}` : seen;
}

export const percent = (done: number, total: number): number => (total ? Math.round((100 * done) / total) : 0);
