/** The poster of the door: the name, what it is for, the bench with things on it. */
import { gettext } from "../../i18n";
import { Wordmark } from "../../parts/icon";

/** `low` when there is more to say below than fits beside the whole drawing. */
export const Poster = ({ low }: { low: boolean }) => (
  <header class={`poster hero ${low ? "low" : ""}`}>
    <Wordmark label={gettext("Verstat")} />
    <p>{gettext("Learn a trade. Open your own.")}</p>
    <svg class="art" viewBox="0 0 360 192" aria-hidden="true">
      <use href="#bench" />
    </svg>
  </header>
);
