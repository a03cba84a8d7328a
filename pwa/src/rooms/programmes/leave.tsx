/** Leaving a group, or taking a request back: with the reason, in two presses. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Choice } from "../../parts/field";
import { useSaving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { act, type LeavingReason } from "../../store";
import { leavings } from "./words";

interface Props {
  enrolment: string;
  /** Who leaves, or which group is left: what the outbox says of it. */
  label: string;
  /** What the button is called, and the sheet after it. */
  title: string;
  note: string;
}

export function Leave({ enrolment, label, title, note }: Props) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<LeavingReason>();
  const { failed, save } = useSaving();
  const leave = async () => {
    if (!reason) return;
    if (await save(() => act("programmes.withdraw", { enrolment, reason }, { label }))) setOpen(false);
  };
  return (
    <>
      <button type="button" class="btn wide" onClick={() => setOpen(true)}>
        {title}
      </button>
      <Sheet title={title} open={open} onClose={() => setOpen(false)}>
        <p>{note}</p>
        <Choice label={gettext("Reason")} options={leavings()} value={reason} set={setReason} />
        {failed && (
          <p class="bad" role="alert">
            {failed}
          </p>
        )}
        <button type="button" class="btn wide" aria-disabled={!reason} onClick={() => void leave()}>
          {reason ? title : gettext("Choose a reason")}
        </button>
      </Sheet>
    </>
  );
}
