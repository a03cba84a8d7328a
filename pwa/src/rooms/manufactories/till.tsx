/** The till: big tiles, a sale in two taps. It works on several phones at once, without a network. */
import { useEffect, useRef, useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Skeleton } from "../../parts/bits";
import { type Drafted, useDraft } from "../../parts/draft";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import Missing from "../../parts/missing";
import { parted, price, sumTrouble } from "../../parts/money";
import { NotSaved, useSaving } from "../../parts/saving";
import { weekday } from "../../parts/time";
import { wide } from "../../parts/wide";
import { act, delivered, waiting } from "../../store";
import { sold } from "../../store/postings";
import { type Basket, due, EMPTY, itemsOf, tapped, UNDO_MS } from "./basket";
import { booksOf, type Manufactory, type Product, priceOf, productsOf } from "./books";
import { PIGMENTS } from "./drawings";
import { whatSold } from "./entry-words";
import { Drawn } from "./mark";
import { isMember } from "./mine";
import { OfTeam } from "./of-team";
import { OtherSum, Pay } from "./pay";

const title = () => gettext("Till");

export default function TillScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  if (!isMember(id)) return <Missing />;
  return (
    <OfTeam id={id} title={title()} up={`/workshop/${id}`}>
      {(team) => <Till team={team} />}
    </OfTeam>
  );
}

function Till({ team }: { team: Manufactory }) {
  const form = useDraft<Basket>(`till ${team.id}`);
  const basket = { ...EMPTY, ...form.typed };
  const wares = productsOf(team.id).filter(({ id, active }) => active || basket.counts[id]);
  if (!form.isReady || wares.length === 0)
    return (
      <Frame
        title={title()}
        up={`/workshop/${team.id}`}
        alone
        narrow
        act={form.isReady && <AddFirst id={team.id} />}
      >
        {form.isReady ? <NothingToSell /> : <Skeleton rows={4} />}
      </Frame>
    );
  return <Selling team={team} form={form} basket={basket} wares={wares} />;
}

const AddFirst = ({ id }: { id: string }) => (
  <MainAct icon="plus" to={`/workshop/${id}/products/new`} label={gettext("Add a product")} />
);

const NothingToSell = () => (
  <Empty title={gettext("Nothing to sell yet")}>
    {gettext("Add the first product with its price: it becomes a tile here, and a sale is two taps.")}
  </Empty>
);

interface Props {
  team: Manufactory;
  form: Drafted<Basket>;
  basket: Basket;
  wares: Product[];
}

/** What is sold now, and how it is written down: two quick presses make one sale. */
function useSale({ team, form, basket, wares }: Props) {
  const isSelling = useRef(false);
  const { busy, failed, save } = useSaving();
  const [isAsked, setAsked] = useState(false);
  const items = itemsOf(
    basket,
    wares.map((one) => ({ id: one.id, kopecks: priceOf(one) })),
  );
  const sum = due(sold(items), basket.card, team.cash_rounding);
  const wrong = items.length > 0 ? sumTrouble(sum) : undefined;
  const body = {
    manufactory: team.id,
    kind: "sale" as const,
    money: basket.card ? ("card" as const) : ("cash" as const),
    kopecks: sum,
    items,
    counted: null,
    book: null,
    note: "",
    day: null,
  };
  const sell = async () => {
    if (isSelling.current) return;
    setAsked(items.length === 0);
    if (items.length === 0 || wrong) return;
    isSelling.current = true;
    await save(async () => {
      await form.send("manufactories.add_entry", body, { label: whatSold(items) });
      await form.clear();
    });
    isSelling.current = false;
  };
  return { items, sum, wrong, busy, failed, sell, isAsked: isAsked && items.length === 0 };
}

function Selling(props: Props) {
  const { team, form, basket, wares } = props;
  const { items, sum, wrong, busy, failed, sell, isAsked } = useSale(props);
  const last = useLastSale(team.id);
  const [isOther, setOther] = useState(false);
  const pay = (
    <Pay basket={basket} isEmpty={items.length === 0} sum={sum} wrong={wrong} change={form.change}>
      <After last={last} isAsked={isAsked} />
    </Pay>
  );
  return (
    <Frame
      title={title()}
      note={weekday(new Date())}
      up={`/workshop/${team.id}`}
      alone
      tool={last && <UndoLast last={last} />}
      act={
        <>
          {!wide.value && pay}
          <MainAct
            icon="check"
            busy={busy}
            label={basket.card ? gettext("Sold by card") : gettext("Sold for cash")}
            onPress={() => void sell()}
          />
        </>
      }
    >
      <NotSaved code={failed ?? form.failed} />
      <div class="shelf bleed">
        <div class="wares">
          {wares.map((one, i) => (
            <Tile key={one.id} one={one} team={team} place={i} basket={basket} form={form} />
          ))}
        </div>
        <Other basket={basket} form={form} onAdd={() => setOther(true)} />
      </div>
      {wide.value && pay}
      {isOther && (
        <OtherSum
          title={gettext("Other sum")}
          yes={gettext("Add to the sale")}
          onClose={() => setOther(false)}
          onSum={(kopecks) => form.change({ other: [...basket.other, kopecks], given: null })}
        />
      )}
    </Frame>
  );
}

