/** What a group's staff see of it: sessions planned and held, what was announced. */
import type { ComponentChildren } from "preact";
import { gettext, local, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { NotSaved, useSaving } from "../../parts/saving";
import { Stamp } from "../../parts/stamp";
import { Sure } from "../../parts/sure";
import { date, moment } from "../../parts/time";
import { navigate } from "../../router";
import { account, act, draft, type Row } from "../../store";
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
import { type Chosen, chosenKey } from "./which-day";
import { aboutPlan, adults, flagged, held, when, who } from "./words";

const Line = ({
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
  const { failed, save } = useSaving();
  const time = when(plan);
  const label = `${local(cohort.name)}, ${date(plan.starts_at)}`;
  return (
    <Line id={plan.id} isPending={plan.pending}>
      <div>
        <h3>{plan.cancelled ? <s>{time}</s> : time}</h3>
        <p class="cap">{aboutPlan(plan)}</p>
      </div>
      {plan.cancelled ? (
        <span class="tag">{gettext("called off")}</span>
      ) : (
        <Sure
          label={gettext("Call off")}
          about={time}
          title={gettext("Call the session off?")}
          yes={gettext("Yes, call it off")}
          onYes={() => save(() => act("mentoring.cancel_session", { plan: plan.id }, { label }))}
        >
          <NotSaved code={failed} />
          <p>{[time, aboutPlan(plan)].join(" · ")}</p>
          <p>{gettext("Everybody in the group sees that it is called off.")}</p>
        </Sure>
      )}
    </Line>
  );
}

/** `isHost`: a coordinator of the host may take back what others announced too. */
export function Announced({ cohort, isHost = false }: { cohort: Cohort; isHost?: boolean }) {
  const all = announcementsOf(new Set([cohort.id]));
  if (all.length === 0) return null;
  return (
    <Section title={gettext("Announced")}>
      <ul class="rows">
        {all.map((one) => (
          <Line key={one.id} id={one.id} isPending={one.pending}>
            <div>
              <p class="lines">{one.text}</p>
              <p class="cap">
                {who(one)} · {moment(one.at)}
              </p>
            </div>
            {(isHost || one.person === account.value?.id) && <TakeBack one={one} cohort={cohort} />}
          </Line>
        ))}
      </ul>
    </Section>
  );
}

function TakeBack({ one, cohort }: { one: Row<"announcement">; cohort: Cohort }) {
  const { failed, save } = useSaving();
  return (
    <Sure
      label={gettext("Take back")}
      about={one.text.slice(0, 80)}
      title={gettext("Take the announcement back?")}
      yes={gettext("Yes, take it back")}
      onYes={() =>
        save(() => act("mentoring.retract", { announcement: one.id }, { label: local(cohort.name) }))
      }
    >
      <NotSaved code={failed} />
      <p class="lines">{one.text}</p>
      <p>{gettext("It disappears from all phones; somebody may have read it already.")}</p>
    </Sure>
  );
}

/** Of a group, or of a team. */
export function Held({ cohort }: { cohort: Pick<Cohort, "id"> }) {
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
    <Line id={session.id} isPending={session.pending}>
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
    </Line>
  );
}

/** Two people saw it differently: leads to the roll where both are heard. */
function Disputed({ session, roll }: { session: Session; roll: Roll | undefined }) {
  const { cohort, manufactory, held_on, plan } = session;
  const count = [...(roll?.of.values() ?? [])].filter(({ disputed }) => disputed).length;
  if (count === 0) return null;
  const open = async () => {
    const chosen: Chosen = { day: held_on, plan: plan ?? "" };
    await draft(chosenKey(cohort))
      .set(chosen)
      .catch(() => {}); // the roll of today opens instead, and any day can be chosen there
    navigate(`/groups/${cohort}/roll`);
  };
  const said = gettext("Seen differently: %(num)s", { num: number(count) });
  if (manufactory) return <p>{said}</p>; // a team's roll is its log: the next one says who is right
  return (
    <button type="button" class="btn" onClick={() => void open()}>
      <Icon name="warn" />
      {said}
    </button>
  );
}
