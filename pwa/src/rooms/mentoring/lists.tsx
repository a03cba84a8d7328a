/** What a group's staff see of it: sessions planned and held, what was announced. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { gettext, local, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { Stamp } from "../../parts/stamp";
import { date, moment } from "../../parts/time";
import { navigate } from "../../router";
import { type Acts, account, act, draft } from "../../store";
import {
  announcementsOf,
  type Cohort,
  type Plan,
  plansOf,
  rollsOf,
  type Session,
  sessionsOf,
  toCome,
} from "./circle";
import { FirstOf } from "./first-of";
import { isHere, type Roll } from "./rolls";
import { Sure } from "./sure";
import { type Chosen, chosenKey } from "./which-day";
import { aboutPlan, adults, flagged, held, when, who } from "./words";

/** Acts at once; what the phone could not keep is said where it was pressed. */
function useAct() {
  const [failed, setFailed] = useState(false);
  const run = <A extends keyof Acts>(type: A, body: Acts[A], label: string) => {
    setFailed(false);
    act(type, body, { label }).catch(() => setFailed(true));
  };
  return {
    run,
    failed: failed && <p role="alert">{gettext("The phone could not save this. Try again.")}</p>,
  };
}

const Row = ({
  id,
  isPending,
  children,
}: {
  id: string;
  isPending: boolean | undefined;
  children: ComponentChildren;
}) => (
  <li class={`row roomy ${isPending ? "wait" : ""}`}>
    {isPending && <Stamp id={id} waiting />}
    {children}
  </li>
);

export function Planned({ cohort }: { cohort: Cohort }) {
  const plans = toCome(plansOf(new Set([cohort.id])));
  if (plans.length === 0) return null;
  return (
    <Section title={gettext("Planned")}>
      <ul class="rows">
        {plans.map((plan) => (
          <OnePlan key={plan.id} plan={plan} cohort={cohort} />
        ))}
      </ul>
    </Section>
  );
}

function OnePlan({ plan, cohort }: { plan: Plan; cohort: Cohort }) {
  const { run, failed } = useAct();
  const time = when(plan);
  return (
    <Row id={plan.id} isPending={plan.pending}>
      <div>
        <h3>{plan.cancelled ? <s>{time}</s> : time}</h3>
        <p class="cap">{aboutPlan(plan)}</p>
        {failed}
      </div>
      {plan.cancelled ? (
        <span class="tag">{gettext("called off")}</span>
      ) : (
        <Sure
          label={gettext("Call off")}
          about={time}
          yes={gettext("Yes, call it off")}
          onYes={() =>
            run(
              "mentoring.cancel_session",
              { plan: plan.id },
              `${local(cohort.name)}, ${date(plan.starts_at)}`,
            )
          }
        />
      )}
    </Row>
  );
}

/** `isHost`: a coordinator of the host may take back what others announced too. */
export function Announced({ cohort, isHost = false }: { cohort: Cohort; isHost?: boolean }) {
  const { run, failed } = useAct();
  const all = announcementsOf(new Set([cohort.id]));
  if (all.length === 0) return null;
  return (
    <Section title={gettext("Announced")}>
      {failed}
      <ul class="rows">
        {all.map((one) => (
          <Row key={one.id} id={one.id} isPending={one.pending}>
            <div>
              <p class="lines">{one.text}</p>
              <p class="cap">
                {who(one)} · {moment(one.at)}
              </p>
            </div>
            {(isHost || one.person === account.value?.id) && (
              <Sure
                label={gettext("Take back")}
                about={one.text.slice(0, 80)}
                yes={gettext("Yes, take it back")}
                onYes={() => run("mentoring.retract", { announcement: one.id }, local(cohort.name))}
              />
            )}
          </Row>
        ))}
      </ul>
    </Section>
  );
}

export function Held({ cohort }: { cohort: Cohort }) {
  const all = sessionsOf(cohort.id);
  const rolls = rollsOf(cohort.id);
  if (all.length === 0) return null;
  return (
    <Section title={gettext("Held")}>
      <FirstOf
        all={all}
        row={(session) => (
          <OneSession key={session.id} session={session} roll={rolls.find(({ id }) => id === session.roll)} />
        )}
      />
    </Section>
  );
}

function OneSession({ session, roll }: { session: Session; roll: Roll | undefined }) {
  const marks = [...(roll?.of.values() ?? [])].map(({ mark }) => mark);
  const alongside = adults().find(([adult]) => adult === session.adult)?.[1];
  const there =
    marks.length > 0 &&
    gettext("%(here)s of %(all)s there", {
      here: number(marks.filter(isHere).length),
      all: number(marks.length),
    });
  return (
    <Row id={session.id} isPending={session.pending}>
      <div>
        <h3>{held(session)}</h3>
        <p class="cap">{[who(session), there, alongside].filter(Boolean).join(" · ")}</p>
        {session.note && <p class="lines">{session.note}</p>}
        {session.next_steps && (
          <p class="lines">
            <b>{gettext("Agreed:")}</b> {session.next_steps}
          </p>
        )}
        <Disputed session={session} roll={roll} />
        {session.flags.map((flag) => (
          <p key={flag} class="mk bad">
            <Icon name="warn" />
            {flagged(flag)}
          </p>
        ))}
      </div>
    </Row>
  );
}

/** Two people saw it differently: leads to the roll where both are heard. */
function Disputed({
  session: { cohort, held_on, plan },
  roll,
}: {
  session: Session;
  roll: Roll | undefined;
}) {
  const count = [...(roll?.of.values() ?? [])].filter(({ disputed }) => disputed).length;
  if (count === 0) return null;
  const open = async () => {
    const chosen: Chosen = { day: held_on, plan: plan ?? "" };
    await draft(chosenKey(cohort))
      .set(chosen)
      .catch(() => {}); // the roll of today opens instead, and any day can be chosen there
    navigate(`/groups/${cohort}/roll`);
  };
  return (
    <button type="button" class="btn" onClick={() => void open()}>
      <Icon name="warn" />
      {gettext("Seen differently: %(num)s", { num: number(count) })}
    </button>
  );
}
