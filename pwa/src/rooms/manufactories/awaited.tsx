/** Entries over the limit, which count once a second person has let them. */
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { NotSaved, useSaving } from "../../parts/saving";
import { shortDate } from "../../parts/time";
import { account, act } from "../../store";
import type { Books, Entry } from "./books";
import { byWhom, sumOf, titleOf } from "./entry-words";
import { kinds } from "./words";

/** What waits and was not taken back. */
export const awaited = ({ entries, reversed }: Books): Entry[] =>
  entries.filter(({ id, waits, reverses }) => waits && !reverses && !reversed.has(id));

/** Nobody lets their own. */
export const mayApprove = (entry: Entry): boolean => entry.waits && entry.person !== account.value?.id;

export const approve = (entry: Entry): Promise<string> =>
  act(
    "manufactories.approve_entry",
    { manufactory: entry.manufactory, entry: entry.id },
    { label: titleOf(entry) },
  );

export function Awaited({ books }: { books: Books }) {
  const { busy, failed, save } = useSaving();
  const all = awaited(books);
  if (!all.length) return null;
  return (
    <Section title={gettext("Waits for a second person")}>
      <NotSaved code={failed} />
      <ul class="rows">
        {all.map((entry) => (
          <li key={entry.id} class={entry.pending ? "row wait roomy" : "row roomy"}>
            <div>
              <h3>{titleOf(entry)}</h3>
              <p class="cap">{[kinds()[entry.kind], shortDate(entry.day), byWhom(entry)].join(" · ")}</p>
              {!mayApprove(entry) && <p class="cap">{gettext("Another member or a mentor is awaited.")}</p>}
            </div>
            <span class="n">{sumOf(entry)}</span>
            {mayApprove(entry) && (
              <button
                type="button"
                class="btn"
                aria-busy={busy}
                aria-label={gettext("Approve: %(name)s", { name: titleOf(entry) })}
                onClick={() => void save(() => approve(entry))}
              >
                {gettext("Approve")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
