/** Which roll: the day's, or that of a session planned for it. */
import { gettext } from "../../i18n";
import { today } from "../../parts/day";
import { Choice, Moment, Wrong } from "../../parts/field";
import { clock } from "../../parts/time";
import { type Cohort, type Plan, planOn, plansOn } from "./circle";

export interface Chosen {
  day: string;
  /** A planned session's id; "" for one that was not planned. */
  plan: string;
}

/** The draft in which it lies which roll of a group was opened last; tomorrow it is the day's again. */
export const chosenKey = (cohort: string): string => `roll-of ${cohort} ${today()}`;

/** A group; nothing is planned for a team. */
type Planned = Pick<Cohort, "id">;

interface Props extends Chosen {
  cohort: Planned;
  wrong: string | undefined;
  onChoose: (chosen: Chosen) => void;
}

const called = ({ starts_at, topic, place }: Plan): string =>
  [clock(starts_at), topic || place].filter(Boolean).join(" · ");

/** The session of a group on a day, as long as nobody chose another. */
export const planned = (cohort: Planned, day: string): string => planOn(cohort.id, day)?.id ?? "";

export function WhichDay({ cohort, day, plan, wrong, onChoose }: Props) {
  const plans = plansOn(cohort.id, day);
  return (
    <div class="f">
      <Moment
        id="day"
        type="date"
        label={gettext("Day of the session")}
        value={day}
        wrong={wrong}
        wrongId="day-wrong"
        limits={{ max: today() }}
        set={(value) => onChoose({ day: value, plan: planned(cohort, value) })}
      />
      <Wrong id="day-wrong" text={wrong} />
      {plans.length > 0 && (
        <Choice
          quiet
          label={gettext("Which session")}
          options={[
            ...plans.map((one) => [one.id, called(one)] as const),
            ["", gettext("Not a planned one")] as const,
          ]}
          value={plan}
          set={(value) => onChoose({ day, plan: value })}
        />
      )}
    </div>
  );
}
