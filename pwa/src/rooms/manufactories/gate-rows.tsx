/** Gates in a list: how each stands and by what. */
import type { ComponentChildren } from "preact";
import { gettext } from "../../i18n";
import { today } from "../../parts/day";
import { Icon } from "../../parts/icon";
import { Stamp } from "../../parts/stamp";
import { date } from "../../parts/time";
import type { Row } from "../../store";
import type { Standing } from "./gates";
import { gateName } from "./team-facts";

type Gate = Row<"gate">;

/** Whether the books pass it and nobody else. */
export const isOfBooks = ({ kind }: Gate): boolean => kind !== "plain";

interface Props {
  standing: Standing<Gate>;
  /** What a press on it does; of those of the books nothing. */
  onPress?: (() => void) | undefined;
  children?: ComponentChildren;
}

export const GateLine = ({ standing: { gate, passed }, onPress, children }: Props) => {
  const inside = (
    <>
      <State gate={gate} passed={passed} />
      <div>
        <h3>{gateName(gate)}</h3>
        <How gate={gate} passed={passed} />
      </div>
    </>
  );
  return (
    <li class={gate.pending ? "wait" : ""}>
      {onPress ? (
        <button type="button" class="row" onClick={onPress}>
          {inside}
          <Icon name="fwd" />
        </button>
      ) : (
        <div class={children ? "row roomy" : "row"}>
          {inside}
          {children}
        </div>
      )}
    </li>
  );
};

const State = ({ gate, passed }: Standing<Gate>) => {
  if (gate.pending) return <Stamp id={gate.id} waiting />;
  if (passed)
    return (
      <span class="stamp done" aria-hidden="true">
        <Icon name="check" />
      </span>
    );
  return <span class="stamp" aria-hidden="true" />;
};

/** When it was passed and by what, or by when it is to be. */
function How({ gate, passed }: Standing<Gate>) {
  if (passed)
    return (
      <p class="cap">
        {gettext("passed on %(date)s", { date: date(passed) })}
        {!isOfBooks(gate) && ` · ${gate.steps.at(-1)?.said}`}
      </p>
    );
  const values = { date: date(gate.due) };
  return (
    <>
      {gate.due < today() ? (
        <p class="bad">{gettext("due since %(date)s", values)}</p>
      ) : (
        <p class="cap">{gettext("by %(date)s", values)}</p>
      )}
      {isOfBooks(gate) && <p class="cap">{gettext("passes by itself when the books say so")}</p>}
    </>
  );
}
