/** A step that is not easily undone, asked about once more in a sheet. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { gettext } from "../i18n";
import { Sheet } from "./sheet";

interface Props {
  /** The button that asks. */
  label: string;
  /** What is asked about, for readers, where several such buttons stand in a list. */
  about?: string;
  wide?: boolean;
  title?: string;
  /** What the button in the sheet says. */
  yes?: string;
  busy?: boolean;
  /** Not yet: something is to be chosen first. */
  isOff?: boolean;
  /** Whether it is done: then the sheet closes. */
  onYes: () => Promise<boolean>;
  children: ComponentChildren;
}

export function Sure({
  label,
  about,
  wide,
  title = label,
  yes = label,
  busy,
  isOff,
  onYes,
  children,
}: Props) {
  const [open, setOpen] = useState(false);
  const press = () => void (isOff || onYes().then((isDone) => isDone && setOpen(false)));
  return (
    <>
      <button
        type="button"
        class={wide ? "btn wide" : "btn"}
        aria-label={about && `${label}: ${about}`}
        onClick={() => setOpen(true)}
      >
        {label}
      </button>
      {open && (
        <Sheet title={title} leave={gettext("Leave as it is")} onClose={() => setOpen(false)}>
          {children}
          <button type="button" class="btn wide" aria-busy={busy} aria-disabled={isOff} onClick={press}>
            {yes}
          </button>
        </Sheet>
      )}
    </>
  );
}
