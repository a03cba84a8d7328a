/** What a mentor does with a gate: passed, open again, another day, dropped, one more. */
import { useState } from "preact/hooks";
import { gettext, lang, local } from "../../i18n";
import { plus, today } from "../../parts/day";
import { useDraft } from "../../parts/draft";
import { Field, Moment, NEEDED, Wrong } from "../../parts/field";
import { NotSaved, useSaving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { Sure } from "../../parts/sure";
import { date } from "../../parts/time";
import { act, type Row } from "../../store";
import { dayTrouble } from "../mentoring/limits";

type Gate = Row<"gate">;

interface Props {
  gate: Gate;
}

interface AskedProps extends Props {
  onClose: () => void;
}

/** A plain gate is passed, by what and when; or, passed already, it is opened again. */
export const Turning = ({ isPassed, ...rest }: AskedProps & { isPassed: boolean }) =>
  isPassed ? <Undoing {...rest} /> : <Passing {...rest} />;

function Passing({ gate, onClose }: AskedProps) {
  const form = useDraft<{ evidence: string; day: string }>(`pass ${gate.id}`);
  const { evidence = "", day = today() } = form.typed;
  const [isChecked, setChecked] = useState(false);
  const { busy, failed, save } = useSaving();
  const name = local(gate.name);
  const wrongDay = dayTrouble(day, undefined, today());
  const press = () => {
    setChecked(true);
    if (!evidence.trim() || wrongDay) return;
    const body = {
      manufactory: gate.manufactory,
      gate: gate.id,
      evidence: evidence.trim(),
      passed_on: day === today() ? null : day,
    };
    void save(() => form.send("manufactories.pass_gate", body, { label: name })).then(
      (isSaved) => isSaved && onClose(),
    );
  };
  return (
    <Sheet title={name} onClose={onClose}>
      <NotSaved code={failed} />
      <Field
        id="evidence"
        label={gettext("What shows it")}
        maxLength={200}
        value={evidence}
        set={(typed) => form.change({ evidence: typed })}
        wrong={isChecked && !evidence.trim() ? gettext("Say in a few words what shows it.") : undefined}
      />
      <Moment
        id="passed"
        type="date"
        label={gettext("Passed on")}
        value={day}
        wrong={wrongDay}
        wrongId="passed-wrong"
        limits={{ max: today() }}
        set={(typed) => form.change({ day: typed })}
      />
      <Wrong id="passed-wrong" text={wrongDay} />
      <button type="button" class="btn wide" aria-busy={busy} onClick={press}>
        {gettext("The gate is passed")}
      </button>
    </Sheet>
  );
}

function Undoing({ gate, onClose }: AskedProps) {
  const form = useDraft<{ reason: string }>(`undo ${gate.id}`);
  const { reason = "" } = form.typed;
  const [isChecked, setChecked] = useState(false);
  const { busy, failed, save } = useSaving();
  const name = local(gate.name);
  const last = gate.steps.at(-1);
  const press = () => {
    setChecked(true);
    if (!reason.trim()) return;
    const body = { manufactory: gate.manufactory, gate: gate.id, reason: reason.trim() };
    void save(() => form.send("manufactories.undo_gate", body, { label: name })).then(
      (isSaved) => isSaved && onClose(),
    );
  };
  return (
    <Sheet title={name} leave={gettext("Leave as it is")} onClose={onClose}>
      <NotSaved code={failed} />
      {last && (
        <p>
          {gettext("passed on %(date)s", { date: date(last.day) })}: {last.said}
        </p>
      )}
      <Field
        id="reason"
        label={gettext("Why it is open again")}
        maxLength={200}
        value={reason}
        set={(typed) => form.change({ reason: typed })}
        wrong={isChecked && !reason.trim() ? NEEDED() : undefined}
        help={gettext("The team reads it. What was said before stays in the history.")}
      />
      <button type="button" class="btn wide" aria-busy={busy} onClick={press}>
        {gettext("Open the gate again")}
      </button>
    </Sheet>
  );
}

export function DateGate({ gate }: Props) {
  const [due, setDue] = useState(gate.due);
  const { busy, failed, save } = useSaving();
  const name = local(gate.name);
  const move = () =>
    save(() =>
      act("manufactories.date_gate", { manufactory: gate.manufactory, gate: gate.id, due }, { label: name }),
    );
  return (
    <Sure
      label={gettext("Another day")}
      about={name}
      title={gettext("Another day for the gate")}
      yes={gettext("Set this day")}
      busy={busy}
      isOff={due === gate.due}
      onYes={move}
    >
      <NotSaved code={failed} />
      <p>{name}</p>
      <Due value={due} set={setDue} />
    </Sure>
  );
}

const Due = ({ value, set }: { value: string; set: (day: string) => void }) => (
  <Moment
    id="due"
    type="date"
    label={gettext("Due by")}
    value={value}
    wrong={undefined}
    wrongId="due-wrong"
    set={set}
  />
);

export function DropGate({ gate }: Props) {
  const { busy, failed, save } = useSaving();
  const name = local(gate.name);
  const drop = () =>
    save(() =>
      act("manufactories.drop_gate", { manufactory: gate.manufactory, gate: gate.id }, { label: name }),
    );
  return (
    <Sure
      label={gettext("Drop")}
      about={name}
      title={gettext("Drop the gate?")}
      yes={gettext("Yes, drop it")}
      busy={busy}
      onYes={drop}
    >
      <NotSaved code={failed} />
      <p>{name}</p>
      <p>{gettext("This team need not pass it any more. The other teams keep it.")}</p>
    </Sure>
  );
}

const SOON = 14;

/** One more, for this team alone. */
export function NewGate({ manufactory, onClose }: { manufactory: string; onClose: () => void }) {
  const form = useDraft<{ name: string; due: string }>(`gate ${manufactory}`);
  const { name = "", due = plus(today(), { days: SOON }) } = form.typed;
  const [isChecked, setChecked] = useState(false);
  const { busy, failed, save } = useSaving();
  const press = () => {
    setChecked(true);
    const label = name.trim();
    if (!label) return;
    const body = { manufactory, name: { [lang.peek()]: label }, due };
    void save(() => form.send("manufactories.add_gate", body, { label })).then(
      (isSaved) => isSaved && onClose(),
    );
  };
  return (
    <Sheet title={gettext("One more gate")} onClose={onClose}>
      <NotSaved code={failed} />
      <Field
        id="gate"
        label={gettext("What is to be reached")}
        maxLength={200}
        value={name}
        set={(typed) => form.change({ name: typed })}
        wrong={isChecked && !name.trim() ? NEEDED() : undefined}
      />
      <Due value={due} set={(day) => form.change({ due: day })} />
      <button type="button" class="btn wide" aria-busy={busy} onClick={press}>
        {gettext("Add the gate")}
      </button>
    </Sheet>
  );
}
