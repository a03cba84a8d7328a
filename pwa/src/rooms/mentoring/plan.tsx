/** A session to come: when, how long, where, about what. Everybody in the group sees it. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { type Cohort, learnersOf } from "./circle";
import { dayOf, lengthTrouble, plus, startTrouble, whole } from "./days";
import { useForm } from "./drafted";
import { Led } from "./led";
import { Minutes } from "./minutes";
import { Form, useSaving, Wrong } from "./saving";

interface Typed {
  day: string;
  time: string;
  minutes: string;
  place: string;
  topic: string;
}

export default function PlanScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <Led id={id} title={gettext("Plan a session")}>
      {(cohort) => <Planning cohort={cohort} />}
    </Led>
  );
}

function Planning({ cohort }: { cohort: Cohort }) {
  const form = useForm<Typed>(`plan ${cohort.id}`);
  const now = new Date();
  const { day = plus(dayOf(now), 1), time = "15:00", minutes = "60", place = "", topic = "" } = form.typed;
  const [isChecked, setChecked] = useState(false);
  const starts = new Date(`${day}T${time}`);
  const wrongStart = startTrouble(starts, now);
  const length = lengthTrouble(whole(minutes));
  const check = () => {
    setChecked(true);
    return !wrongStart && !length;
  };
  const send = () =>
    form.send(
      "mentoring.plan_session",
      {
        cohort: cohort.id,
        starts_at: starts.toISOString(),
        minutes: whole(minutes),
        place: place.trim(),
        topic: topic.trim(),
      },
      local(cohort.name),
    );
  const saving = useSaving(send, `/groups/${cohort.id}`, check);
  const { change } = form;
  return (
    <Form
      title={gettext("Plan a session")}
      up={`/groups/${cohort.id}`}
      label={gettext("Save the plan")}
      saving={saving}
    >
      <div>
        <h2 class="as-h3">{local(cohort.name)}</h2>
        <p class="cap">
          {ngettext("%(num)s person will see it", "%(num)s people will see it", learnersOf(cohort.id).length)}
        </p>
      </div>
      <div class="f">
        <div class="pair">
          <div class="f">
            <label for="day">{gettext("Day")}</label>
            <input
              id="day"
              type="date"
              class="in"
              min={dayOf(now)}
              value={day}
              aria-describedby="start-wrong"
              onChange={(event) => change({ day: event.currentTarget.value })}
            />
          </div>
          <div class="f">
            <label for="time">{gettext("Time")}</label>
            <input
              id="time"
              type="time"
              class="in"
              value={time}
              aria-describedby="start-wrong"
              onChange={(event) => change({ time: event.currentTarget.value })}
            />
          </div>
        </div>
        <Wrong
          id="start-wrong"
          text={isChecked || form.typed.day || form.typed.time ? wrongStart : undefined}
        />
        <label for="place">{gettext("Where")}</label>
        <input
          id="place"
          class="in"
          maxLength={200}
          value={place}
          onInput={(event) => change({ place: event.currentTarget.value })}
        />
        <label for="topic">{gettext("About what")}</label>
        <input
          id="topic"
          class="in"
          maxLength={200}
          value={topic}
          onInput={(event) => change({ topic: event.currentTarget.value })}
        />
      </div>
      <Section title={gettext("Minutes")}>
        <Minutes
          value={minutes}
          onChange={(value) => change({ minutes: value })}
          wrong={length}
          isShown={isChecked}
        />
      </Section>
    </Form>
  );
}
