/** Entries over the limit, which count once a second person has let them: the school may be that one. */
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { money } from "../../parts/money";
import { NotSaved, useSaving } from "../../parts/saving";
import { Stamp } from "../../parts/stamp";
import { shortDate } from "../../parts/time";
import { account, act } from "../../store";
import { kinds } from "../manufactories/words";
import { waitingOf } from "./acted-on";
import type { Manufactory, Waiting } from "./answers";

export function WaitingEntries({ one }: { one: Manufactory }) {
  const { busy, failed, save } = useSaving();
  if (!one.waiting_entries.length) return null;
  const approved = new Set(waitingOf("manufactories.approve_entry", one.id).map(({ entry }) => entry));
  const approve = ({ id, note, kind }: Waiting) =>
    save(() =>
      act(
        "manufactories.approve_entry",
        { manufactory: one.id, entry: id },
        { label: note || kinds()[kind] },
      ),
    );
  return (
    <Section title={gettext("Waits for a second person")}>
      <NotSaved code={failed} />
      <ul class="rows">
        {one.waiting_entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            isApproved={approved.has(entry.id)}
            mayApprove={one.led && entry.person !== account.value?.id}
            busy={busy}
            onApprove={() => void approve(entry)}
          />
        ))}
      </ul>
    </Section>
  );
}

interface Props {
  entry: Waiting;
  isApproved: boolean;
  mayApprove: boolean;
  busy: boolean;
  onApprove: () => void;
}

function Entry({ entry, isApproved, mayApprove, busy, onApprove }: Props) {
  const title = entry.note || kinds()[entry.kind];
  return (
    <li class={isApproved ? "row roomy wait" : "row roomy"}>
      {isApproved && <Stamp id={entry.id} waiting />}
      <div>
        <h3>{title}</h3>
        <p class="cap">
          {kinds()[entry.kind]} · {shortDate(entry.day)} · {entry.by}
        </p>
      </div>
      <span class="n">{money(entry.kopecks)}</span>
      {mayApprove && !isApproved && (
        <button
          type="button"
          class="btn"
          aria-busy={busy}
          aria-label={gettext("Approve: %(name)s", { name: title })}
          onClick={onApprove}
        >
          {gettext("Approve")}
        </button>
      )}
    </li>
  );
}
