/** What a guardian signed, copied from the paper: name, day, and yes or no to each purpose. */
import { useState } from "preact/hooks";
import { gettext, language } from "../../i18n";
import { Section } from "../../parts/bits";
import { badDay, readDay, today } from "../../parts/day";
import { useDraft } from "../../parts/draft";
import { DayField, Field, NEEDED, onEnter, toFirstWrong } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { NotSaved, useSaving } from "../../parts/saving";
import { date } from "../../parts/time";
import { issues, type Language, type Purpose } from "../../store";
import { PURPOSES, TEXT, wordsOf } from "../people/consent-words";
import type { Person } from "./roster";

export const PAPER = "paper";

interface Typed {
  guardian: string;
  signed: string;
  yes: Purpose[];
}
type Wrong = Partial<Record<"guardian" | "signed", string>>;

function lookOver(typed: Typed): Wrong {
  const day = readDay(typed.signed);
  return {
    ...(!typed.guardian.trim() && { guardian: NEEDED() }),
    ...(!day && { signed: badDay() }),
    ...(day &&
      day > today() && { signed: gettext("This day is still to come. Please write the day on the paper.") }),
  };
}

/** What the server did not take is not typed again. */
function refusedOf(enrolment: string): { mends: string; before: Typed } | undefined {
  for (const { id, type, body } of issues.value)
    if (type === "programmes.record_consent" && body.enrolment === enrolment) {
      const yes = PURPOSES.filter((purpose) => body.answers[purpose]);
      return { mends: id, before: { guardian: body.guardian, signed: date(body.signed_on), yes } };
    }
  return undefined;
}

function usePaper(one: Person, onSaved: () => void) {
  const refused = refusedOf(one.id);
  const mends = refused?.mends;
  const form = useDraft<Typed>(`paper.${one.id}`, refused?.before);
  const typed: Typed = { guardian: "", signed: date(today()), yes: [], ...form.typed };
  const [wrong, setWrong] = useState<Wrong>({});
  const { failed, save } = useSaving();
  const send = async (event: Event) => {
    event.preventDefault();
    const found = lookOver(typed);
    setWrong(found);
    if (Object.keys(found).length) return toFirstWrong();
    const body = {
      enrolment: one.id,
      guardian: typed.guardian.trim(),
      signed_on: readDay(typed.signed) ?? "",
      answers: Object.fromEntries(PURPOSES.map((purpose) => [purpose, typed.yes.includes(purpose)])),
      text: TEXT,
      language: language() as Language,
    };
    const options = { label: one.name, mends };
    if (!(await save(() => form.send("programmes.record_consent", body, options)))) return;
    await form.clear();
    onSaved();
  };
  return { typed, change: form.change, wrong, send, failed };
}

/** `isNext`: a paper is what the person waits for; else a newer one may change an answer. */
export function Paper({ one, isNext }: { one: Person; isNext: boolean }) {
  const [isOpen, setOpen] = useState(false);
  if (isNext || isOpen)
    return (
      <Section title={gettext("The guardian's paper")}>
        <Form one={one} withButton={!isNext} onSaved={() => setOpen(false)} />
      </Section>
    );
  return (
    <button type="button" class="btn wide" onClick={() => setOpen(true)}>
      <Icon name="log" />
      {gettext("Record a guardian's paper")}
    </button>
  );
}

interface FormProps {
  one: Person;
  withButton: boolean;
  onSaved: () => void;
}

function Form({ one, withButton, onSaved }: FormProps) {
  const { typed, change, wrong, send, failed } = usePaper(one, onSaved);
  return (
    <form id={PAPER} class="part" noValidate onKeyDown={onEnter} onSubmit={(event) => void send(event)}>
      <NotSaved code={failed} />
      <Field
        id="guardian"
        label={gettext("Name of the parent or guardian")}
        value={typed.guardian}
        set={(guardian) => change({ guardian })}
        wrong={wrong.guardian}
        autocapitalize="words"
        autocomplete="off"
        spellcheck={false}
      />
      <DayField
        id="signed"
        label={gettext("Signed on")}
        value={typed.signed}
        set={(signed) => change({ signed })}
        wrong={wrong.signed}
      />
      <Ticks yes={typed.yes} set={(yes) => change({ yes })} />
      {withButton && (
        <button type="submit" class="btn wide">
          {gettext("Save the paper")}
        </button>
      )}
    </form>
  );
}

function Ticks({ yes, set }: { yes: Purpose[]; set: (yes: Purpose[]) => void }) {
  const toggle = (purpose: Purpose) =>
    set(yes.includes(purpose) ? yes.filter((other) => other !== purpose) : [...yes, purpose]);
  return (
    <fieldset class="f">
      <legend class="leg">{gettext("Press what the paper says yes to; the rest counts as no")}</legend>
      {PURPOSES.map((purpose) => (
        <Tick key={purpose} purpose={purpose} isYes={yes.includes(purpose)} onPress={() => toggle(purpose)} />
      ))}
    </fieldset>
  );
}

interface TickProps {
  purpose: Purpose;
  isYes: boolean;
  onPress: () => void;
}

/** Taking part, without which there is no seat, stands first with its whole text. */
function Tick({ purpose, isYes, onPress }: TickProps) {
  const { name, text } = wordsOf(purpose);
  return (
    <button type="button" class="opt" aria-pressed={isYes} onClick={onPress}>
      <span class="who">
        <b>{name}</b>
        {purpose === "taking_part" && <span>{text}</span>}
      </span>
      {isYes && <Icon name="check" />}
    </button>
  );
}