const FITS = 5;

function Tile({ one, team, place, basket, form }: Omit<Props, "wares"> & { one: Product; place: number }) {
  const count = basket.counts[one.id] ?? 0;
  const at = PIGMENTS.indexOf(team.pigment) + place;
  const pigment = PIGMENTS[at % PIGMENTS.length] ?? team.pigment;
  const [hryvnias, kopecks] = parted(priceOf(one));
  const name = local(one.name);
  return (
    <div class={`ware ${pigment}`}>
      <button type="button" onClick={() => form.change(tapped(basket, one.id, 1))}>
        <Drawn figure={one.figure} pigment={pigment} />
        <b>{name}</b>
        <span class={hryvnias.length > FITS ? "n far" : "n"}>
          {hryvnias}
          {priceOf(one) % 100 > 0 && <span class="kop">{kopecks}</span>}
          <span class="vh">{" ₴"}</span>
        </span>
        {count > 0 && <span class="x n">{count}</span>}
      </button>
      {count > 0 && (
        <button
          type="button"
          class="less"
          aria-label={gettext("One less: %(name)s", { name })}
          onClick={() => form.change(tapped(basket, one.id, -1))}
        >
          <Icon name="minus" />
        </button>
      )}
    </div>
  );
}

function Other({ basket: { other }, form, onAdd }: Pick<Props, "basket" | "form"> & { onAdd: () => void }) {
  return (
    <div class="rows">
      <button type="button" class="row" onClick={onAdd}>
        <div>
          <b>{gettext("Other sum")}</b>
        </div>
        <Icon name="plus" />
      </button>
      {other.map((kopecks, i) => (
        <div key={i} class="row">
          <div class="n">{price(kopecks)}</div>
          <button
            type="button"
            class="btn"
            aria-label={gettext("Take away: %(name)s", { name: price(kopecks) })}
            onClick={() => form.change({ other: other.filter((_, j) => j !== i), given: null })}
          >
            <Icon name="minus" />
          </button>
        </div>
      ))}
    </div>
  );
}

interface Sale {
  id: string;
  manufactory: string;
  name: string;
  kopecks: number;
  /** By the clock of this phone, as the server may have put it right in the books. */
  at: string;
}

/** The latest sale of this till on this phone. */
function lastSale(id: string): Sale | undefined {
  for (const { id: sale, type, body, at } of [...[...waiting.value].reverse(), ...delivered.value])
    if (type === "manufactories.add_entry" && body.kind === "sale" && body.manufactory === id)
      return { id: sale, manufactory: id, name: whatSold(body.items), kopecks: body.kopecks, at };
  return undefined;
}

/** The same while it may be undone; once it is, a second press does not reach the one before. */
function useLastSale(id: string): Sale | undefined {
  const last = lastSale(id);
  const left =
    last && !booksOf(id).value.reversed.has(last.id) ? Date.parse(last.at) + UNDO_MS - Date.now() : 0;
  const [, redraw] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => redraw((n) => n + 1), left);
    return () => clearTimeout(timer);
  }, [last?.id]);
  return left > 0 ? last : undefined;
}

function useUndo(last: Sale | undefined) {
  const { busy, failed, save } = useSaving();
  const undo = () =>
    void (
      last &&
      save(() =>
        act(
          "manufactories.reverse_entry",
          { manufactory: last.manufactory, entry: last.id, reason: gettext("At once, at the till") },
          { label: last.name },
        ),
      )
    );
  return { busy, failed, undo };
}

function UndoLast({ last }: { last: Sale }) {
  const { busy, undo } = useUndo(last);
  return (
    <button
      type="button"
      class="hit"
      aria-label={gettext("Undo the last sale")}
      aria-busy={busy}
      onClick={undo}
    >
      <Icon name="undo" />
    </button>
  );
}

/** Before anything is tapped: what was sold last, for a minute with the way back. */
function After({ last, isAsked }: { last: Sale | undefined; isAsked: boolean }) {
  const { busy, failed, undo } = useUndo(last);
  return (
    <>
      <NotSaved code={failed} />
      <p role={isAsked ? "alert" : "status"} class={isAsked ? "bad" : ""}>
        {last && !isAsked
          ? gettext("Sold: %(name)s, %(sum)s", { name: last.name, sum: price(last.kopecks) })
          : gettext("Tap what is sold.")}
      </p>
      {last && (
        <button type="button" class="btn" aria-busy={busy} onClick={undo}>
          <Icon name="undo" />
          {gettext("Undo")}
        </button>
      )}
    </>
  );
}
