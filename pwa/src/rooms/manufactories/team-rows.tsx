/** Teams in a list: how each stands, and what of it needs an eye. */
import { gettext, ngettext } from "../../i18n";
import { price } from "../../parts/money";
import { shortDate } from "../../parts/time";
import { nameOf } from "./crew";
import { Mark } from "./mark";
import { type Facts, gateName } from "./team-facts";

interface Props {
  all: readonly Facts[];
  /** The one that is open beside the list. */
  here?: string;
}

export const TeamRows = ({ all, here }: Props) => (
  <ul class="rows">
    {all.map((facts) => (
      <TeamRow key={facts.team.id} facts={facts} isHere={facts.team.id === here} />
    ))}
  </ul>
);

export const TeamRow = ({ facts, isHere = false }: { facts: Facts; isHere?: boolean }) => {
  const { team, books, lastEntry } = facts;
  return (
    <li class={team.pending ? "wait" : ""}>
      <a class="row" href={`/teams/${team.id}`} aria-current={isHere ? "true" : undefined}>
        <Mark figure={team.figure} pigment={team.pigment} />
        <div>
          <h3>{nameOf(team)}</h3>
          <p class="cap">
            {price(books.figures.balance)} ·{" "}
            {lastEntry
              ? gettext("last entry %(date)s", { date: shortDate(lastEntry) })
              : gettext("no entry yet")}
          </p>
          <NextGate {...facts} />
          <Tags {...facts} />
        </div>
      </a>
    </li>
  );
};

const NextGate = ({ next, isOverdue, gates }: Facts) => {
  if (!next) return gates.length > 0 ? <p class="cap">{gettext("all gates passed")}</p> : null;
  const values = { name: gateName(next), date: shortDate(next.due) };
  return isOverdue ? (
    <p class="bad">{gettext("%(name)s, due since %(date)s", values)}</p>
  ) : (
    <p class="cap">{gettext("%(name)s by %(date)s", values)}</p>
  );
};

const Tags = ({ waiting, isQuiet, team }: Facts) => {
  const tags = [
    waiting.length > 0 && (
      <span class="tag" key="waits">
        {ngettext("%(num)s to approve", "%(num)s to approve", waiting.length)}
      </span>
    ),
    isQuiet && (
      <span class="tag bad" key="quiet">
        {gettext("quiet")}
      </span>
    ),
    team.pending && (
      <span class="tag" key="sent">
        {gettext("waits for delivery")}
      </span>
    ),
  ].filter(Boolean);
  return tags.length > 0 ? <p class="mk wrap">{tags}</p> : null;
};
