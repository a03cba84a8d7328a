/** One's own manufactories on the first screen: what there is, what is next. */
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { UNKNOWN } from "../../parts/drawn";
import { Icon } from "../../parts/icon";
import { price } from "../../parts/money";
import { whole } from "../../store";
import { booksOf, type Manufactory } from "./books";
import { nextGate } from "./gate-row";
import { Mark } from "./mark";
import { mine } from "./mine";

export default function OnToday() {
  const all = mine();
  if (!all.length) return null;
  return (
    <Section title={gettext("Workshop")}>
      <ul class="rows">
        {all.map((team) => (
          <li key={team.id}>
            <Row team={team} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Row({ team }: { team: Manufactory }) {
  const books = whole.value ? booksOf(team.id).value : undefined;
  return (
    <a class="row" href={`/workshop/${team.id}`}>
      <Mark figure={team.figure} pigment={team.pigment} />
      <div>
        <h3>{local(team.name)}</h3>
        <p class="n">{books ? price(books.figures.balance) : UNKNOWN}</p>
        <p class="cap">{books && nextGate(team.id, books)}</p>
      </div>
      <Icon name="fwd" />
    </a>
  );
}
