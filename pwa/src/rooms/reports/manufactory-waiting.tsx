/** The entries of a manufactory that wait for a second person, as the server told; the school may be that one. */
import { money } from "../../parts/money";
import { account, act } from "../../store";
import { HeldRows } from "../manufactories/held-rows";
import { kinds } from "../manufactories/words";
import { waitingOf } from "./acted-on";
import type { Manufactory, Waiting } from "./answers";

const titleOf = ({ note, kind }: Waiting): string => note || kinds()[kind];

export function WaitingEntries({ one }: { one: Manufactory }) {
  const approved = new Set(waitingOf("manufactories.approve_entry", one.id).map(({ entry }) => entry));
  const approve = async (id: string) => {
    const entry = one.waiting_entries.find((each) => each.id === id);
    const body = { manufactory: one.id, entry: id };
    if (entry) await act("manufactories.approve_entry", body, { label: titleOf(entry) });
  };
  return (
    <HeldRows
      all={one.waiting_entries.map((entry) => ({
        id: entry.id,
        title: titleOf(entry),
        kind: kinds()[entry.kind],
        day: entry.day,
        by: entry.by,
        sum: money(entry.kopecks),
        isPending: approved.has(entry.id),
        awaits: approved.has(entry.id)
          ? "nobody"
          : one.led && entry.person !== account.value?.id
            ? "me"
            : "others",
      }))}
      onApprove={approve}
    />
  );
}
