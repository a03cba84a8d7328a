/** Leaving a group, or taking a request back: with the reason, in two presses. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Choice } from "../../parts/field";
import { NotSaved, useSaving } from "../../parts/saving";
import { Sure } from "../../parts/sure";
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
  const [reason, setReason] = useState<LeavingReason>();
  const { failed, save } = useSaving();
  const leave = async () =>
    reason !== undefined && save(() => act("programmes.withdraw", { enrolment, reason }, { label }));
  return (
    <Sure wide label={title} yes={reason ? title : gettext("Choose a reason")} isOff={!reason} onYes={leave}>
      <NotSaved code={failed} />
      <p>{note}</p>
      <Choice label={gettext("Reason")} options={leavings()} value={reason} set={setReason} />
    </Sure>
  );
}
