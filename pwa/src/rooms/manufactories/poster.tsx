/** A manufactory's name, mark and money, read at arm's length. */
import type { ComponentChildren } from "preact";
import { gettext, local } from "../../i18n";
import { money, parted, price, SIGN } from "../../parts/money";
import { shortDate } from "../../parts/time";
import { type Books, counts, type Entry, type Manufactory } from "./books";
import { Mark } from "./mark";
import { moved } from "./weeks";

/** In figures; what does not fit at 88 px stands smaller. */
const FITS = 6;

export const Poster = ({ team, books }: { team: Manufactory; books: Books }) => (
  <Face team={team} label={gettext("In the cash box")} kopecks={books.figures.cash}>
    {books.figures.card !== 0 && (
      <p class="cap">
        {gettext("On the account: %(card)s. In all: %(all)s", {
          card: price(books.figures.card),
          all: price(books.figures.balance),
        })}
      </p>
    )}
    <Underway books={books} />
  </Face>
);

interface FaceProps {
  team: Pick<Manufactory, "makes" | "name" | "figure" | "pigment">;
  /** What the sum is. */
  label: string;
  kopecks: number;
  children: ComponentChildren;
}

export function Face({ team, label, kopecks, children }: FaceProps) {
  const [hryvnias, rest] = parted(kopecks);
  return (
    <div class={`poster bleed ${team.pigment}`}>
      <div class="split">
        <div>
          <p class="cap">{local(team.makes)}</p>
          <h2>{local(team.name)}</h2>
        </div>
        <Mark figure={team.figure} pigment={team.pigment} inverse class="mark" />
      </div>
      <div class="bal">
        <p class="cap">{label}</p>
        <p class={hryvnias.length > FITS ? "n huge long" : "n huge"}>
          {hryvnias}
          <span class="kop">
            {rest}
            {SIGN}
          </span>
        </p>
        {children}
      </div>
    </div>
  );
}

/** What of it stands on this phone alone, when it was last checked. */
function Underway({ books }: { books: Books }) {
  const pending = books.entries.filter((entry) => entry.pending && counts(entry));
  const counted = lastCount(books);
  return (
    <>
      {pending.length > 0 && (
        <p class="cap">
          {gettext("Still to be delivered:")}{" "}
          <b class="n">{money(pending.reduce((sum, one) => sum + moved(one.lines), 0))}</b>
        </p>
      )}
      {counted && <p class="cap">{gettext("Counted on %(date)s", { date: shortDate(counted.day) })}</p>}
    </>
  );
}

/** The latest count of the cash box that stands. */
const lastCount = ({ entries, reversed }: Books): Entry | undefined =>
  entries.find((entry) => entry.kind === "count" && counts(entry) && !reversed.has(entry.id));
