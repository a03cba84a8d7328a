/** Entries over the limit, which count once a second person has let them. */
import { account, act } from "../../store";
import { type Books, type Entry, once } from "./books";
import { byWhom, sumOf, titleOf } from "./entry-words";
import { HeldRows } from "./held-rows";
import { kinds } from "./words";

/** What waits and was not taken back. */
export const awaited = once(({ entries, reversed }: Books): Entry[] =>
  entries.filter(({ id, waits, reverses }) => waits && !reverses && !reversed.has(id)),
);

/** Nobody lets their own. */
export const mayApprove = (entry: Entry): boolean => entry.waits && entry.person !== account.value?.id;

export const approve = (entry: Entry): Promise<string> =>
  act(
    "manufactories.approve_entry",
    { manufactory: entry.manufactory, entry: entry.id },
    { label: titleOf(entry) },
  );

export function Awaited({ books }: { books: Books }) {
  const all = awaited(books);
  return (
    <HeldRows
      all={all.map((entry) => ({
        id: entry.id,
        title: titleOf(entry),
        kind: kinds()[entry.kind],
        day: entry.day,
        by: byWhom(entry),
        sum: sumOf(entry),
        isPending: entry.pending === true,
        awaits: mayApprove(entry) ? "me" : "others",
      }))}
      onApprove={async (id) => {
        const entry = all.find((one) => one.id === id);
        if (entry) await approve(entry);
      }}
    />
  );
}
