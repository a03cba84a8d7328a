/** What a sale comes to, how it is paid, and the change. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { gettext, pgettext } from "../../i18n";
import { Field } from "../../parts/field";
import { moneyTrouble, parted, readMoney, SIGN } from "../../parts/money";
import { Sheet } from "../../parts/sheet";
import { type Basket, handed } from "./basket";
import { bare } from "./typed";

interface Props {
  basket: Basket;
  isEmpty: boolean;
  sum: number;
  /** Why nobody can pay so much. */
  wrong: string | undefined;
  change: (more: Partial<Basket>) => void;
  /** What stands there while nothing is sold: the room is kept, so that no tile moves under the thumb. */
  children: ComponentChildren;
}

/** Signs that fit beside the way to pay. */
const FITS = 5;

/** A sum as large as the price on a tile. */
function Large({ kopecks }: { kopecks: number }) {
  const [hryvnias, rest] = parted(kopecks);
  return (
    <span class={hryvnias.length > FITS ? "n far" : "n"}>
      {hryvnias}
      <span class="kop">
        {kopecks % 100 ? rest : ""}
        {SIGN}
      </span>
    </span>
  );
}

export function Pay({ basket, isEmpty, sum, wrong, change, children }: Props) {
  const { card } = basket;
  return (
    <section class="pay" aria-label={gettext("Payment")}>
      <div class="line tot">
        <b>{gettext("In all")}</b>
        <button
          type="button"
          class="opt"
          aria-pressed={card}
          onClick={() => change({ card: !card, given: null })}
        >
          {gettext("by card")}
        </button>
        <span role="status">
          <Large kopecks={sum} />
        </span>
      </div>
      <div class="how">
        {isEmpty ? (
          children
        ) : wrong ? (
          <p class="bad" role="alert">
            {wrong}
          </p>
        ) : card ? (
          <p>{gettext("The money goes to the account, not into the cash box.")}</p>
        ) : (
          <Given given={basket.given} sum={sum} onGiven={(given) => change({ given })} />
        )}
      </div>
    </section>
  );
}

interface GivenProps {
  given: number | null;
  sum: number;
  onGiven: (kopecks: number | null) => void;
}

function Given({ given, sum, onGiven }: GivenProps) {
  const [isTyping, setTyping] = useState(false);
  const usual = [sum, ...handed(sum)];
  const isOther = given !== null && !usual.includes(given);
  const back = given === null ? null : given - sum;
  return (
    <>
      <fieldset>
        <legend class="vh">{gettext("Given")}</legend>
        <div class="pick">
          {usual.map((one) => (
            <button
              key={one}
              type="button"
              class="opt n"
              aria-pressed={one === given}
              onClick={() => onGiven(one === given ? null : one)}
            >
              {bare(one)}
            </button>
          ))}
          <button type="button" class="opt n" aria-pressed={isOther} onClick={() => setTyping(true)}>
            {isOther ? bare(given) : gettext("other")}
          </button>
        </div>
      </fieldset>
      <div class="line tot chg">
        <b>{back !== null && back < 0 ? gettext("Not enough yet") : pgettext("money", "Change")}</b>
        <span role="status">
          {back === null ? <span class="n">–</span> : <Large kopecks={Math.abs(back)} />}
        </span>
      </div>
      {isTyping && (
        <OtherSum
          title={gettext("Given")}
          yes={gettext("Work out the change")}
          onClose={() => setTyping(false)}
          onSum={onGiven}
        />
      )}
    </>
  );
}

interface OtherProps {
  title: string;
  yes: string;
  onClose: () => void;
  onSum: (kopecks: number) => void;
}

/** A sum that stands on no button. */
export function OtherSum({ title, yes, onClose, onSum }: OtherProps) {
  const [typed, setTyped] = useState("");
  const [isChecked, setChecked] = useState(false);
  const wrong = moneyTrouble(typed);
  const submit = (event: Event) => {
    event.preventDefault();
    setChecked(true);
    const kopecks = readMoney(typed);
    if (wrong || kopecks === null) return;
    onSum(kopecks);
    onClose();
  };
  return (
    <Sheet title={title} onClose={onClose}>
      <form class="f" onSubmit={submit}>
        <Field
          id="other-sum"
          label={gettext("How much, ₴")}
          value={typed}
          set={setTyped}
          inputMode="decimal"
          autocomplete="off"
          enterkeyhint="done"
          wrong={isChecked ? wrong : undefined}
        />
        <button type="submit" class="btn wide">
          {yes}
        </button>
      </form>
    </Sheet>
  );
}
