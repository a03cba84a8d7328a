/** What a manufactory sells, and what it sold before. */
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { price } from "../../parts/money";
import { Stamp } from "../../parts/stamp";
import { type Manufactory, type Product, priceOf, productsOf } from "./books";
import { nameOf } from "./crew";
import { Mark } from "./mark";
import { OfTeam } from "./of-team";
import { units } from "./words";

export default function ProductsScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <OfTeam id={id} title={gettext("Products")} up={`/workshop/${id}`}>
      {(team) => <Products team={team} />}
    </OfTeam>
  );
}

function Products({ team }: { team: Manufactory }) {
  const all = productsOf(team.id);
  return (
    <Frame
      title={gettext("Products")}
      up={`/workshop/${team.id}`}
      act={<MainAct icon="plus" to={`/workshop/${team.id}/products/new`} label={gettext("Add a product")} />}
      narrow
    >
      <h2 class="as-h3">{nameOf(team)}</h2>
      {all.length === 0 && (
        <Empty
          title={gettext("Nothing to sell yet")}
          steps={[
            gettext("Write what it is called and what one costs"),
            gettext("It stands at the till of every phone of the team"),
            gettext("A new price holds from the moment it is set; what was sold keeps the old one"),
          ]}
        >
          {gettext("What the team makes or does for money stands here with its price.")}
        </Empty>
      )}
      <List team={team} title={gettext("On sale")} all={all.filter(({ active }) => active)} />
      <List team={team} title={gettext("No longer sold")} all={all.filter(({ active }) => !active)} />
    </Frame>
  );
}

const List = ({ team, title, all }: { team: Manufactory; title: string; all: Product[] }) =>
  all.length > 0 ? (
    <Section title={title}>
      <ul class="rows">
        {all.map((one) => (
          <li key={one.id} class={one.pending ? "wait" : ""}>
            <a class="row" href={`/workshop/${team.id}/products/${one.id}`}>
              <Mark figure={one.figure} pigment={team.pigment} />
              <div>
                <h3>{nameOf(one)}</h3>
                <p class="cap">
                  {price(priceOf(one))} · {units().find(([unit]) => unit === one.unit)?.[1]}
                </p>
              </div>
              {one.pending ? <Stamp id={one.id} waiting /> : <Icon name="fwd" />}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  ) : null;
