/** What is behind and what is next, at a glance; and the next one in words. */
import { gettext, local, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { today } from "../../parts/day";
import { Icon } from "../../parts/icon";
import { shortDate } from "../../parts/time";
import { table } from "../../store";
import { type Books, priceOf, productsOf, soldIn } from "./books";
import { nextOf, type Standing, standings, type Ware, wayTo } from "./gates";

/** What the team sells most; where nothing is sold yet, the cheapest. */
export function wareOf(id: string, books: Books): Ware | undefined {
  const sold = soldIn(books);
  const [best] = productsOf(id)
    .filter(({ active }) => active)
    .sort((a, b) => (sold.get(b.id) ?? 0) - (sold.get(a.id) ?? 0) || priceOf(a) - priceOf(b));
  return best && { name: local(best.name), unit: best.unit, kopecks: priceOf(best) };
}

/** How the gates stand now. */
export const gatesOf = (id: string, { figures }: Pick<Books, "figures">) =>
  standings(
    table("gate").value.filter(({ manufactory }) => manufactory === id),
    figures,
  );

/** The next gate in words a team can act on. */
export function nextGate(id: string, books: Books): string | undefined {
  const next = nextOf(gatesOf(id, books));
  return next && wayTo(next, today(), books.figures, wareOf(id, books));
}

export function Gates({ id, books }: { id: string; books: Books }) {
  const all = gatesOf(id, books);
  const next = nextOf(all);
  if (!all.length) return null;
  return (
    <Section title={gettext("Gates")}>
      <GateCells all={all} />
      <p>{next ? nextGate(id, books) : gettext("All gates are behind you.")}</p>
    </Section>
  );
}

export function GateCells({ all }: { all: readonly Standing[] }) {
  const next = nextOf(all);
  return (
    <ol class="gates">
      {all.map((one, i) => (
        <Gate key={one.gate.id} one={one} place={i + 1} isNext={one.gate === next} />
      ))}
    </ol>
  );
}

function Gate({ one: { gate, passed }, place, isNext }: { one: Standing; place: number; isNext: boolean }) {
  const kind = passed ? (gate.pending ? "wait" : "done") : isNext ? "wait" : "";
  return (
    <li aria-current={isNext ? "step" : undefined}>
      <span class={`stamp ${kind}`}>
        {passed ? <Icon name="check" /> : isNext ? <Icon name="wait" /> : number(place)}
        <span class="vh">{passed ? gettext("passed") : gettext("ahead")}</span>
      </span>
      <b>{local(gate.name)}</b>
      <span class="n">{shortDate(passed ?? gate.due)}</span>
    </li>
  );
}
