/** A button that asks once more, in its place, before others are told. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";

interface Props {
  label: string;
  /** What is asked about, for readers. */
  about: string;
  yes: string;
  onYes: () => void;
}

export function Sure({ label, about, yes, onYes }: Props) {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <button type="button" class="btn" aria-label={`${label}: ${about}`} onClick={() => setAsked(true)}>
        {label}
      </button>
    );
  return (
    <div class="pick" role="alert">
      <button type="button" class="btn" onClick={onYes}>
        {yes}
      </button>
      <button type="button" class="btn" onClick={() => setAsked(false)}>
        {gettext("Leave as it is")}
      </button>
    </div>
  );
}
