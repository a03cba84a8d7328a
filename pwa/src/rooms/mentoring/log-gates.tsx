/** The gates that a team passed at a session. */
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { today } from "../../parts/day";
import { Field } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { date } from "../../parts/time";
import { type Row, table } from "../../store";
import type { Whom } from "./whom";

type Gate = Row<"gate">;

/** Those that a mentor passes; those of the books pass by themselves. */
export const openGates = ({ id, team }: Whom): Gate[] =>
  team
    ? table("gate")
        .value.filter(
          ({ manufactory, kind, steps }) =>
            manufactory === id && kind === "plain" && steps.at(-1)?.act !== "passed",
        )
        .sort((a, b) => (a.due < b.due ? -1 : 1))
    : [];

interface Props {
  whom: Whom;
  /** The evidence, by the gate. */
  said: Record<string, string>;
  set: (said: Record<string, string>) => void;
  isChecked: boolean;
}

export function GatesPassed({ whom, said, set, isChecked }: Props) {
  const open = openGates(whom);
  if (open.length === 0) return null;
  const turn = (id: string) => {
    const { [id]: before, ...rest } = said;
    set(before === undefined ? { ...said, [id]: "" } : rest);
    requestAnimationFrame(() => document.getElementById(`gate-${id}`)?.focus());
  };
  return (
    <Section title={gettext("Gate passed")}>
      <ul class="rows">
        {open.map((gate) => (
          <li key={gate.id}>
            <One
              gate={gate}
              evidence={said[gate.id]}
              onTurn={() => turn(gate.id)}
              set={(evidence) => set({ ...said, [gate.id]: evidence })}
              isChecked={isChecked}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface OneProps {
  gate: Gate;
  evidence: string | undefined;
  onTurn: () => void;
  set: (evidence: string) => void;
  isChecked: boolean;
}

function One({ gate, evidence, onTurn, set, isChecked }: OneProps) {
  const isOn = evidence !== undefined;
  return (
    <>
      <button type="button" class={isOn ? "row on" : "row"} aria-pressed={isOn} onClick={onTurn}>
        <div>
          <h3>{local(gate.name)}</h3>
          <p class="cap">
            {gate.due < today()
              ? gettext("due since %(date)s", { date: date(gate.due) })
              : gettext("by %(date)s", { date: date(gate.due) })}
          </p>
        </div>
        {isOn && <Icon name="check" />}
      </button>
      {isOn && (
        <div class="row">
          <Field
            id={`gate-${gate.id}`}
            label={gettext("What shows it")}
            maxLength={200}
            value={evidence}
            set={set}
            wrong={isChecked && !evidence.trim() ? gettext("Say in a few words what shows it.") : undefined}
          />
        </div>
      )}
    </>
  );
}
