/** A session that was held, written down in four taps: everything has a default but what only the mentor knows. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext, number } from "../../i18n";
import { Banner, Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Frame } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { isMentor } from "../../parts/places";
import { clock, date, weekday } from "../../parts/time";
import { account, complete, draft } from "../../store";
import { rollId } from "../../store/reducers";
import type { Adult, SessionKind } from "../../store/wire";
import { about } from "./about";
import { type Cohort, learnersOf, led, planOn, plansOn, rollsOf, sessionsOf } from "./circle";
import { dayOf, dayTrouble, lengthTrouble, whole } from "./days";
import { type Form as Drafted, useForm } from "./drafted";
import { Minutes } from "./minutes";
import { countHere, isHere, news, type Place, places, type Said } from "./rolls";
import { Form, useSaving, Wrong } from "./saving";
import { Tiles } from "./tiles";
import { ADULTS, KINDS, who } from "./words";

interface Log {
  cohort: string;
  kind: SessionKind;
  day: string;
  /** A planned session's id; "" for one that was not planned. */
  plan: string;
  minutes: string;
  adult: Adult | null;
  note: string;
  next: string;
  /** By enrolment; of the chosen group and day only. */
  said: Record<string, Said>;
}

const up = () => (isMentor(account.value?.roles ?? []) ? {} : { up: "/groups" });

export default function LogScreen() {
  const form = useForm<Log>("log");
  const usual = useForm<{ adult: Adult | null }>("log-usual");
  const cohorts = led();
  const cohort = cohorts.find(({ id }) => id === (form.typed.cohort ?? about.value)) ?? cohorts[0];
  if (cohort && form.isReady && usual.isReady)
    return <Writing cohorts={cohorts} cohort={cohort} form={form} usual={usual.typed.adult ?? null} />;
  return (
    <Frame title={gettext("Session")} {...up()} narrow>
      {!cohort && complete.value && <NoGroup />}
    </Frame>
  );
}

const NoGroup = () => (
  <Empty title={gettext("No group yet")}>
    {gettext(
      "When the school gives you a group, you write down here what you did with it. It works without a network.",
    )}
  </Empty>
);

interface Props {
  cohorts: Cohort[];
  cohort: Cohort;
  form: Drafted<Log>;
  usual: Adult | null;
}

function Writing({ cohorts, cohort, form, usual }: Props) {
  const today = dayOf(new Date());
  const { kind = "mentoring", day = today, minutes = "60", adult = usual, note = "", next = "" } = form.typed;
  const plan = form.typed.plan ?? planOn(cohort.id, day)?.id ?? "";
  const roll = rollId(cohort.id, day, plan || null);
  const known = rollsOf(cohort.id).find(({ id }) => id === roll);
  const all = places(learnersOf(cohort.id), known, form.typed.said ?? {});
  const [isChecked, setChecked] = useState(false);
  const length = lengthTrouble(whole(minutes));
  const wrongDay = dayTrouble(day, cohort.starts, today);
  const check = () => {
    setChecked(true);
    return !length && !wrongDay;
  };
  const send = () => {
    void draft("log-usual")
      .set({ adult })
      .catch(() => {}); // a convenience, not the work
    return form.send(
      "mentoring.log_session",
      {
        cohort: cohort.id,
        kind,
        held_on: day,
        minutes: whole(minutes),
        marks: news(all),
        adult,
        note: note.trim(),
        next_steps: next.trim(),
        plan: plan || null,
      },
      local(cohort.name),
    );
  };
  const saving = useSaving(send, `/groups/${cohort.id}`, check);
  const { change } = form;
  return (
    <Form
      title={gettext("Session")}
      note={weekday(new Date(`${day}T12:00`))}
      {...up()}
      label={gettext("Save the session")}
      saving={saving}
    >
      {cohorts.length > 1 && (
        <WhichGroup
          cohorts={cohorts}
          chosen={cohort.id}
          onChoose={(id) => change({ cohort: id, said: {}, plan: planOn(id, day)?.id ?? "" })}
        />
      )}
      <LastTime cohort={cohort} />
      <Section title={gettext("Minutes")}>
        <Minutes
          value={minutes}
          onChange={(value) => change({ minutes: value })}
          wrong={length}
          isShown={isChecked}
        />
      </Section>
      <Section title={gettext("Alongside")}>
        <Alongside adult={adult} all={all} onChoose={(value) => change({ adult: value })} />
      </Section>
      <WhoWasThere
        all={all}
        onSaid={(enrolment, said) => change({ said: { ...form.typed.said, [enrolment]: said } })}
      />
      <div class="f">
        <label class="sec" for="next">
          {gettext("Agreed")}
        </label>
        <textarea
          id="next"
          class="in"
          maxLength={4000}
          rows={2}
          value={next}
          onInput={(event) => change({ next: event.currentTarget.value })}
        />
        <label class="sec" for="note">
          {gettext("What was done")}
        </label>
        <textarea
          id="note"
          class="in"
          maxLength={4000}
          rows={2}
          value={note}
          onInput={(event) => change({ note: event.currentTarget.value })}
        />
      </div>
      <Section title={gettext("Kind")}>
        <Options
          label={gettext("Kind")}
          all={KINDS}
          chosen={kind}
          onChoose={(value) => change({ kind: value })}
        />
      </Section>
      <Section title={gettext("Day")}>
        <Day cohort={cohort} day={day} plan={plan} wrong={wrongDay} form={form} />
      </Section>
    </Form>
  );
}

