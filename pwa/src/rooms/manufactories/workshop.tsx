/** A team's manufactory: what it has, what is next, what it sells, who is in it. */
import { gettext, local, pgettext } from "../../i18n";
import { Below } from "../../parts/below";
import { Section, Skeleton } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { Icon, type IconName } from "../../parts/icon";
import Missing from "../../parts/missing";
import { price } from "../../parts/money";
import { isMentor } from "../../parts/places";
import { wide } from "../../parts/wide";
import { account, complete } from "../../store";
import { Awaited } from "./awaited";
import {
  type Books,
  booksOf,
  type Manufactory,
  manufactory,
  priceOf,
  productsOf,
  soldIn,
  weeksIn,
} from "./books";
import { membersOf, mentored, mentorsOf, postsNow } from "./crew";
import { Sold, Weeks } from "./drawn-weeks";
import { Gates } from "./gate-row";
import { Mark } from "./mark";
import { isMember, mine } from "./mine";
import { Poster } from "./poster";
import { postName, quantity } from "./words";

export default function WorkshopScreen({ ids: [id] }: { ids: readonly string[] }) {
  const team = id ? manufactory(id) : mine()[0];
  if (team) return <Workshop key={team.id} team={team} />;
  if (id && complete.value) return <Missing />;
  return (
    <Frame title={gettext("Workshop")} narrow>
      {complete.value ? <NoneYet /> : <Skeleton rows={4} />}
    </Frame>
  );
}

const NoneYet = () => (
  <Empty
    title={gettext("The bench is free")}
    steps={[
      gettext("Agree on a name and a mark"),
      gettext("Say who is in the team: your mentor or your school founds it"),
      gettext("Add the first product and open the till"),
    ]}
  >
    {gettext("Here your manufactory will stand: its mark, products, cash box and first sale.")}
  </Empty>
);

function Workshop({ team }: { team: Manufactory }) {
  const { id } = team;
  const books = booksOf(id).value;
  const isIn = isMember(id);
  return (
    <Frame
      title={gettext("Workshop")}
      {...(!isIn && { up: `/teams/${id}` })}
      narrow
      act={isIn && <Acts id={id} />}
    >
      <Poster team={team} books={books} />
      {(wide.value || !isIn) && <Daily id={id} isIn={isIn} />}
      <Below>
        <Details team={team} books={books} />
      </Below>
    </Frame>
  );
}

const Details = ({ team, books }: { team: Manufactory; books: Books }) => (
  <>
    <Awaited books={books} />
    <Gates id={team.id} books={books} />
    <Weeks weeks={weeksIn(books)} />
    <Products team={team} books={books} />
    <Team id={team.id} />
    <Others here={team.id} />
  </>
);

/** The daily acts lie at the thumb; on a wide screen they are no part of the head. */
const Acts = ({ id }: { id: string }) => (
  <>
    {!wide.value && <Daily id={id} isIn />}
    <MainAct icon="fair" to={`/workshop/${id}/till`} label={gettext("Open the till")} />
  </>
);

function Daily({ id, isIn }: { id: string; isIn: boolean }) {
  const all: [to: string, icon: IconName, name: string][] = [
    ["book", "log", pgettext("place", "Book")],
    ["products", "grid", gettext("Products")],
  ];
  if (isIn) all.unshift(["entry", "minus", gettext("Expense")], ["count", "cash", gettext("Count")]);
  return (
    <nav class="daily" aria-label={gettext("Acts")}>
      {all.map(([to, icon, name]) => (
        <a key={to} href={`/workshop/${id}/${to}`}>
          <Icon name={icon} />
          {name}
        </a>
      ))}
    </nav>
  );
}

function Products({ team, books }: { team: Manufactory; books: Books }) {
  const all = productsOf(team.id);
  const sold = soldIn(books);
  return (
    <>
      <Sold products={all} sold={sold} />
      <Section title={gettext("Products")}>
        <ul class="rows">
          {all
            .filter(({ active }) => active)
            .map((one) => (
              <li key={one.id} class={one.pending ? "wait" : ""}>
                <a class="row" href={`/workshop/${team.id}/products/${one.id}`}>
                  <Mark figure={one.figure} pigment={team.pigment} />
                  <div>
                    <h3>{local(one.name)}</h3>
                    <p class="cap">
                      {gettext("sold: %(count)s", { count: quantity(sold.get(one.id) ?? 0, one.unit) })}
                    </p>
                  </div>
                  <span class="n">{price(priceOf(one))}</span>
                </a>
              </li>
            ))}
          <li>
            <a class="row" href={`/workshop/${team.id}/products/new`}>
              <div>{gettext("Add a product")}</div>
              <Icon name="plus" />
            </a>
          </li>
        </ul>
      </Section>
    </>
  );
}

const Team = ({ id }: { id: string }) => (
  <Section title={gettext("Team")}>
    <ul class="rows">
      {membersOf(id).map((one) => (
        <li key={one.id} class={one.pending ? "row wait" : "row"}>
          <div>
            <h3>{one.name}</h3>
            <p class="cap">{postsNow(one).map(postName).join(", ") || gettext("no post yet")}</p>
          </div>
        </li>
      ))}
      {mentorsOf(id).map(({ id: mentor, name }) => (
        <li key={mentor} class="row">
          <div>
            <h3>{name}</h3>
            <p class="cap">{gettext("mentor")}</p>
          </div>
        </li>
      ))}
    </ul>
  </Section>
);

/** Whoever is in several goes from one to another. */
function Others({ here }: { here: string }) {
  const all = isMember(here) ? mine() : isMentor(account.value?.roles ?? []) ? mentored() : [];
  const rest = all.filter(({ id }) => id !== here);
  if (!rest.length) return null;
  return (
    <Section title={gettext("Other manufactories")}>
      <ul class="rows">
        {rest.map(({ id, name, makes, figure, pigment }) => (
          <li key={id}>
            <a class="row" href={`/workshop/${id}`}>
              <Mark figure={figure} pigment={pigment} />
              <div>
                <h3>{local(name)}</h3>
                <p class="cap">{local(makes)}</p>
              </div>
              <Icon name="fwd" />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
