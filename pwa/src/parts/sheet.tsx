/** A sheet from below, open as long as it stands: choices and sums before a step that is not easily undone. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext } from "../i18n";

interface Props {
  title: string;
  /** However it was left: by a button, the back key or Escape. */
  onClose: () => void;
  /** The way out that changes nothing; never a word that may mean the act itself. */
  leave?: string;
  children: ComponentChildren;
}

export function Sheet({ title, onClose, leave = gettext("Close"), children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close(); // gives the focus back
  }, []);
  return (
    <dialog ref={dialog} class="sheet" aria-label={title} onClose={onClose}>
      <div class="f">
        <h2>{title}</h2>
        {children}
        <button type="button" class="btn wide" onClick={onClose}>
          {leave}
        </button>
      </div>
    </dialog>
  );
}
