/** What a manufactory is called, makes, shows and is before the law. */
import { gettext, type Local, lang, local } from "../../i18n";
import { Area, Choice, Field, NEEDED } from "../../parts/field";
import type { Carrier } from "../../store/wire";
import { MarkPicker } from "./mark-picker";
import { type Chosen, isTaken, type Taken } from "./marks";
import { carriers } from "./words";

/** Name and what it makes: in the language of whoever types. */
export interface About extends Chosen {
  name: string;
  makes: string;
  carrier: Carrier;
}

/** The same text in the other languages is kept. */
export const inThisLanguage = (before: Local, text: string): Local => ({
  ...before,
  [lang.peek()]: text.trim(),
});

export const aboutTroubles = (now: About, taken: readonly Taken[]) => ({
  name: now.name.trim() ? undefined : NEEDED(),
  makes: now.makes.trim() ? undefined : NEEDED(),
  mark: isTaken(now, taken)
    ? gettext("Another team of this group has this mark. Choose another figure or pigment.")
    : undefined,
});

interface Props {
  now: About;
  /** What stands already, in whatever languages. */
  before?: { name: Local; makes: Local };
  taken: readonly Taken[];
  wrong: Partial<ReturnType<typeof aboutTroubles>>;
  change: (more: Partial<About>) => void;
}

/** What it is called in a language that is not this one. */
function elsewhere(text: Local | undefined): string | undefined {
  const others = Object.entries(text ?? {}).filter(([language]) => language !== lang.value);
  return others.map(([, said]) => said).join(", ") || undefined;
}

export const AboutFields = ({ now, before, taken, wrong, change }: Props) => (
  <>
    <Field
      id="name"
      label={gettext("Name of the manufactory")}
      maxLength={200}
      value={now.name}
      set={(name) => change({ name })}
      wrong={wrong.name}
      help={elsewhere(before?.name)}
    />
    <Area
      id="makes"
      label={gettext("What it makes")}
      maxLength={200}
      value={now.makes}
      set={(makes) => change({ makes: makes.replace(/\s*\n\s*/g, " ") })}
      wrong={wrong.makes}
      help={elsewhere(before?.makes)}
    />
    <MarkPicker mark={now} taken={taken} set={change} wrong={wrong.mark} />
    <Choice
      label={gettext("Before the law it is")}
      options={carriers()}
      value={now.carrier}
      set={(carrier) => change({ carrier })}
    />
  </>
);

export const kept = ({ name, makes }: { name: Local; makes: Local }) => ({
  name: local(name),
  makes: local(makes),
});
