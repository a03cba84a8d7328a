/** Money that came or went otherwise than by a sale, written down in three taps and the sum. */
import { useEffect, useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { today } from "../../parts/day";
import { type Drafted, useDraft } from "../../parts/draft";
import { Choice, Field, Moment, Wrong } from "../../parts/field";
import { Form, useSending } from "../../parts/form";
import { Frame } from "../../parts/frame";
import Missing from "../../parts/missing";
import { moneyTrouble, readMoney } from "../../parts/money";
import { type Refused, refusedAct, WhyRefused } from "../../parts/refused";
import type { Acts } from "../../store";
import { needsSecond } from "../../store/postings";
import type { EntryKind, Money } from "../../store/wire";
import type { Manufactory } from "./books";
import { isMember, mine } from "./mine";
import { OfTeam } from "./of-team";
import { OverLimit } from "./over-limit";
import { bare, dayTrouble, yearAgo } from "./typed";
import { kinds, pockets } from "./words";

type AddEntry = Acts["manufactories.add_entry"];

interface Typed {
  kind: EntryKind;
  sum: string;
  note: string;
  money: Money;
  day: string;
}

const KINDS = ["expense", "purchase", "grant", "owner_in", "owner_out"] as const;
/** Only what one bought oneself is paid out of one's own pocket. */
const OWN: readonly EntryKind[] = ["expense", "purchase"];

export default function EntryScreen({ ids: [id = "", mends] }: { ids: readonly string[] }) {
  const before = refusedAct("manufactories.add_entry", mends);
  if (!isMember(id)) return <Missing />;
  return (
    <OfTeam id={id} title={gettext("Write down")} up={`/workshop/${id}`}>
      {(team) => <Entering team={team} before={before} />}
    </OfTeam>
  );
}

interface Props {
  team: Manufactory;
  before: Refused<"manufactories.add_entry"> | undefined;
}

/** A refused entry as it was typed. */
const typedIn = ({ kind, kopecks, note, money, day }: AddEntry): Partial<Typed> => ({
  kind,
  sum: bare(kopecks),
  note,
  money,
  ...(day && { day }),
});

function Entering({ team, before }: Props) {
  const form = useDraft<Typed>(
    before ? `entry ${before.id}` : `entry ${team.id}`,
    before && typedIn(before.body),
  );
  if (form.isReady) return <Writing team={team} before={before} form={form} />;
  return (
    <Frame title={gettext("Write down")} up={`/workshop/${team.id}`} narrow>
      {null}
    </Frame>
  );
}

const bodyOf = (team: Manufactory, { kind, sum, note, money, day }: Typed): AddEntry => ({
  manufactory: team.id,
  kind,
  money,
  kopecks: readMoney(sum) ?? 0,
  items: [],
  counted: null,
  book: null,
  note: note.trim(),
  day: day === today() ? null : day,
});

function useEntry({ team, before, form }: Props & { form: Drafted<Typed> }) {
  const [isChecked, setChecked] = useState(false);
  const { kind = "expense", sum = "", note = "", day = today() } = form.typed;
  const { money: chosen = "cash" } = form.typed;
  const money = chosen === "own" && !OWN.includes(kind) ? "cash" : chosen;
  const now: Typed = { kind, sum, note, money, day };
  const body = bodyOf(team, now);
  const wrong = { sum: moneyTrouble(sum), day: dayTrouble(day) };
  const send = () =>
    form.send("manufactories.add_entry", body, { label: body.note || kinds()[kind], mends: before?.id });
  const check = () => {
    setChecked(true);
    return !wrong.sum && !wrong.day;
  };
  const sending = useSending(send, `/workshop/${team.id}`, check);
  return { now, body, wrong, isChecked, sending };
}

function Writing(props: Props & { form: Drafted<Typed> }) {
  const { team, before, form } = props;
  const { now, body, wrong, isChecked, sending } = useEntry(props);
  useEffect(() => document.getElementById("sum")?.focus(), []);
  const limit = team.spending_limit;
  return (
    <Form title={kinds()[now.kind]} up={`/workshop/${team.id}`} label={gettext("Save")} sending={sending}>
      <WhyRefused act={before} />
      {mine().length > 1 && <p class="cap">{local(team.name)}</p>}
      <Field
        id="sum"
        class="in n sum"
        label={gettext("How much, ₴")}
        value={now.sum}
        set={(sum) => form.change({ sum })}
        inputMode="decimal"
        autocomplete="off"
        wrong={isChecked ? wrong.sum : undefined}
      />
      {needsSecond(body, limit) && <OverLimit limit={limit} />}
      <Field
        id="note"
        label={
          now.kind === "owner_in" || now.kind === "owner_out" ? gettext("Who and why") : gettext("What for")
        }
        value={now.note}
        set={(note) => form.change({ note })}
        maxLength={200}
        enterkeyhint="done"
      />
      <Rest now={now} wrongDay={wrong.day} change={form.change} />
    </Form>
  );
}

interface RestProps {
  now: Typed;
  wrongDay: string | undefined;
  change: Drafted<Typed>["change"];
}

function Rest({ now: { kind, money, day }, wrongDay, change }: RestProps) {
  const names = pockets();
  const all: Money[] = OWN.includes(kind) ? ["cash", "card", "own"] : ["cash", "card"];
  const isIn = kind === "grant" || kind === "owner_in";
  return (
    <>
      <Choice
        label={isIn ? gettext("Where to") : gettext("From which money")}
        options={all.map((one) => [one, names[one]] as const)}
        value={money}
        set={(value) => change({ money: value })}
      />
      <Choice
        label={gettext("Kind")}
        options={KINDS.map((one) => [one, kinds()[one]] as const)}
        value={kind as (typeof KINDS)[number]}
        set={(value) => change({ kind: value })}
      />
      <div class="f">
        <Moment
          id="day"
          type="date"
          label={gettext("Day")}
          value={day}
          limits={{ min: yearAgo(), max: today() }}
          wrong={wrongDay}
          wrongId="day-wrong"
          set={(value) => change({ day: value })}
        />
        <Wrong id="day-wrong" text={wrongDay} />
      </div>
    </>
  );
}
