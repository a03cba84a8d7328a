/** The cash box counted: what lies in it against what the book says, the difference seen at once. In at most four taps. */
import { useEffect, useState } from "preact/hooks";
import { gettext, local, pgettext } from "../../i18n";
import { Banner } from "../../parts/bits";
import { type Drafted, useDraft } from "../../parts/draft";
import { Choice, Field, NEEDED } from "../../parts/field";
import { Form, useSending } from "../../parts/form";
import { Frame } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import Missing from "../../parts/missing";
import { MOST, money, moneyTrouble, price, readMoney } from "../../parts/money";
import { type Refused, refusedAct, WhyRefused } from "../../parts/refused";
import type { Acts } from "../../store";
import { needsSecond } from "../../store/postings";
import { booksOf, type Manufactory } from "./books";
import { PIECES, type Pieces, sumOfPieces } from "./coins";
import { membersOf } from "./crew";
import { isMember, mine } from "./mine";
import { OfTeam } from "./of-team";
import { OverLimit } from "./over-limit";
import { bare } from "./typed";

type AddEntry = Acts["manufactories.add_entry"];

interface Typed {
  sum: string;
  pieces: Pieces;
  note: string;
}

const title = () => gettext("Count the cash");

export default function CountScreen({ ids: [id = "", mends] }: { ids: readonly string[] }) {
  const before = refusedAct("manufactories.add_entry", mends);
  if (!isMember(id)) return <Missing />;
  return (
    <OfTeam id={id} title={title()} up={`/workshop/${id}`}>
      {(team) => <Starting team={team} before={before} />}
    </OfTeam>
  );
}

interface Props {
  team: Manufactory;
  before: Refused<"manufactories.add_entry"> | undefined;
}

function Starting({ team, before }: Props) {
  const form = useDraft<Typed>(
    before ? `count ${before.id}` : `count ${team.id}`,
    before && { sum: bare(before.body.counted ?? 0), note: before.body.note },
  );
  if (form.isReady) return <Counting team={team} before={before} form={form} />;
  return (
    <Frame title={title()} up={`/workshop/${team.id}`} narrow>
      {null}
    </Frame>
  );
}

function useCount({ team, before, form }: Props & { form: Drafted<Typed> }) {
  const [isChecked, setChecked] = useState(false);
  const { sum = "", note = "" } = form.typed;
  const book = booksOf(team.id).value.figures.cash;
  const counted = readMoney(sum);
  const off = counted === null || counted > MOST ? null : counted - book;
  const wrong = { sum: moneyTrouble(sum, 0), note: off && !note.trim() ? NEEDED() : undefined };
  const body: AddEntry = {
    manufactory: team.id,
    kind: "count",
    money: "cash",
    kopecks: 0,
    items: [],
    counted: counted ?? 0,
    book,
    note: off ? note.trim() : "",
    day: null,
  };
  const send = () =>
    form.send("manufactories.add_entry", body, { label: local(team.name), mends: before?.id });
  const check = () => {
    setChecked(true);
    return !wrong.sum && !wrong.note;
  };
  const sending = useSending(send, `/workshop/${team.id}`, check);
  return { sum, note, book, off, body, wrong, isChecked, sending };
}

function Counting(props: Props & { form: Drafted<Typed> }) {
  const { team, before, form } = props;
  const { sum, note, book, off, body, wrong, isChecked, sending } = useCount(props);
  useEffect(() => document.getElementById("counted")?.focus(), []);
  return (
    <Form title={title()} up={`/workshop/${team.id}`} label={gettext("Save the count")} sending={sending}>
      <WhyRefused act={before} />
      {mine().length > 1 && <p class="cap">{local(team.name)}</p>}
      <div class="cells">
        <div>
          <span class="cap">{gettext("In the book")}</span>
          <span class="n">{money(book)}</span>
        </div>
        <Difference off={off} />
      </div>
      <Field
        id="counted"
        class="in n sum"
        label={gettext("In the cash box, ₴")}
        value={sum}
        set={(typed) => form.change({ sum: typed })}
        inputMode="decimal"
        autocomplete="off"
        enterkeyhint="done"
        wrong={isChecked ? wrong.sum : undefined}
      />
      <ByPieces form={form} />
      {off !== null && off !== 0 && (
        <Why off={off} note={note} wrong={isChecked ? wrong.note : undefined} change={form.change} />
      )}
      {needsSecond(body, team.spending_limit) && off !== null && <OverLimit limit={team.spending_limit} />}
      {membersOf(team.id).length > 1 && <OtherPhones off={off} />}
    </Form>
  );
}

const Difference = ({ off }: { off: number | null }) => (
  <div role="status">
    <span class="cap">
      {off === null || off === 0
        ? gettext("Difference")
        : off < 0
          ? pgettext("difference", "Missing")
          : pgettext("difference", "Too much")}
    </span>
    <span class={off ? "n bad" : "n"}>
      {off === null ? "–" : off === 0 ? pgettext("difference", "none") : money(Math.abs(off))}
    </span>
  </div>
);

/** Whoever likes counts note by note; the sum is typed by itself. */
function ByPieces({ form }: { form: Drafted<Typed> }) {
  const pieces = form.typed.pieces ?? {};
  const set = (piece: number, typed: string) => {
    const next = { ...pieces, [piece]: typed };
    const sum = sumOfPieces(next);
    form.change({ pieces: next, ...(sum !== null && { sum: bare(sum) }) });
  };
  return (
    <details class="unfold">
      <summary class="row">
        <div>{gettext("By notes and coins")}</div>
        <Icon name="down" />
      </summary>
      <div class="card pieces">
        {PIECES.map((piece) => (
          <label key={piece} class="line">
            <span class="n">{price(piece)} ×</span>
            <input
              class="in"
              inputMode="numeric"
              autocomplete="off"
              maxLength={6}
              value={pieces[piece] ?? ""}
              onInput={(event) => set(piece, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
    </details>
  );
}

interface WhyProps {
  off: number;
  note: string;
  wrong: string | undefined;
  change: Drafted<Typed>["change"];
}

/** The usual reasons are a tap each. */
function Why({ off, note, wrong, change }: WhyProps) {
  const usual = [
    gettext("wrong change was given"),
    off < 0 ? gettext("an expense was not written down") : gettext("a sale was not written down"),
    gettext("nobody knows"),
  ];
  return (
    <>
      <p>
        {off < 0
          ? gettext(
              "The book will be put down to what lies in the box, and the missing sum stands in it as missing.",
            )
          : gettext("The book will be put up to what lies in the box, and the sum stands in it as found.")}
      </p>
      <Choice
        label={gettext("Why it differs")}
        options={usual.map((one) => [one, one] as const)}
        value={note}
        set={(value) => change({ note: value })}
      />
      <Field
        id="why"
        label={gettext("In other words")}
        value={note}
        set={(value) => change({ note: value })}
        maxLength={200}
        enterkeyhint="done"
        wrong={wrong}
      />
    </>
  );
}

/** What others sold without a network is in the box, but not in this phone's book. */
function OtherPhones({ off }: { off: number | null }) {
  const text = gettext(
    "Sales that still wait on other phones lie in the box, but not in this book. Count once every phone says “Delivered”.",
  );
  return off ? (
    <Banner icon="phone" title={gettext("Have the other phones delivered?")}>
      <p>{text}</p>
    </Banner>
  ) : (
    <p class="cap">{text}</p>
  );
}
