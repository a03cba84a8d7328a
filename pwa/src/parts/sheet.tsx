/** A sheet from below: choices and sums before a step that is not easily undone. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { gettext } from "../i18n";

interface Props {
  title: string;
  open: boolean;
  /** What was to be done is done: nothing is left to be cancelled. */
  isDone?: boolean;
  /** However it was left: by a button, the back key or Escape. */
  onClose: () => void;
  children: ComponentChildren;
}

export function Sheet({ title, open, isDone, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="sheet" aria-label={title} onClose={onClose}>
      <div class="f">
        <h2>{title}</h2>
        {children}
        <button type="button" class="btn wide" onClick={onClose}>
          {isDone ? gettext("Close") : gettext("Cancel")}
        </button>
      </div>
    </dialog>
  );
}
