/** One product: how it is called, measured and drawn, what it costs, and whether it is still sold. */
import { useState } from "preact/hooks";
import { gettext, lang, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { type Drafted, useDraft } from "../../parts/draft";
import { Choice, Field, NEEDED } from "../../parts/field";
import { Form, useSending } from "../../parts/form";
import { MainAct } from "../../parts/frame";
import Missing from "../../parts/missing";
import { moneyTrouble, parted, price, readMoney } from "../../parts/money";
import { NotSaved, useSaving } from "../../parts/saving";
import { Sure } from "../../parts/sure";
import { clock, date } from "../../parts/time";
import { act } from "../../store";
import type { Figure, Unit } from "../../store/wire";
import { type Manufactory, type Product, priceOf, productsOf } from "./books";
import { nameOf } from "./crew";
import { FigurePicker } from "./mark-picker";
import { OfTeam } from "./of-team";
import { units } from "./words";

/** In the place of an id. */
const NEW = "new";

export default function ProductScreen({ ids: [team = "", id = NEW] }: { ids: readonly string[] }) {
  return (
    <OfTeam id={team} title={gettext("Product")} up={`/workshop/${team}/products`}>
      {(found) => {
        const product = productsOf(team).find((one) => one.id === id);
        return product || id === NEW ? <Writing team={found} product={product} /> : <Missing />;
      }}
    </OfTeam>
  );
}

interface Typed {
  name: string;
  unit: Unit;
  price: string;
  figure: Figure;
}

interface Props {
  team: Manufactory;
  product: Product | undefined;
}

/** As the product stands, where nothing else was typed. */
function filled({ product }: Props, typed: Partial<Typed>): Typed {
  const kept = product && {
    name: local(product.name),
    unit: product.unit,
    price: parted(priceOf(product)).join(""),
    figure: product.figure,
  };
  return { name: "", unit: "piece", price: "", figure: "candle", ...kept, ...typed };
}

/** Nothing of a product is said again that it says already. */
function useProduct(props: Props) {
  const { team, product } = props;
  const form = useDraft<Typed>(`product ${product?.id ?? team.id}`);
  const now = filled(props, form.typed);
  const [isChecked, setChecked] = useState(false);
  const name = now.name.trim();
  const kopecks = readMoney(now.price) ?? 0;
  const wrong = { name: name ? undefined : NEEDED(), price: moneyTrouble(now.price) };
  const isOther =
    !product ||
    name !== local(product.name) ||
    now.unit !== product.unit ||
    now.figure !== product.figure ||
    kopecks !== priceOf(product);
  const check = () => {
    setChecked(true);
    return !wrong.name && !wrong.price;
  };
  const send = () => save(form, props, { ...now, name }, kopecks);
  const sending = useSending(send, `/workshop/${team.id}/products`, check);
  return { form, now, wrong: isChecked ? wrong : {}, isOther, sending };
}

/** What it is called and what it costs are two acts: either may be refused alone. */
async function save(form: Drafted<Typed>, { team, product }: Props, now: Typed, kopecks: number) {
  const { name, unit, figure } = now;
  const body = { manufactory: team.id, name: { ...product?.name, [lang.peek()]: name }, unit, figure };
  const options = { label: name };
  if (!product) return form.send("manufactories.add_product", { ...body, kopecks }, options);
  const of = { product: product.id };
  if (name !== local(product.name) || unit !== product.unit || figure !== product.figure)
    await act("manufactories.change_product", { ...body, ...of, active: product.active }, options);
  if (kopecks !== priceOf(product))
    await act("manufactories.set_price", { manufactory: team.id, ...of, kopecks }, options);
  return form.clear();
}

function Writing(props: Props) {
  const { team, product } = props;
  const { form, now, wrong, isOther, sending } = useProduct(props);
  const up = `/workshop/${team.id}/products`;
  return (
    <Form
      title={product ? gettext("Product") : gettext("New product")}
      up={up}
      label={product ? gettext("Save the changes") : gettext("Put it on sale")}
      sending={sending}
      instead={isOther ? undefined : <MainAct to={up} label={gettext("Nothing has changed")} />}
    >
      <Fields form={form} now={now} wrong={wrong} team={team} />
      {product && (
        <>
          <Prices product={product} />
          <Sold team={team} product={product} />
        </>
      )}
    </Form>
  );
}

interface FieldsProps {
  form: Drafted<Typed>;
  now: Typed;
  wrong: { name?: string | undefined; price?: string | undefined };
  team: Manufactory;
}

const Fields = ({ form: { change }, now, wrong, team }: FieldsProps) => (
  <>
    <h2 class="as-h3">{nameOf(team)}</h2>
    <Field
      id="name"
      label={gettext("Name")}
      maxLength={200}
      value={now.name}
      set={(name) => change({ name })}
      wrong={wrong.name}
    />
    <Choice label={gettext("Sold by")} options={units()} value={now.unit} set={(unit) => change({ unit })} />
    <Field
      id="price"
      label={gettext("Price of one, ₴")}
      inputMode="decimal"
      autocomplete="off"
      maxLength={14}
      value={now.price}
      set={(typed) => change({ price: typed })}
      wrong={wrong.price}
    />
    <FigurePicker
      label={gettext("Figure on its tile at the till")}
      figure={now.figure}
      pigment={team.pigment}
      set={(figure) => change({ figure })}
    />
  </>
);

const Prices = ({ product }: { product: Product }) => (
  <Section title={gettext("Prices")}>
    <ul class="rows">
      {[...product.prices].reverse().map(({ kopecks, since }, i) => (
        <li key={since} class="row">
          <div>
            <h3>{price(kopecks)}</h3>
            <p class="cap">
              {gettext("since %(date)s, %(time)s", { date: date(since), time: clock(since) })}
            </p>
          </div>
          {i === 0 && <span class="tag ok">{gettext("holds now")}</span>}
        </li>
      ))}
    </ul>
  </Section>
);

/** On sale, or off the list; what was sold stays in the books either way. */
function Sold({ team, product }: { team: Manufactory; product: Product }) {
  const { busy, failed, save } = useSaving();
  const { id, name, unit, figure, active } = product;
  const turn = () => {
    const body = { manufactory: team.id, product: id, name, unit, figure, active: !active };
    return save(() => act("manufactories.change_product", body, { label: local(name) }));
  };
  if (!active)
    return (
      <>
        <NotSaved code={failed} />
        <button type="button" class="btn wide" aria-busy={busy} onClick={() => void turn()}>
          {gettext("Sell it again")}
        </button>
      </>
    );
  return (
    <Sure label={gettext("Take off sale")} wide title={gettext("Take it off sale?")} onYes={turn}>
      <NotSaved code={failed} />
      <p>
        {gettext("It leaves the till. What was sold stays in the books, and it can be sold again later.")}
      </p>
    </Sure>
  );
}
