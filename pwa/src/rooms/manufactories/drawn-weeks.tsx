/** Money by week and units by product, drawn; each with its table below. */
import type { ComponentChildren } from "preact";
import { gettext, lang, local, number, pgettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { plus } from "../../parts/day";
import { Icon } from "../../parts/icon";
import { money, price } from "../../parts/money";
import { shortDate, span } from "../../parts/time";
import type { Product } from "./books";
import type { Week } from "./weeks";
import { quantity } from "./words";

const COLUMN = 54;
const FLOOR = 124;
const HIGHEST = 96;
const THOUSAND = 100_000;

/** What stands on a bar: "8,0" thousands, "640" where there are none; a bar is three signs wide, and too low a one has none. */
export function onBar(kopecks: number, inThousands: boolean): string {
  if (!inThousands) return String(Math.round(kopecks / 100));
  const thousands = kopecks / THOUSAND;
  if (thousands < 0.05) return "";
  const maximumFractionDigits = thousands < 9.95 ? 1 : 0;
  return new Intl.NumberFormat(lang.value, {
    maximumFractionDigits,
    minimumFractionDigits: maximumFractionDigits,
  }).format(thousands);
}

export function Weeks({ weeks }: { weeks: readonly Week[] }) {
  if (!weeks.length) return null;
  const most = Math.max(...weeks.flatMap(({ came, went }) => [came, went]));
  const inThousands = most >= THOUSAND;
  const said = weeks.map(({ from, came, went }) =>
    gettext("%(date)s: %(in)s in, %(out)s out", { date: shortDate(from), in: price(came), out: price(went) }),
  );
  return (
    <Section title={inThousands ? gettext("Weeks, ₴ thousand") : gettext("Weeks, ₴")}>
      <figure>
        <svg class="chart" viewBox="0 0 324 152" role="img" aria-label={said.join("; ")}>
          {weeks.map((week, i) => (
            <Bars key={week.from} week={week} at={i * COLUMN} most={most} inThousands={inThousands} />
          ))}
        </svg>
        <figcaption class="mk key">
          <span class="mk">
            <i class="kin" />
            {gettext("came in")}
          </span>
          <span class="mk">
            <i />
            {gettext("went out")}
          </span>
        </figcaption>
      </figure>
      <AsTable head={[gettext("Week"), gettext("came in"), gettext("went out")]}>
        {weeks.map(({ from, came, went }) => (
          <tr key={from}>
            <th scope="row">{span(from, plus(from, { days: 6 }))}</th>
            <td class="n r">{money(came)}</td>
            <td class="n r">{money(went)}</td>
          </tr>
        ))}
      </AsTable>
    </Section>
  );
}

interface BarsProps {
  week: Week;
  at: number;
  most: number;
  inThousands: boolean;
}

function Bars({ week: { from, came, went }, at, most, inThousands }: BarsProps) {
  const tall = (sum: number) => Math.max(2, Math.round((sum / most) * HIGHEST));
  return (
    <>
      {came > 0 && (
        <>
          <path class="fo" d={`M${at + 1} ${FLOOR}h25v-${tall(came)}h-25z`} />
          <text x={at + 13} y={FLOOR - 6 - tall(came)} text-anchor="middle">
            {onBar(came, inThousands)}
          </text>
        </>
      )}
      {went > 0 && (
        <>
          <path class="fe" d={`M${at + 29} ${FLOOR}h22v-${tall(went)}h-22z`} />
          <text class="tx" x={at + 40} y={FLOOR - 6 - tall(went)} text-anchor="middle">
            {onBar(went, inThousands)}
          </text>
        </>
      )}
      <path class="fk" d={`M${at} ${FLOOR}h${COLUMN}v2h-${COLUMN - 2}v5h-2z`} />
      <text class="tx" x={at + 5} y="147">
        {shortDate(from)}
      </text>
    </>
  );
}

/** The same for whoever reads rather than looks. */
const AsTable = ({ head: [first, ...rest], children }: { head: string[]; children: ComponentChildren }) => (
  <details class="unfold">
    <summary class="row">
      <div>{gettext("The same as a table")}</div>
      <Icon name="down" />
    </summary>
    <div class="tw">
      <table>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {rest.map((name) => (
              <th key={name} scope="col" class="r">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  </details>
);

interface SoldProps {
  products: readonly Pick<Product, "id" | "name" | "unit">[];
  sold: ReadonlyMap<string, number>;
  /** Kopecks that each brought, where that is told. */
  brought?: ReadonlyMap<string, number>;
}

/** What was sold of each product, the most first. */
export function Sold({ products, sold, brought }: SoldProps) {
  const all = products
    .map((product) => ({
      id: product.id,
      name: local(product.name),
      unit: product.unit,
      count: sold.get(product.id) ?? 0,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const most = all[0]?.count ?? 0;
  if (!most) return null;
  return (
    <Section title={gettext("Sold")}>
      <div
        class="card bars"
        role="img"
        aria-label={all.map(({ name, count, unit }) => `${name}: ${quantity(count, unit)}`).join("; ")}
      >
        {all.map(({ id, name, count, unit }) => (
          <div key={id}>
            <div class="line">
              <span>{name}</span>
              <span class="n">{quantity(count, unit)}</span>
            </div>
            <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
              <path class="fo" d={`M0 0h${(100 * count) / most}v1H0z`} />
            </svg>
          </div>
        ))}
      </div>
      <AsTable
        head={[gettext("Product"), gettext("Sold"), ...(brought ? [pgettext("figure", "Revenue")] : [])]}
      >
        {all.map(({ id, name, count }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <td class="n r">{number(count)}</td>
            {brought && <td class="n r">{money(brought.get(id) ?? 0)}</td>}
          </tr>
        ))}
      </AsTable>
    </Section>
  );
}
