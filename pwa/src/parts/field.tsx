/** Forms: one thing to fill in with its label above, its help below, and what is wrong with it in words beside it. */
import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { gettext } from "../i18n";
import { typedDay } from "./day";

type Native = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | "class"
  | "autocapitalize"
  | "autocomplete"
  | "autocorrect"
  | "enterkeyhint"
  | "inputMode"
  | "maxLength"
  | "onFocus"
  | "required"
  | "spellcheck"
>;
interface Props extends Native {
  id: string;
  label: string;
  value: string;
  set: (value: string) => void;
  help?: string | undefined;
  wrong?: string | undefined;
  /** What may be done about it. */
  children?: ComponentChildren;
}

/** What belongs to the box itself: whether it is wrong, and what is said of it. */
const told = (id: string, wrong: string | undefined, said: string | undefined) => ({
  "aria-invalid": wrong !== undefined,
  "aria-describedby": said ? `${id}-help` : undefined,
});

/** Help, or in its place what is wrong; that is read out when it appears. */
const Said = ({ id, wrong, said }: { id: string; wrong: string | undefined; said: string | undefined }) =>
  wrong ? (
    <Wrong id={`${id}-help`} text={wrong} />
  ) : said ? (
    <p class="cap" id={`${id}-help`}>
      {said}
    </p>
  ) : null;

/** What is wrong or did not work, beside it; read out when it appears. */
export const Wrong = ({ id, text }: { id?: string; text: string | undefined }) =>
  text ? (
    <p id={id} class="bad" role="alert">
      {text}
    </p>
  ) : null;

export function Field({ id, label, value, set, help, wrong, children, ...rest }: Props) {
  const said = wrong ?? help;
  return (
    <div class="f">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="in"
        name={id}
        value={value}
        maxLength={100}
        enterkeyhint="next"
        onInput={(event) => set(event.currentTarget.value)}
        {...told(id, wrong, said)}
        {...rest}
      />
      <Said id={id} wrong={wrong} said={said} />
      {children}
    </div>
  );
}

type DayProps = Omit<Props, keyof Native | "children">;

/** A day that is copied or known by heart: typed, with the dots put in by themselves. */
export const DayField = ({ set, ...rest }: DayProps) => (
  <Field
    {...rest}
    set={(text) => set(typedDay(text, rest.value))}
    inputMode="numeric"
    autocomplete="off"
    maxLength={10}
  />
);

interface MomentProps {
  id: string;
  type: "date" | "time";
  label: string;
  value: string;
  /** What is said, below, when it cannot be. */
  wrong: string | undefined;
  wrongId: string;
  limits?: { min?: string; max?: string };
  set: (value: string) => void;
}

/** A day or an hour near now, by the phone's own chooser; a cleared one changes nothing. */
export const Moment = ({ id, type, label, value, wrong, wrongId, limits, set }: MomentProps) => (
  <div class="f">
    <label for={id}>{label}</label>
    <input
      id={id}
      type={type}
      class="in"
      {...limits}
      value={value}
      aria-invalid={wrong !== undefined}
      aria-describedby={wrongId}
      onChange={({ currentTarget }) => currentTarget.value && set(currentTarget.value)}
    />
  </div>
);

interface AreaProps extends Pick<Props, "id" | "label" | "value" | "set" | "help" | "wrong"> {
  maxLength: number;
  rows?: number;
}

/** Several lines. */
export function Area({ id, label, set, help, wrong, ...rest }: AreaProps) {
  const said = wrong ?? help;
  return (
    <div class="f">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        class="in"
        rows={2}
        onInput={(event) => set(event.currentTarget.value)}
        {...told(id, wrong, said)}
        {...rest}
      />
      <Said id={id} wrong={wrong} said={said} />
    </div>
  );
}

interface ChoiceProps<T> {
  label: string;
  options: readonly (readonly [value: T, name: string])[];
  value: T | undefined;
  set: (value: T) => void;
  /** What is chosen stands above in print already: the label is for readers only. */
  quiet?: boolean;
}

/** One of a few; the chosen one is inverted. */
export const Choice = <T,>({ label, options, value, set, quiet }: ChoiceProps<T>) => (
  <fieldset class="f">
    <legend class={quiet ? "vh" : "leg"}>{label}</legend>
    <div class="pick">
      {options.map(([one, name]) => (
        <button key={name} type="button" class="opt" aria-pressed={one === value} onClick={() => set(one)}>
          {name}
        </button>
      ))}
    </div>
  </fieldset>
);

/** Enter leads to the next field and sends only from the last, as the phone's own key does. */
export function onEnter(event: KeyboardEvent): void {
  const here = event.target;
  if (event.key !== "Enter" || event.isComposing || !(here instanceof HTMLInputElement)) return;
  const all = [...(here.form?.querySelectorAll<HTMLInputElement>("input") ?? [])];
  const next = all.slice(all.indexOf(here) + 1).find((one) => !one.closest("details:not([open])"));
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Leads the eye and the reader to the first field that is wrong; to be called once the page shows it. */
export function toFirstWrong(): void {
  requestAnimationFrame(() => {
    const first = document.querySelector<HTMLElement>("[aria-invalid=true]");
    first?.focus({ preventScroll: true });
    first?.scrollIntoView({ block: "center" }); // what is said below it is seen with it
  });
}

export const NEEDED = () => gettext("Please fill this in.");
