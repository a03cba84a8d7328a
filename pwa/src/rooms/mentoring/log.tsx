/** A session that was held, written down in four taps: everything has a default but what only the mentor knows. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Banner, Section } from "../../parts/bits";
import { today } from "../../parts/day";
import { type Drafted, useDraft } from "../../parts/draft";
import { Empty } from "../../parts/empty";
import { Area, Choice } from "../../parts/field";
import { Form } from "../../parts/form";
import { Frame } from "../../parts/frame";
import { isMentor } from "../../parts/places";
import { type Refused, refusedAct, WhyRefused } from "../../parts/refused";
import { date, weekday } from "../../parts/time";
import { account, complete } from "../../store";
import type { Adult } from "../../store/wire";
import { about } from "./about";
import { chosen, type Log, typedIn, useLog, useUsual } from "./log-form";
import { GatesPassed } from "./log-gates";
import { Alongside, LastTime, WhichOne, WhoWasThere } from "./log-parts";
import { Minutes } from "./minutes";
import { planned, WhichDay } from "./which-day";
import { everyWhom, type Whom } from "./whom";
import { kinds } from "./words";

const up = () => (isMentor(account.value?.roles ?? []) ? {} : { up: "/groups" });

export default function LogScreen({ ids: [mends] }: { ids: readonly string[] }) {
  const before = refusedAct("mentoring.log_session", mends);
  const form = useDraft<Log>(before ? `log ${before.id}` : "log", before && typedIn(before.body));
  const usual = useUsual();
  const all = everyWhom();
  const whom = chosen(all, form.typed);
  if (whom && form.isReady && usual.isReady)
    return <Writing all={all} whom={whom} form={form} usual={usual.typed.adult ?? null} before={before} />;
  return (
    <Frame title={gettext("Session")} {...up()} narrow>
      {!whom && complete.value && <NoGroup />}
    </Frame>
  );
}

const NoGroup = () => (
  <Empty title={gettext("No group yet")}>
    {gettext(
      "When the school gives you a group or a team, you write down here what you did with it. It works without a network.",
    )}
  </Empty>
);

/** A log that was begun on another day is not taken for today's, nor one of another team for that one comes from. */
function FromBefore({ form, whom }: { form: Drafted<Log>; whom: Whom }) {
  const [begun] = useState({ day: form.typed.day, whom: whom.id, from: about.value });
  const { day } = form.typed;
  const isOld = day !== today();
  const isOther = begun.from !== "" && begun.from !== begun.whom;
  if (!day || day !== begun.day || whom.id !== begun.whom || !(isOld || isOther)) return null;
  return (
    <Banner
      icon="log"
      title={
        isOld
          ? gettext("Begun before, for %(date)s", { date: date(day) })
          : gettext("Begun before: %(name)s", { name: whom.name })
      }
      acts={
        <button type="button" class="btn" onClick={() => void form.clear()}>
          {isOld ? gettext("Begin anew for today") : gettext("Begin anew")}
        </button>
      }
    />
  );
}

const which = ({ id, team }: Whom) => (team ? { team: id, cohort: "" } : { team: "", cohort: id });

interface Props {
  all: Whom[];
  whom: Whom;
  form: Drafted<Log>;
  usual: Adult | null;
  before: Refused<"mentoring.log_session"> | undefined;
}

function Writing(props: Props) {
  const { all, whom, form } = props;
  const { now, wrong, isChecked, sending } = useLog(props);
  const { typed } = form;
  // Whose it is and the day stay with what is written of it, wherever it is opened and however late it is finished.
  const change = (more: Partial<Log>) =>
    form.change({ ...which(whom), day: now.day, plan: now.plan, ...more });
  const choose = (other: Whom) =>
    change({ ...which(other), said: {}, gates: {}, plan: planned(other, now.day) });
  return (
    <Form
      title={gettext("Session")}
      note={weekday(new Date(`${now.day}T12:00`))}
      {...up()}
      label={gettext("Save the session")}
      sending={sending}
    >
      {props.before ? <WhyRefused act={props.before} /> : <FromBefore form={form} whom={whom} />}
      {all.length > 1 && <WhichOne all={all} chosen={whom.id} onChoose={choose} />}
      <LastTime whom={whom.id} />
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
      <GatesPassed whom={whom} said={now.gates} set={(gates) => change({ gates })} isChecked={isChecked} />
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
        <WhichDay cohort={whom} day={now.day} plan={now.plan} wrong={wrong.day} onChoose={change} />
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
