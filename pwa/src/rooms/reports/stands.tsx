/** How a manufactory stands, in a few words: what comes next, and what needs an eye. */
import { gettext, local, ngettext } from "../../i18n";
import { shortDate } from "../../parts/time";
import type { Line } from "./answers";

export const pathOf = (id: string): string => `/manufactories/${id}`;

/** Whether a tag hangs on it. */
export const needsEye = ({ waiting, quiet, balance, next_gate }: Line): boolean =>
  waiting > 0 || quiet || balance < 0 || next_gate?.overdue === true;

export function Tags({ line: { waiting, quiet, balance, next_gate } }: { line: Line }) {
  const tags = [
    balance < 0 && (
      <span key="minus" class="tag bad">
        {gettext("overdrawn")}
      </span>
    ),
    quiet && (
      <span key="quiet" class="tag bad">
        {gettext("quiet")}
      </span>
    ),
    next_gate?.overdue && (
      <span key="gate" class="tag bad">
        {gettext("gate overdue")}
      </span>
    ),
    waiting > 0 && (
      <span key="waits" class="tag">
        {ngettext("%(num)s to approve", "%(num)s to approve", waiting)}
      </span>
    ),
  ].filter(Boolean);
  return tags.length ? <p class="mk wrap">{tags}</p> : null;
}

/** "First sale by 20.11" */
export function comesNext({ next_gate, gates_passed }: Line): string {
  if (!next_gate) return gates_passed.total ? gettext("all gates passed") : "";
  const values = { name: local(next_gate.name), date: shortDate(next_gate.due) };
  return next_gate.overdue
    ? gettext("%(name)s, due since %(date)s", values)
    : gettext("%(name)s by %(date)s", values);
}

export const lastEntry = ({ last_entry_at }: Line): string =>
  last_entry_at
    ? gettext("last entry %(date)s", { date: shortDate(last_entry_at) })
    : gettext("no entry yet");
