/** The cash book: all that was ever written down, the latest day first. Nothing in it changes; what was taken back is struck through. */
import { type Signal, useSignal } from "@preact/signals";
import { useMemo, useState } from "preact/hooks";
import { gettext, number, pgettext } from "../../i18n";
import { Empty } from "../../parts/empty";
import { Choice } from "../../parts/field";
import { Frame, MainAct } from "../../parts/frame";
import { clock, date } from "../../parts/time";
import { awaited } from "./awaited";
import { EntrySheet } from "./book-entry";
import { type Books, booksOf, type Entry, type Manufactory } from "./books";
import { byWhom, sumOf, titleOf } from "./entry-words";
import { LongList } from "./long-list";
import { isMember } from "./mine";
import { OfTeam } from "./of-team";
import { daysOf, PAGE, pagesOf } from "./seen";
import { kinds } from "./words";

export default function BookScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <OfTeam id={id} title={gettext("Cash book")} up={`/workshop/${id}`}>
      {(team) => <Book team={team} />}
    </OfTeam>
  );
}

type Which = "all" | "in" | "out" | "count" | "waits";
const OUT: readonly Entry["kind"][] = ["purchase", "expense", "owner_out"];

function chosen(books: Books, which: Which): readonly Entry[] {
  const all = books.entries.filter(({ kind }) => kind !== "reversal");
  if (which === "waits") return awaited(books);
  if (which === "all") return all;
  if (which === "count") return all.filter(({ kind }) => kind === "count");
  return all.filter(({ kind }) => kind !== "count" && OUT.includes(kind) === (which === "out"));
}

function Book({ team }: { team: Manufactory }) {
  const [which, setWhich] = useState<Which>("all");
  const open = useSignal<string | undefined>(undefined);
  const books = booksOf(team.id).value;
  const entries = useMemo(() => chosen(books, which), [books, which]);
  const pages = useMemo(() => pagesOf(entries), [entries]);
  return (
    <Frame
      title={gettext("Cash book")}
      note={number(entries.length)}
      up={`/workshop/${team.id}`}
      narrow
      act={
        isMember(team.id) && (
          <MainAct icon="plus" to={`/workshop/${team.id}/entry`} label={gettext("Write down")} />
        )
      }
    >
      <Choice
        quiet
        label={gettext("Which entries")}
        options={[
          ["all", pgettext("entries", "all")],
          ["in", pgettext("entries", "in")],
          ["out", pgettext("entries", "out")],
          ["count", pgettext("entries", "counts")],
          ...(awaited(books).length ? ([["waits", pgettext("entries", "waiting")]] as const) : []),
        ]}
        value={which}
        set={setWhich}
      />
      {entries.length > 0 ? (
        <LongList
          key={which}
          pages={pages}
          guess={guess}
          page={(page, i) => (
            <Page
              page={page}
              before={entries[i * PAGE - 1]}
              books={books}
              onOpen={(id) => {
                open.value = id;
              }}
            />
          )}
        />
      ) : (
        <Nothing isAll={which === "all"} />
      )}
      <Opened id={open} books={books} />
    </Frame>
  );
}

/** Follows by itself what is open: the list need not be drawn anew. */
function Opened({ id, books }: { id: Signal<string | undefined>; books: Books }) {
  const entry = id.value && books.entries.find((one) => one.id === id.value);
  const close = () => {
    id.value = undefined;
  };
  return entry ? <EntrySheet entry={entry} books={books} onClose={close} /> : null;
}

const Nothing = ({ isAll }: { isAll: boolean }) =>
  isAll ? (
    <Empty title={gettext("The book is empty")}>
      {gettext("Every sale, purchase and expense is written here by itself, with who did it and when.")}
    </Empty>
  ) : (
    <p>{gettext("There is nothing of this kind.")}</p>
  );

const ROW = 75;
const HEAD = 64;
const guess = (page: readonly Entry[]): number => page.length * ROW + daysOf(page).length * HEAD;

interface PageProps {
  page: readonly Entry[];
  /** The last one of the page before. */
  before: Entry | undefined;
  books: Books;
  onOpen: (id: string) => void;
}

const Page = ({ page, before, books, onOpen }: PageProps) => (
  <>
    {daysOf(page).map(({ day, all }) => (
      <section key={day} class="day">
        {day !== before?.day && <h2 class="sec">{date(day)}</h2>}
        <ul class="rows">
          {all.map((entry) => (
            <Row key={entry.id} entry={entry} undone={books.reversed.get(entry.id)} onOpen={onOpen} />
          ))}
        </ul>
      </section>
    ))}
  </>
);

interface RowProps {
  entry: Entry;
  undone: Entry | undefined;
  onOpen: (id: string) => void;
}

function Row({ entry, undone, onOpen }: RowProps) {
  const { id, kind, at, waits, pending } = entry;
  const [title, sort] = [titleOf(entry), kinds()[kind]];
  return (
    <li class={pending || undone?.pending ? "wait" : ""}>
      <button type="button" class="row" onClick={() => onOpen(id)}>
        <div>
          <h3>{undone ? <s>{title}</s> : title}</h3>
          <p class="cap">
            {[...(title === sort ? [] : [sort]), byWhom(entry), clock(at)].join(" · ")}
            {pending && ` · ${gettext("waits for delivery")}`}
          </p>
          {undone ? (
            <p class="cap">{gettext("Taken back: %(name)s", { name: undone.note })}</p>
          ) : (
            waits && <span class="tag">{gettext("second person awaited")}</span>
          )}
        </div>
        <span class="n">{undone ? <s>{sumOf(entry)}</s> : sumOf(entry)}</span>
      </button>
    </li>
  );
}
