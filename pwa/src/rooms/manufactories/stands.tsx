/** How a manufactory stands, in a few words: to its mentor from the books, to its school as the server tells it. */
import { gettext, type Local, local, ngettext } from "../../i18n";
import { price } from "../../parts/money";
import { shortDate } from "../../parts/time";
import type { Figure, Pigment } from "../../store/wire";
import { Mark } from "./mark";

/** Named as the server names them. */
export interface Stand {
  /** Kopecks. */
  balance: number;
  next_gate: { name: Local; due: string; overdue: boolean } | null;
  gates_passed: { total: number };
  last_entry_at: string | null;
  /** Entries that count only once a second person has let them. */
  waiting: number;
  quiet: boolean;
}

export const needsEye = ({ waiting, quiet, balance, next_gate }: Stand): boolean =>
  waiting > 0 || quiet || balance < 0 || next_gate?.overdue === true;

/** "First sale by 20.11" */
export function NextGate({ stand: { next_gate, gates_passed } }: { stand: Stand }) {
  if (!next_gate) return gates_passed.total ? <p class="cap">{gettext("all gates passed")}</p> : null;
  const values = { name: local(next_gate.name), date: shortDate(next_gate.due) };
  return next_gate.overdue ? (
    <p class="bad">{gettext("%(name)s, due since %(date)s", values)}</p>
  ) : (
    <p class="cap">{gettext("%(name)s by %(date)s", values)}</p>
  );
}

export function Tags({ stand: { waiting, quiet, balance } }: { stand: Stand }) {
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
    waiting > 0 && (
      <span key="waits" class="tag">
        {ngettext("%(num)s to approve", "%(num)s to approve", waiting)}
      </span>
    ),
  ].filter(Boolean);
  return tags.length ? <p class="mk wrap">{tags}</p> : null;
}

/** What comes next, when something was last written down, what needs an eye. */
export const Standing = ({ stand }: { stand: Stand }) => (
  <>
    <NextGate stand={stand} />
    <p class="cap">
      {stand.last_entry_at
        ? gettext("last entry %(date)s", { date: shortDate(stand.last_entry_at) })
        : gettext("no entry yet")}
    </p>
    <Tags stand={stand} />
  </>
);

interface Props {
  one: { name: Local; figure: Figure; pigment: Pigment };
  stand: Stand;
  to: string;
  /** Whether it is the one that is open beside the list. */
  isHere?: boolean;
  isPending?: boolean;
}

export const StandRow = ({ one, stand, to, isHere = false, isPending = false }: Props) => (
  <li class={isPending ? "wait" : ""}>
    <a class="row" href={to} aria-current={isHere ? "true" : undefined}>
      <Mark figure={one.figure} pigment={one.pigment} />
      <div>
        <h3>{local(one.name)}</h3>
        {isPending ? (
          <p class="cap">{gettext("waits for delivery")}</p>
        ) : (
          <p class="n">{price(stand.balance)}</p>
        )}
        <Standing stand={stand} />
      </div>
    </a>
  </li>
);
