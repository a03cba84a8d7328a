/** A mentor's first screen: the next session, what was promised, which team or whose phone has gone silent. */
import { gettext, local } from "../../i18n";
import { Section, Skeleton } from "../../parts/bits";
import { dayOf } from "../../parts/day";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { clock, date, duration, weekday } from "../../parts/time";
import { complete } from "../../store";
import { mentored } from "../manufactories/crew";
import { factsOf } from "../manufactories/team-facts";
import { phone } from "../programmes/words";
import {
  type Cohort,
  isOver,
  isSilent,
  learnersOf,
  led,
  type Plan,
  plansOf,
  rollsOf,
  sessionsOf,
  toCome,
} from "./circle";
import { DayArt } from "./day-art";
import { FirstOf } from "./first-of";
import { NextGatePoster, TeamsToday } from "./teams-today";
import { Waits } from "./waits";
import { everyWhom, screenOf, type Whom } from "./whom";
import { who } from "./words";

export default function MentorDay() {
  const now = new Date();
  const cohorts = led().filter((cohort) => !isOver(cohort));
  const leads = cohorts.length > 0 || mentored().length > 0;
  const [next] = toCome(plansOf(new Set(cohorts.map(({ id }) => id)))).filter(({ cancelled }) => !cancelled);
  return (
    <Frame
      title={gettext("Today")}
      note={weekday(now)}
      act={leads && <Move next={next} today={dayOf(now)} />}
      narrow
    >
      {leads ? <Day cohorts={cohorts} next={next} /> : complete.value ? <Waits /> : <Skeleton rows={4} />}
    </Frame>
  );
}

/** The roll while it has not been called today; writing down what was done ever after. */
function Move({ next, today }: { next: Plan | undefined; today: string }) {
  const isToday = next && dayOf(new Date(next.starts_at)) === today;
  const isCalled = isToday && rollsOf(next.cohort).some(({ id }) => id === next.id);
  if (isToday && !isCalled)
    return <MainAct icon="roll" to={`/groups/${next.cohort}/roll`} label={gettext("Call the roll")} />;
  return <MainAct icon="log" to="/log" label={gettext("Log a session")} />;
}

function Day({ cohorts, next }: { cohorts: Cohort[]; next: Plan | undefined }) {
  const teams = mentored().map(factsOf);
  const ids = new Set(cohorts.map(({ id }) => id));
  return (
    <>
      {next ? (
        <NextPoster plan={next} cohort={cohorts.find(({ id }) => id === next.cohort)} />
      ) : cohorts.length > 0 ? (
        <Unplanned cohorts={cohorts} />
      ) : (
        <NextGatePoster all={teams} />
      )}
      <Promised all={everyWhom().filter(({ id, team }) => team || ids.has(id))} />
      <TeamsToday all={teams} />
      {cohorts.length > 0 && <Silent cohorts={cohorts} />}
    </>
  );
}

function NextPoster({ plan, cohort }: { plan: Plan; cohort: Cohort | undefined }) {
  const starts = new Date(plan.starts_at);
  const isToday = dayOf(starts) === dayOf(new Date());
  return (
    <a class="poster bleed" href={`/groups/${plan.cohort}`}>
      <DayArt starts={starts} minutes={plan.minutes} />
      <p class="cap">
        {isToday
          ? gettext("Next session · today")
          : gettext("Next session · %(day)s", { day: weekday(starts) })}
      </p>
      <h2>
        {[clock(plan.starts_at), plan.topic || (cohort && local(cohort.name))].filter(Boolean).join(" · ")}
      </h2>
      <p class="cap">
        {[plan.topic && cohort && local(cohort.name), plan.place, duration(plan.minutes)]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </a>
  );
}

const Unplanned = ({ cohorts }: { cohorts: Cohort[] }) => (
  <div class="poster bleed">
    <p class="cap">{gettext("No session is planned")}</p>
    <h2>{gettext("When do you meet next?")}</h2>
    <p>{gettext("Planned here, it stands on every phone of the group, with time and place.")}</p>
    <div class="pick">
      {cohorts.slice(0, 3).map(({ id, name }) => (
        <a key={id} class="btn ink" href={`/groups/${id}/plan`}>
          {cohorts.length > 1
            ? gettext("Plan: %(group)s", { group: local(name) })
            : gettext("Plan a session")}
        </a>
      ))}
    </div>
  </div>
);

/** What each team and group agreed at its latest session that ended with a promise. */
function Promised({ all }: { all: Whom[] }) {
  const found = all.flatMap((whom) => {
    const last = sessionsOf(whom.id).find(({ next_steps }) => next_steps);
    return last ? [{ whom, last }] : [];
  });
  if (found.length === 0) return null;
  return (
    <Section title={gettext("Promised")}>
      <ul class="rows">
        {found.map(({ whom, last }) => (
          <li key={whom.id}>
            <a class="row" href={screenOf(whom)}>
              <div>
                <h3 class="lines">{last.next_steps}</h3>
                <p class="cap">{whom.name}</p>
                <p class="cap">
                  {date(last.held_on)} · {who(last)}
                </p>
              </div>
              <Icon name="fwd" />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Silent({ cohorts }: { cohorts: Cohort[] }) {
  const silent = cohorts.flatMap((cohort) =>
    learnersOf(cohort.id)
      .filter((learner) => learner.status === "active" && isSilent(learner))
      .map((learner) => ({ cohort, learner })),
  );
  silent.sort((a, b) => ((a.learner.seen_at ?? "") < (b.learner.seen_at ?? "") ? -1 : 1));
  return (
    <Section title={gettext("Silent phones")}>
      {silent.length > 0 ? (
        <FirstOf
          all={silent}
          row={({ cohort, learner }) => (
            <li key={learner.id}>
              <a class="row" href={`/groups/${cohort.id}`}>
                <div>
                  <h3>{learner.name}</h3>
                  <p class="cap">{phone(learner.seen_at, learner.unsent)}</p>
                  {cohorts.length > 1 && <p class="cap">{local(cohort.name)}</p>}
                </div>
                <Icon name="fwd" />
              </a>
            </li>
          )}
        />
      ) : (
        <div class="ban good">
          <Icon name="check" />
          <p>{gettext("Every phone has been in touch lately.")}</p>
        </div>
      )}
    </Section>
  );
}
