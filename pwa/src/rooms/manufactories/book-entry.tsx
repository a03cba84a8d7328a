/** One entry whole: its accounts, who, when and on which phone; the ways to take it back and to let it count. */
import { useState } from "preact/hooks";
import { gettext, pgettext } from "../../i18n";
import { Field, NEEDED } from "../../parts/field";
import { money } from "../../parts/money";
import { isMentor } from "../../parts/places";
import { NotSaved, useSaving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { Sure } from "../../parts/sure";
import { date, moment } from "../../parts/time";
import { account, act } from "../../store";
import type { LedgerAccount } from "../../store/wire";
import { approve, mayApprove } from "./awaited";
import type { Books, Entry } from "./books";
import { byWhom, flagsOf, sumOf, titleOf, whatSold } from "./entry-words";
import { isMember } from "./mine";
import { kinds } from "./words";

const accounts = (): Record<LedgerAccount, string> => ({
  cash: pgettext("account", "Cash box"),
  card: pgettext("account", "Account"),
  grants: pgettext("account", "Grants"),
  owners: pgettext("account", "Owners' money"),
  revenue: pgettext("account", "Revenue"),
  purchases: pgettext("account", "Purchases"),
  expenses: pgettext("account", "Expenses"),
  differences: pgettext("account", "Missing or found"),
  rounding: pgettext("account", "Rounding"),
});

const DEVICE_SHOWN = -4;

interface Props {
  entry: Entry;
  books: Books;
  onClose: () => void;
}

export function EntrySheet({ entry, books, onClose }: Props) {
  const { busy, failed, save } = useSaving();
  const undone = books.reversed.get(entry.id);
  return (
    <Sheet title={titleOf(entry)} onClose={onClose}>
      <NotSaved code={failed} />
      <p class="n big">{sumOf(entry)}</p>
      <Facts entry={entry} undone={undone} />
      <Lines entry={entry} />
      {entry.waits && !undone && mayApprove(entry) && (
        <button
          type="button"
          class="btn wide"
          aria-busy={busy}
          onClick={() => void save(() => approve(entry))}
        >
          {gettext("Approve")}
        </button>
      )}
      {!undone && mayTakeBack(entry) && <TakeBack entry={entry} />}
    </Sheet>
  );
}

/** The author's team and its mentors; the school's coordinators have no books on their phones. */
const mayTakeBack = ({ manufactory, kind }: Entry): boolean =>
  kind !== "reversal" && (isMember(manufactory) || isMentor(account.value?.roles ?? []));

function Facts({ entry, undone }: { entry: Entry; undone: Entry | undefined }) {
  const { kind, day, note, at, arrived, device, waits, held, counted, book } = entry;
  return (
    <div class="f">
      <p>
        {kinds()[kind]} · {gettext("in the books of %(date)s", { date: date(day) })}
      </p>
      {note && note !== titleOf(entry) && <blockquote class="lines">{note}</blockquote>}
      {counted !== null && book !== null && (
        <p>
          {gettext("Counted: %(counted)s. In the book: %(book)s", {
            counted: money(counted),
            book: money(book),
          })}
        </p>
      )}
      <p class="cap">{[byWhom(entry), moment(at)].join(" · ")}</p>
      <p class="cap">
        {arrived
          ? gettext("Reached the server: %(time)s", { time: moment(arrived) })
          : gettext("Has not reached the server yet; it is kept on this phone.")}
      </p>
      {device && <p class="cap">{gettext("Phone: %(code)s", { code: device.slice(DEVICE_SHOWN) })}</p>}
      {held && (
        <p class="cap">
          {waits ? gettext("Over the limit: another member or a mentor is awaited.") : approved(entry)}
        </p>
      )}
      {flagsOf(entry).map((text) => (
        <p key={text} class="bad">
          {text}
        </p>
      ))}
      {undone && (
        <p>
          {gettext("Taken back: %(name)s", { name: undone.note })}
          {" · "}
          {[byWhom(undone), moment(undone.at)].join(" · ")}
        </p>
      )}
    </div>
  );
}

const approved = ({ approved_by }: Entry): string =>
  approved_by ? gettext("Approved: %(name)s", { name: approved_by }) : gettext("Approved by a second person");

const Lines = ({ entry: { lines } }: { entry: Entry }) =>
  lines.length > 0 ? (
    <table>
      <tbody>
        {lines.map((line, i) => (
          <tr key={i}>
            <th scope="row">
              {accounts()[line.account]}
              {line.quantity !== null && <p class="cap">{whatSold([line])}</p>}
            </th>
            <td class="n r">{money(line.kopecks)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  ) : (
    <p class="cap">{gettext("The count agreed with the book.")}</p>
  );

function TakeBack({ entry }: { entry: Entry }) {
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const { busy, failed, save } = useSaving();
  const undo = async () => {
    setChecked(true);
    const text = reason.trim();
    if (!text) return false;
    const body = { manufactory: entry.manufactory, entry: entry.id, reason: text };
    return save(() => act("manufactories.reverse_entry", body, { label: titleOf(entry) }));
  };
  return (
    <Sure wide label={pgettext("entry", "Take back")} busy={busy} onYes={undo}>
      <NotSaved code={failed} />
      <p>
        {gettext(
          "Nothing is erased: both stay in the book, the entry struck through, and the sums are as before it.",
        )}
      </p>
      <Field
        id="reason"
        label={gettext("Why")}
        value={reason}
        set={setReason}
        maxLength={200}
        enterkeyhint="done"
        wrong={isChecked && !reason.trim() ? NEEDED() : undefined}
      />
    </Sure>
  );
}
