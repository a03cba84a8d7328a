/** Entries over the limit, which count once a second person has let them: whoever looks may be that one. */
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { NotSaved, useSaving } from "../../parts/saving";
import { Stamp } from "../../parts/stamp";
import { shortDate } from "../../parts/time";

export interface Held {
  id: string;
  title: string;
  /** In words. */
  kind: string;
  day: string;
  by: string;
  sum: string;
  /** It, or its approval, has not been delivered from this phone. */
  isPending: boolean;
  /** Who may let it count: whoever looks, others, or nobody any more. */
  awaits: "me" | "others" | "nobody";
}

interface Props {
  all: readonly Held[];
  onApprove: (id: string) => Promise<unknown>;
}

export function HeldRows({ all, onApprove }: Props) {
  const { busy, failed, save } = useSaving();
  if (!all.length) return null;
  return (
    <Section title={gettext("Waits for a second person")}>
      <NotSaved code={failed} />
      <ul class="rows">
        {all.map(({ id, title, kind, day, by, sum, isPending, awaits }) => (
          <li key={id} class={isPending ? "row wait roomy" : "row roomy"}>
            {isPending && <Stamp id={id} waiting />}
            <div>
              <h3>{title}</h3>
              <p class="cap">{[...(title === kind ? [] : [kind]), shortDate(day), by].join(" · ")}</p>
              {awaits === "others" && <p class="cap">{gettext("Another member or a mentor is awaited.")}</p>}
            </div>
            <span class="n">{sum}</span>
            {awaits === "me" && (
              <button
                type="button"
                class="btn"
                aria-busy={busy}
                aria-label={gettext("Approve: %(name)s", { name: title })}
                onClick={() => void save(() => onApprove(id))}
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
