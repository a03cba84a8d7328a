/** What a coordinator is told of a student's phone. */
import { gettext, ngettext, percent } from "../../i18n";
import { UNKNOWN } from "../../parts/drawn";
import { shortDate } from "../../parts/time";
import type { Learner } from "./answers";

/** "last seen 04.11 · 3 unsent" */
export function phone({ last_seen_at, unsent }: Learner): string {
  const seen = last_seen_at
    ? gettext("last seen %(date)s", { date: shortDate(last_seen_at) })
    : gettext("not seen yet");
  return unsent ? `${seen} · ${ngettext("%(num)s unsent", "%(num)s unsent", unsent)}` : seen;
}

/** Without lessons nothing is measured, and a share of nothing is not 0. */
export const share = (done: number, total: number): string => (total ? percent(done / total) : UNKNOWN);
