/** Several lines of words, days and hours: what the forms of this room have besides the usual. */
interface AreaProps {
  id: string;
  label: string;
  value: string;
  most: number;
  onChange: (value: string) => void;
}

/** Several lines under a ruled heading. */
export const Area = ({ id, label, value, most, onChange }: AreaProps) => (
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
