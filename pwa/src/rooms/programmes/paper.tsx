/** What a guardian signed, copied from the paper: name, day, and yes or no to each purpose. */
import { useState } from "preact/hooks";
import { gettext, language } from "../../i18n";
import { Section } from "../../parts/bits";
import { readDay, today, typedDay } from "../../parts/day";
import { useDraft } from "../../parts/draft";
import { Field, NEEDED, onEnter, toFirstWrong } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { useSaving } from "../../parts/saving";
import { date } from "../../parts/time";
import { act, draft, type Language, type Purpose } from "../../store";
import { PURPOSES, TEXT, wordsOf } from "../people/consent-words";
import type { Person } from "./roster";

export const PAPER = "paper";

interface Typed {
  guardian: string;
  signed: string;
  yes: Purpose[];
}
type Wrong = Partial<Record<"guardian" | "signed", string>>;

function usePaper(one: Person, onSaved: () => void) {
  const key = `paper.${one.id}`;
  const empty: Typed = { guardian: "", signed: date(today()), yes: [] };
  const [typed, change] = useDraft<Typed>(key, empty);
  const [wrong, setWrong] = useState<Wrong>({});
  const saving = useSaving();
  const send = async () => {
    const signed_on = readDay(typed.signed);
    const guardian = typed.guardian.trim();
    const isLate = signed_on !== null && signed_on > today();
    const found: Wrong = {
      ...(!guardian && { guardian: NEEDED() }),
      ...(!signed_on && {
        signed: gettext("Please write day, month and year, such as %(example)s.", { example: date(today()) }),
      }),
      ...(isLate && { signed: gettext("This day is still to come. Please write the day on the paper.") }),
    };
    setWrong(found);
    if (Object.keys(found).length || !signed_on) return toFirstWrong();
    const answers = Object.fromEntries(PURPOSES.map((purpose) => [purpose, typed.yes.includes(purpose)]));
    const body = {
      enrolment: one.id,
      guardian,
      signed_on,
      answers,
      text: TEXT,
      language: language() as Language,
    };
    const isSaved = await saving.save(() =>
      act("programmes.record_consent", body, { label: one.name, draft: key }),
    );
    if (!isSaved) return;
    change(empty);
    await draft(key).clear();
    onSaved();
  };
  return { typed, change, wrong, send, ...saving };
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
    <form
      id={PAPER}
      class="part"
      noValidate
      onKeyDown={onEnter}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
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
      <Field
        id="signed"
        label={gettext("Signed on")}
        value={typed.signed}
        set={(signed) => change({ signed: typedDay(signed, typed.signed) })}
        wrong={wrong.signed}
        inputMode="numeric"
        autocomplete="off"
        enterkeyhint="done"
        maxLength={10}
      />
      <Ticks yes={typed.yes} set={(yes) => change({ yes })} />
      {failed && (
        <p class="bad" role="alert">
          {failed}
        </p>
      )}
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
