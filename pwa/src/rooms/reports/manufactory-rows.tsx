/** The manufactories one looks after, as a list: those that need an eye first. */
import { gettext, local } from "../../i18n";
import { byName } from "../../parts/names";
import { type Row, table } from "../../store";
import { Mark } from "../manufactories/mark";
import { needsEye, StandRow } from "../manufactories/stands";
import { people } from "../manufactories/words";
import { type Line, pathOf } from "./answers";

export const inOrder = (all: readonly Line[]): Line[] =>
  [...all].sort(
    (a, b) =>
      Number(needsEye(b)) - Number(needsEye(a)) || byName({ name: local(a.name) }, { name: local(b.name) }),
  );

interface Props {
  all: readonly Line[];
  /** The one that is open beside the list. */
  here?: string;
}

export const ManufactoryRows = ({ all, here }: Props) => (
  <ul class="rows">
    {inOrder(all).map((line) => (
      <StandRow key={line.id} one={line} stand={line} to={pathOf(line.id)} isHere={line.id === here} />
    ))}
  </ul>
);

/** What this phone knows of and the last answer does not: of its figures nothing is said. */
export const notIn = (answer: readonly Line[] | undefined): Row<"school_manufactory">[] => {
  const told = new Set(answer?.map(({ id }) => id));
  return table("school_manufactory")
    .value.filter(({ id }) => !told.has(id))
    .sort((a, b) => byName({ name: local(a.name) }, { name: local(b.name) }));
};

export const PlainRows = ({ rows }: { rows: readonly Row<"school_manufactory">[] }) => (
  <ul class="rows">
    {rows.map(({ id, name, makes, figure, pigment, members, pending }) => (
      <li key={id} class={pending ? "wait" : ""}>
        <a class="row" href={pathOf(id)}>
          <Mark figure={figure} pigment={pigment} />
          <div>
            <h3>{local(name)}</h3>
            <p class="cap">{local(makes)}</p>
            <p class="cap">{pending ? gettext("saved on this phone") : people(members)}</p>
          </div>
        </a>
      </li>
    ))}
  </ul>
);
