/** What one types in and chooses from in the forms of this room. */
import { Icon } from "../../parts/icon";

interface FieldProps {
  id: string;
  label: string;
  value: string;
  most: number;
  onChange: (value: string) => void;
}

export const Line = ({ id, label, value, most, onChange }: FieldProps) => (
  <>
    <label for={id}>{label}</label>
    <input
      id={id}
      class="in"
      maxLength={most}
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  </>
);

/** Several lines under a ruled heading. */
export const Area = ({ id, label, value, most, onChange }: FieldProps) => (
  <>
    <label class="sec" for={id}>
      {label}
    </label>
    <textarea
      id={id}
      class="in"
      rows={2}
      maxLength={most}
      value={value}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  </>
);

interface MomentProps {
  id: string;
  type: "date" | "time";
  label: string;
  value: string;
  /** The id of what is said when it cannot be. */
  wrong: string;
  limits?: { min?: string; max?: string };
  onChange: (value: string) => void;
}

/** The phone's own chooser of days and hours; a cleared one changes nothing. */
export const Moment = ({ id, type, label, value, wrong, limits, onChange }: MomentProps) => (
  <div class="f">
    <label for={id}>{label}</label>
    <input
      id={id}
      type={type}
      class="in"
      {...limits}
      value={value}
      aria-describedby={wrong}
      onChange={({ currentTarget }) => currentTarget.value && onChange(currentTarget.value)}
    />
  </div>
);

interface OptionsProps<T extends string> {
  label: string;
  all: readonly (readonly [value: T, name: () => string])[];
  chosen: T | null;
  onChoose: (value: T) => void;
}

export const Options = <T extends string>({ label, all, chosen, onChoose }: OptionsProps<T>) => (
  <fieldset class="pick" aria-label={label}>
    {all.map(([value, name]) => (
      <button
        key={value}
        type="button"
        class="opt"
        aria-pressed={value === chosen}
        onClick={() => onChoose(value)}
      >
        {value === chosen && <Icon name="check" />}
        {name()}
      </button>
    ))}
  </fieldset>
);
