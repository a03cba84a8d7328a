/** How long, by a tap or typed. */
import { gettext } from "../../i18n";
import { Wrong } from "../../parts/field";
import { LENGTHS } from "./words";

interface MinutesProps {
  value: string;
  set: (value: string) => void;
  wrong: string | undefined;
  isShown: boolean;
}

export function Minutes({ value, set, wrong, isShown }: MinutesProps) {
  const isOwn = !LENGTHS.some((length) => length === value);
  const seen = isShown || value.length > 2 ? wrong : undefined;
  return (
    <div class="f">
      <fieldset class="pick" aria-label={gettext("Minutes")}>
        {LENGTHS.map((length) => (
          <button
            key={length}
            type="button"
            class="opt n"
            aria-pressed={length === value}
            onClick={() => set(length)}
          >
            {length}
          </button>
        ))}
        <input
          class="in n"
          size={5}
          inputMode="numeric"
          maxLength={4}
          aria-label={gettext("Other number of minutes")}
          aria-invalid={seen !== undefined}
          aria-describedby="minutes-wrong"
          placeholder={gettext("other")}
          value={isOwn ? value : ""}
          onInput={(event) => set(event.currentTarget.value)}
        />
      </fieldset>
      <Wrong id="minutes-wrong" text={seen} />
    </div>
  );
}
