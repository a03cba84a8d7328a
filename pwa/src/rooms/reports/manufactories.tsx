/** The manufactories one looks after: rows on a phone, a table where there is room to compare them. */
import { gettext, local, number, pgettext } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { price } from "../../parts/money";
import { useRead } from "../../parts/read";
import { shortDate } from "../../parts/time";
import { wide } from "../../parts/wide";
import { account } from "../../store";
import { Mark } from "../manufactories/mark";
import { NextGate, Tags } from "../manufactories/stands";
import { type Line, MANUFACTORIES, type Manufactories, pathOf } from "./answers";
import { inOrder, ManufactoryRows, notIn, PlainRows } from "./manufactory-rows";

export default function ManufactoriesScreen() {
  const answer = useRead<Manufactories>(MANUFACTORIES);
  const isCoordinator = account.value?.roles.some(({ kind }) => kind === "coordinator") === true;
  const rest = notIn(answer.data?.manufactories);
  return (
    <Frame
      title={gettext("Manufactories")}
      act={isCoordinator && <MainAct icon="plus" to="/found" label={gettext("Found a manufactory")} />}
    >
      <h2 class="vh">{gettext("Manufactories")}</h2>
      {rest.length > 0 && <PlainRows rows={rest} />}
      {(answer.data || answer.problem || rest.length === 0) && (
        <AsOf path={MANUFACTORIES} answer={answer}>
          {({ manufactories }) => (
            <All all={manufactories} isEmpty={rest.length === 0} isCoordinator={isCoordinator} />
          )}
        </AsOf>
      )}
    </Frame>
  );
}

interface AllProps {
  all: Line[];
  isEmpty: boolean;
  isCoordinator: boolean;
}

function All({ all, isEmpty, isCoordinator }: AllProps) {
  if (all.length) return wide.value ? <Table all={all} /> : <ManufactoryRows all={all} />;
  return isEmpty ? <None isCoordinator={isCoordinator} /> : null;
}

const None = ({ isCoordinator }: { isCoordinator: boolean }) => (
  <Empty
    title={gettext("No manufactories yet")}
    steps={
      isCoordinator
        ? [
            gettext("Choose a few students of a group, and who does what"),
            gettext("Give the manufactory a name and a mark, and a mentor"),
            gettext("Its members keep the books; you see here how it stands"),
          ]
        : []
    }
  >
    {gettext("The workshop companies of your students will stand here with their money and the next gate.")}
  </Empty>
);

const Table = ({ all }: { all: readonly Line[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the window is scrolled by keyboard too
  <section class="tw" tabIndex={0} aria-label={gettext("Manufactories side by side")}>
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{gettext("Manufactory")}</th>
          <th scope="col" class="r">
            {gettext("Balance")}
          </th>
          <th scope="col" class="r">
            {pgettext("figure", "Revenue")}
          </th>
          <th scope="col" class="r">
            {pgettext("figure", "Result")}
          </th>
          <th scope="col" class="r wrap">
            {pgettext("figure", "Units sold")}
          </th>
          <th scope="col">{gettext("Next gate")}</th>
          <th scope="col" class="r wrap">
            {gettext("Last entry")}
          </th>
          <th scope="col">{gettext("State")}</th>
        </tr>
      </thead>
      <tbody>
        {inOrder(all).map((line) => (
          <Compared key={line.id} line={line} />
        ))}
      </tbody>
    </table>
  </section>
);

const Compared = ({ line }: { line: Line }) => (
  <tr>
    <th scope="row" class="wrap">
      <span class="mk">
        <Mark figure={line.figure} pigment={line.pigment} />
        <a href={pathOf(line.id)}>{local(line.name)}</a>
      </span>
    </th>
    <td class="r n">{price(line.balance)}</td>
    <td class="r n">{price(line.revenue)}</td>
    <td class="r n">{price(line.result)}</td>
    <td class="r n">{number(line.units)}</td>
    <td class="wrap">
      <NextGate stand={line} />
    </td>
    <td class="r n">
      {line.last_entry_at ? shortDate(line.last_entry_at) : <span class="cap">{gettext("not yet")}</span>}
    </td>
    <td>
      <Tags stand={line} />
    </td>
  </tr>
);
