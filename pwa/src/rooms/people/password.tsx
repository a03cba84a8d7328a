/** A password, and a look at what was typed. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";

/** Names and passwords are typed as they are: a phone must not mend them. */
export const AS_TYPED = {
  required: true,
  maxLength: 200,
  autocapitalize: "none",
  autocorrect: "off",
  spellcheck: false,
} as const;

interface Props {
  field: { current: HTMLInputElement | null };
  help: string;
  /** A new one, for which the browser may propose its own. */
  isNew?: boolean;
  /** What is wrong with it, in words. */
  wrong?: string | undefined;
  /** What was wrong is being mended. */
  onType?: () => void;
}

export function Password({ field, help, isNew = false, wrong, onType }: Props) {
  const [shown, setShown] = useState(false);
  const input = {
    ...AS_TYPED,
    id: "password",
    class: "in",
    name: "password",
    autocomplete: isNew ? "new-password" : "current-password",
    enterkeyhint: "go",
    "aria-invalid": wrong !== undefined,
    "aria-describedby": "password-help",
    ref: field,
    onInput: () => wrong && onType?.(),
  } as const;
  return (
    <>
      <label for="password">{gettext("Password")}</label>
      <div class="join">
        {shown ? <input type="text" {...input} /> : <input type="password" {...input} />}
        <button
          type="button"
          class="btn"
          aria-pressed={shown}
          aria-controls="password"
          onClick={() => setShown(!shown)}
        >
          {shown ? gettext("Hide") : gettext("Show")}
        </button>
      </div>
      <p class={wrong ? "bad" : "cap"} id="password-help">
        {wrong ?? help}
      </p>
    </>
  );
}
