/** Forms: one thing to fill in with its label above, its help below, and what is wrong with it in words beside it. */
import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { gettext } from "../i18n";

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
        aria-invalid={wrong !== undefined}
        aria-describedby={said ? `${id}-help` : undefined}
        onInput={(event) => set(event.currentTarget.value)}
        {...rest}
      />
      {said && (
        <p class={wrong ? "bad" : "cap"} id={`${id}-help`}>
          {said}
        </p>
      )}
      {children}
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
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}

/** The act is at the end of a long form: what went wrong must come to where one looks. */
export const Shown = ({ children }: { children: ComponentChildren }) => <div ref={show}>{children}</div>;
const show = (node: Element | null) => node?.scrollIntoView({ block: "center" });

export const NEEDED = () => gettext("Please fill this in.");
