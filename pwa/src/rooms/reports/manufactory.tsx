/** One manufactory as its school and its programme see it. */
import { gettext, local, number, pgettext } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Section } from "../../parts/bits";
import { UNKNOWN } from "../../parts/drawn";
import { Frame } from "../../parts/frame";
import { price } from "../../parts/money";
import { useRead } from "../../parts/read";
import { duration, shortDate } from "../../parts/time";
import { wide } from "../../parts/wide";
import { table } from "../../store";
import { Sold, Weeks } from "../manufactories/drawn-weeks";
import { GateCells } from "../manufactories/gate-row";
import { Face } from "../manufactories/poster";
import { Standing } from "../manufactories/stands";
import { WEEKS } from "../manufactories/weeks";
import { carriers, postName } from "../manufactories/words";
import { kindOf } from "../mentoring/words";
import { Figure } from "../programmes/group";
import { useAnswered } from "./acted-on";
import { MANUFACTORIES, type Manufactories, type Manufactory, manufactoryPath } from "./answers";
import { TeamMentors } from "./manufactory-mentors";
import { ManufactoryRows } from "./manufactory-rows";
import { WaitingEntries } from "./manufactory-waiting";

export default function ManufactoryScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  const path = manufactoryPath(id);
  const answer = useRead<Manufactory>(path);
  useAnswered(id);
  const name = answer.data?.name ?? table("school_manufactory").value.find((one) => one.id === id)?.name;
  return (
    <Frame
      title={name && wide.value ? local(name) : gettext("Manufactory")}
      up="/manufactories"
      list={wide.value && <Beside here={id} />}
    >
      <AsOf path={path} answer={answer}>
        {(one) => <Whole one={one} />}
      </AsOf>
    </Frame>
  );
}

function Beside({ here }: { here: string }) {
  const { data } = useRead<Manufactories>(MANUFACTORIES);
  return (
    <>
      <h2>{gettext("Manufactories")}</h2>
      {data && <ManufactoryRows all={data.manufactories} here={here} />}
    </>
  );
}

const Whole = ({ one }: { one: Manufactory }) => (
  <>
    <Face team={one} label={gettext("All the money there is")} kopecks={one.balance}>
      {one.card !== 0 && (
        <p class="cap">
          {gettext("In the cash box: %(cash)s. On the account: %(card)s", {
            cash: price(one.cash),
            card: price(one.card),
          })}
        </p>
      )}
    </Face>
    <WaitingEntries one={one} />
    <div class="cells">
      <Figure label={pgettext("figure", "Revenue")} value={price(one.revenue)} />
      <Figure label={pgettext("figure", "Result")} value={price(one.result)} />
      <Figure label={pgettext("figure", "Units sold")} value={number(one.units)} />
      <Figure
        label={pgettext("figure", "Break-even")}
        value={one.break_even ? shortDate(one.break_even) : UNKNOWN}
      />
    </div>
    <div>
      <Standing stand={one} />
    </div>
    <Gates one={one} />
    <Weeks weeks={one.weeks.slice(-WEEKS).map(({ monday, ...week }) => ({ ...week, from: monday }))} />
    <Products one={one} />
    <Members one={one} />
    <TeamMentors one={one} />
    <Sessions one={one} />
    <About one={one} />
  </>
);

/** How they stand, and what a mentor wrote when one was passed. */
function Gates({ one: { id, gates } }: { one: Manufactory }) {
  if (!gates.length) return null;
  const all = gates.map((gate) => ({
    gate: { ...gate, manufactory: id, id: `${gate.due} ${local(gate.name)}` },
    passed: gate.passed_on,
  }));
  const said = gates.filter(({ passed_on, steps }) => passed_on && steps.length);
  return (
    <Section title={gettext("Gates")}>
      <GateCells all={all} />
      {said.length > 0 && (
        <ul class="rows">
          {said.map(({ name, steps }) => (
            <li key={local(name)} class="row">
              <div>
                <h3>{local(name)}</h3>
                <p>{steps.at(-1)?.said}</p>
                <p class="cap">
                  {steps.at(-1)?.by} · {shortDate(steps.at(-1)?.day ?? "")}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Products({ one: { products } }: { one: Manufactory }) {
  const known = products.flatMap(({ id, unit, name }) => (id && unit ? [{ id, unit, name }] : []));
  const count = (figure: "units" | "revenue") =>
    new Map(products.map((product) => [product.id ?? "", product[figure]]));
  const besides = products.find(({ id }) => id === null);
  return (
    <>
      <Sold products={known} sold={count("units")} brought={count("revenue")} />
      {besides && (
        <p class="cap">
          {gettext("Sold besides, without a product: %(sum)s", { sum: price(besides.revenue) })}
        </p>
      )}
    </>
  );
}

const Members = ({ one: { team } }: { one: Manufactory }) => (
  <Section title={gettext("Members")}>
    <ul class="rows">
      {team.map(({ name, posts }) => (
        <li key={name} class="row">
          <div>
            <h3>{name}</h3>
            <p class="cap">{posts.map(postName).join(", ") || gettext("no post yet")}</p>
          </div>
        </li>
      ))}
    </ul>
  </Section>
);

const Sessions = ({ one: { sessions } }: { one: Manufactory }) => (
  <Section title={gettext("Sessions")}>
    {sessions.length > 0 ? (
      <ul class="rows">
        {sessions.map(({ kind, day, minutes, by }, i) => (
          <li key={`${day} ${i}`} class="row">
            <div>
              <h3>
                {shortDate(day)} · {kindOf(kind)}
              </h3>
              <p class="cap">
                {duration(minutes)} · {by}
              </p>
            </div>
          </li>
        ))}
      </ul>
    ) : (
      <p class="cap">{gettext("No session was logged yet.")}</p>
    )}
  </Section>
);

function About({ one: { school, cohort, programme, carrier } }: { one: Manufactory }) {
  const before = carriers().find(([kind]) => kind === carrier)?.[1];
  return (
    <p class="cap">
      {local(programme)} · {local(cohort)} · {local(school)}.{" "}
      {gettext("Before the law: %(carrier)s.", { carrier: before ?? "" })}
    </p>
  );
}