interface OptionsProps<T extends string> {
  label: string;
  all: readonly (readonly [value: T, name: () => string])[];
  chosen: T | null;
  onChoose: (value: T) => void;
}

const Options = <T extends string>({ label, all, chosen, onChoose }: OptionsProps<T>) => (
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

interface WhichGroupProps {
  cohorts: Cohort[];
  chosen: string;
  onChoose: (id: string) => void;
}

const WhichGroup = ({ cohorts, chosen, onChoose }: WhichGroupProps) => (
  <Section title={gettext("Group")}>
    <div class="rows">
      {cohorts.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          class="row pressed"
          aria-pressed={id === chosen}
          onClick={() => onChoose(id)}
        >
          <div>
            <h3>{local(name)}</h3>
            <p class="cap">{ngettext("%(num)s person", "%(num)s people", learnersOf(id).length)}</p>
          </div>
          {id === chosen && <Icon name="check" />}
        </button>
      ))}
    </div>
  </Section>
);

/** What was promised is asked about first. */
function LastTime({ cohort }: { cohort: Cohort }) {
  const last = sessionsOf(cohort.id).find(({ next_steps }) => next_steps);
  if (!last) return null;
  return (
    <div class="ban">
      <Icon name="log" />
      <div>
        <h2 class="as-h3">{gettext("Agreed last time")}</h2>
        <p class="lines">{last.next_steps}</p>
        <p class="cap">
          {date(last.held_on)} · {who(last)}
        </p>
      </div>
    </div>
  );
}

interface AlongsideProps {
  adult: Adult | null;
  all: readonly Place[];
  onChoose: (adult: Adult | null) => void;
}

/** Nobody is alone with minors; what is missing is said, and the session is saved all the same. */
function Alongside({ adult, all, onChoose }: AlongsideProps) {
  const minors = all.filter(({ minor, now }) => minor && isHere(now)).length;
  return (
    <div class="f">
      <Options
        label={gettext("Alongside")}
        all={ADULTS}
        chosen={adult}
        onChoose={(value) => onChoose(value === adult ? null : value)}
      />
      {!adult && minors > 0 && (
        <Banner title={ngettext("%(num)s minor was there", "%(num)s minors were there", minors)}>
          <p>
            {gettext(
              "Say who or what kept the session in view. If nobody did, save it as it is: the school sees that and will talk with you.",
            )}
          </p>
        </Banner>
      )}
    </div>
  );
}

interface WhoProps {
  all: readonly Place[];
  onSaid: (enrolment: string, said: Said) => void;
}

const WhoWasThere = ({ all, onSaid }: WhoProps) => (
  <details class="fold">
    <summary class="row">
      <div>
        <h3>{gettext("Who was there")}</h3>
        <p class="cap">
          {countHere(all) === all.length
            ? gettext("everyone")
            : gettext("%(here)s of %(all)s", { here: number(countHere(all)), all: number(all.length) })}
        </p>
      </div>
      <span class="n">
        {number(countHere(all))}/{number(all.length)}
      </span>
      <Icon name="down" />
    </summary>
    <Tiles places={all} onSaid={onSaid} />
  </details>
);

interface DayProps {
  cohort: Cohort;
  day: string;
  plan: string;
  wrong: string | undefined;
  form: Drafted<Log>;
}

/** Another day has another roll: what was said of the first one is not carried over. */
function Day({ cohort, day, plan, wrong, form }: DayProps) {
  const plans = plansOn(cohort.id, day);
  const choose = (value: string) =>
    value && form.change({ day: value, said: {}, plan: planOn(cohort.id, value)?.id ?? "" });
  return (
    <div class="f">
      <input
        type="date"
        class="in"
        aria-label={gettext("Day of the session")}
        aria-describedby="day-wrong"
        max={dayOf(new Date())}
        value={day}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <Wrong id="day-wrong" text={wrong} />
      {plans.length > 0 && (
        <Options
          label={gettext("Which session")}
          all={[
            ...plans.map(
              (one) =>
                [
                  one.id,
                  () => [clock(one.starts_at), one.topic || one.place].filter(Boolean).join(" · "),
                ] as const,
            ),
            ["", () => gettext("Not a planned one")] as const,
          ]}
          chosen={plan}
          onChoose={(value) => form.change({ plan: value, said: {} })}
        />
      )}
    </div>
  );
}
