/** A session that was held, written down in four taps: everything has a default but what only the mentor knows. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Banner, Section } from "../../parts/bits";
import { today } from "../../parts/day";
import { type Drafted, useDraft } from "../../parts/draft";
import { Empty } from "../../parts/empty";
import { Area, Choice } from "../../parts/field";
import { Form, useSending } from "../../parts/form";
import { Frame } from "../../parts/frame";
import { isMentor } from "../../parts/places";
import { type Refused, refusedAct, WhyRefused } from "../../parts/refused";
import { date, weekday } from "../../parts/time";
import { type Acts, account, complete, draft } from "../../store";
import { rollId } from "../../store/reducers";
import type { Adult, SessionKind } from "../../store/wire";
import { about } from "./about";
import { type Cohort, learnersOf, led, rollsOf } from "./circle";
import { dayTrouble, lengthTrouble, whole } from "./limits";
import { Alongside, LastTime, WhichGroup, WhoWasThere } from "./log-parts";
import { Minutes } from "./minutes";
import { everyone, type Place, places, type Said, saidIn } from "./rolls";
import { type Chosen, planned, WhichDay } from "./which-day";
import { kinds } from "./words";

interface Log extends Chosen {
  cohort: string;
  kind: SessionKind;
  minutes: string;
  adult: Adult | null;
  note: string;
  next: string;
  /** By enrolment; of the chosen group, whichever day it turns out to have been. */
  said: Record<string, Said>;
}

const up = () => (isMentor(account.value?.roles ?? []) ? {} : { up: "/groups" });

/** A refused log as it was typed. */
function typedIn({ held_on, marks, next_steps, plan, minutes, ...same }: Acts["mentoring.log_session"]): Log {
  const said = saidIn(marks);
  return { ...same, day: held_on, plan: plan ?? "", minutes: String(minutes), next: next_steps, said };
}

export default function LogScreen({ ids: [mends] }: { ids: readonly string[] }) {
  const before = refusedAct("mentoring.log_session", mends);
  const form = useDraft<Log>(before ? `log ${before.id}` : "log", before && typedIn(before.body));
  const usual = useDraft<{ adult: Adult | null }>("log-usual");
  const cohorts = led();
  const cohort = cohorts.find(({ id }) => id === (form.typed.cohort ?? about.value)) ?? cohorts[0];
  if (cohort && form.isReady && usual.isReady)
    return (
      <Writing
        cohorts={cohorts}
        cohort={cohort}
        form={form}
        usual={usual.typed.adult ?? null}
        before={before}
      />
    );
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

/** What is in the form: typed, or else as it mostly is. */
function filled(
  cohort: Cohort,
  typed: Partial<Log>,
  usual: Adult | null,
): Omit<Log, "cohort" | "said"> & { all: Place[] } {
  const { kind = "mentoring", day = today(), minutes = "60", adult = usual, note = "", next = "" } = typed;
  const plan = typed.plan ?? planned(cohort, day);
  const roll = rollId(cohort.id, day, plan || null);
  const known = rollsOf(cohort.id).find(({ id }) => id === roll);
  const all = places(learnersOf(cohort.id), known, typed.said ?? {});
  return { kind, day, minutes, adult, note, next, plan, all };
}

/** A log that was begun on another day is not taken for today's. */
function FromBefore({ form }: { form: Drafted<Log> }) {
  const [day] = useState(form.typed.day);
  if (!day || day !== form.typed.day || day === today()) return null;
  return (
    <Banner
      icon="log"
      title={gettext("Begun before, for %(date)s", { date: date(day) })}
      acts={
        <button type="button" class="btn" onClick={() => void form.clear()}>
          {gettext("Begin anew for today")}
        </button>
      }
    />
  );
}

interface Props {
  cohorts: Cohort[];
  cohort: Cohort;
  form: Drafted<Log>;
  usual: Adult | null;
  before: Refused<"mentoring.log_session"> | undefined;
}

/** Whoever was there is said by the log itself, even where a roll says so already: it tells whether a minor was. */
function useLog({ cohort, form, usual, before }: Props) {
  const now = filled(cohort, form.typed, usual);
  const { kind, day, minutes, adult, note, next, plan, all } = now;
  const [isChecked, setChecked] = useState(false);
  const wrong = {
    minutes: lengthTrouble(whole(minutes)),
    day: dayTrouble(day, cohort.starts, today()),
  };
  const check = () => {
    setChecked(true);
    return !wrong.minutes && !wrong.day;
  };
  const send = () => {
    void draft("log-usual")
      .set({ adult })
      .catch(() => {}); // a convenience, not the work
    const body = {
      cohort: cohort.id,
      kind,
      held_on: day,
      minutes: whole(minutes),
      marks: everyone(all),
      adult,
      note: note.trim(),
      next_steps: next.trim(),
      plan: plan || null,
    };
    return form.send("mentoring.log_session", body, { label: local(cohort.name), mends: before?.id });
  };
  return { now, wrong, isChecked, sending: useSending(send, `/groups/${cohort.id}`, check) };
}

function Writing(props: Props) {
  const { cohorts, cohort, form } = props;
  const { now, wrong, isChecked, sending } = useLog(props);
  const { typed } = form;
  // The day stays with what is written of it, however late it is finished.
  const change = (more: Partial<Log>) => form.change({ day: now.day, plan: now.plan, ...more });
  const choose = (id: string) => {
    const other = cohorts.find((one) => one.id === id);
    if (other) change({ cohort: id, said: {}, plan: planned(other, now.day) });
  };
  return (
    <Form
      title={gettext("Session")}
      note={weekday(new Date(`${now.day}T12:00`))}
      {...up()}
      label={gettext("Save the session")}
      sending={sending}
    >
      {props.before ? <WhyRefused act={props.before} /> : <FromBefore form={form} />}
      {cohorts.length > 1 && <WhichGroup cohorts={cohorts} chosen={cohort.id} onChoose={choose} />}
      <LastTime cohort={cohort} />
      <Section title={gettext("Minutes")}>
        <Minutes
          value={now.minutes}
          set={(minutes) => change({ minutes })}
          wrong={wrong.minutes}
          isShown={isChecked}
        />
      </Section>
      <Section title={gettext("Alongside")}>
        <Alongside adult={now.adult} all={now.all} onChoose={(adult) => change({ adult })} />
      </Section>
      <WhoWasThere
        all={now.all}
        onSaid={(enrolment, said) => change({ said: { ...typed.said, [enrolment]: said } })}
      />
      <Words now={now} change={change} />
      <Section title={gettext("Kind")}>
        <Choice
          quiet
          label={gettext("Kind")}
          options={kinds()}
          value={now.kind}
          set={(kind) => change({ kind })}
        />
      </Section>
      <Section title={gettext("Day")}>
        <WhichDay cohort={cohort} day={now.day} plan={now.plan} wrong={wrong.day} onChoose={change} />
      </Section>
    </Form>
  );
}

const MOST = 4000;

const Words = ({ now, change }: { now: Pick<Log, "note" | "next">; change: Drafted<Log>["change"] }) => (
  <>
    <Area
      id="next"
      label={gettext("Agreed")}
      maxLength={MOST}
      value={now.next}
      set={(next) => change({ next })}
    />
    <Area
      id="note"
      label={gettext("What was done")}
      maxLength={MOST}
      value={now.note}
      set={(note) => change({ note })}
    />
  </>
);
