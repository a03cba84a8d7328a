/** A session to come: when, how long, where, about what. Everybody in the group sees it. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { dayOf, plus, today } from "../../parts/day";
import { useDraft } from "../../parts/draft";
import { Field, Moment, Wrong } from "../../parts/field";
import { Form, useSending } from "../../parts/form";
import { type Refused, refusedAct, WhyRefused } from "../../parts/refused";
import { clock, weekday } from "../../parts/time";
import type { Acts } from "../../store";
import { type Cohort, learnersOf } from "./circle";
import { Led } from "./led";
import { lengthTrouble, startTrouble, whole } from "./limits";
import { Minutes } from "./minutes";

interface Typed {
  day: string;
  time: string;
  minutes: string;
  place: string;
  topic: string;
}

export default function PlanScreen({ ids: [id = "", mends] }: { ids: readonly string[] }) {
  return (
    <Led id={id} title={gettext("Plan a session")}>
      {(cohort) => <Planning cohort={cohort} before={refusedAct("mentoring.plan_session", mends)} />}
    </Led>
  );
}

const MOST = 200;

interface Props {
  cohort: Cohort;
  before: Refused<"mentoring.plan_session"> | undefined;
}

/** A refused plan as it was typed. */
function typedIn({ starts_at, minutes, place, topic }: Acts["mentoring.plan_session"]): Typed {
  return { day: dayOf(new Date(starts_at)), time: clock(starts_at), minutes: String(minutes), place, topic };
}

function usePlan({ cohort, before }: Props) {
  const form = useDraft<Typed>(`plan ${before?.id ?? cohort.id}`, before && typedIn(before.body));
  const [isChecked, setChecked] = useState(false);
  const {
    day = plus(today(), { days: 1 }),
    time = "15:00",
    minutes = "60",
    place = "",
    topic = "",
  } = form.typed;
  const starts = new Date(`${day}T${time}`);
  const wrong = { start: startTrouble(starts, new Date()), minutes: lengthTrouble(whole(minutes)) };
  const check = () => {
    setChecked(true);
    return !wrong.start && !wrong.minutes;
  };
  const send = () => {
    const body = {
      cohort: cohort.id,
      starts_at: starts.toISOString(),
      minutes: whole(minutes),
      place: place.trim(),
      topic: topic.trim(),
    };
    return form.send("mentoring.plan_session", body, { label: local(cohort.name), mends: before?.id });
  };
  const sending = useSending(send, `/groups/${cohort.id}`, check);
  return { now: { day, time, minutes, place, topic }, change: form.change, wrong, isChecked, sending };
}

function Planning(props: Props) {
  const { cohort } = props;
  const { now, change, wrong, isChecked, sending } = usePlan(props);
  return (
    <Form
      title={gettext("Plan a session")}
      note={weekday(new Date(`${now.day}T12:00`))}
      up={`/groups/${cohort.id}`}
      label={gettext("Save the plan")}
      sending={sending}
    >
      <WhyRefused act={props.before} />
      <div>
        <h2 class="as-h3">{local(cohort.name)}</h2>
        <p class="cap">
          {ngettext("%(num)s person will see it", "%(num)s people will see it", learnersOf(cohort.id).length)}
        </p>
      </div>
      <When now={now} change={change} wrong={wrong.start} />
      <Field
        id="place"
        label={gettext("Where")}
        maxLength={MOST}
        value={now.place}
        set={(place) => change({ place })}
      />
      <Field
        id="topic"
        label={gettext("About what")}
        maxLength={MOST}
        value={now.topic}
        set={(topic) => change({ topic })}
      />
      <Section title={gettext("Minutes")}>
        <Minutes
          value={now.minutes}
          set={(minutes) => change({ minutes })}
          wrong={wrong.minutes}
          isShown={isChecked}
        />
      </Section>
    </Form>
  );
}

interface WhenProps {
  now: Typed;
  change: (part: Partial<Typed>) => void;
  wrong: string | undefined;
}

const When = ({ now, change, wrong }: WhenProps) => (
  <div class="f">
    <div class="pair">
      <Moment
        id="day"
        type="date"
        label={gettext("Day")}
        value={now.day}
        wrong={wrong}
        wrongId="start-wrong"
        limits={{ min: today() }}
        set={(day) => change({ day })}
      />
      <Moment
        id="time"
        type="time"
        label={gettext("Time")}
        value={now.time}
        wrong={wrong}
        wrongId="start-wrong"
        set={(time) => change({ time })}
      />
    </div>
    <Wrong id="start-wrong" text={wrong} />
  </div>
);
