/** What a learner is told by those who lead the group: sessions to come, announcements, who the mentors are. */
import { gettext, local, ngettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { moment } from "../../parts/time";
import { table } from "../../store";
import { hasSeat, ownEnrolments } from "../programmes/taking-part";
import { announcementsOf, mentorsOf, type Plan, plansOf, toCome } from "./circle";
import { aboutPlan, when } from "./words";

const FRESH = 14 * 86_400_000;
const NEXT = 2;

const mine = (): Set<string> =>
  new Set(
    ownEnrolments()
      .filter(hasSeat)
      .map(({ cohort }) => cohort),
  );

/** The next two that are on, and what was called off before them: nobody should come for nothing. */
export function nextOf(plans: readonly Plan[]): Plan[] {
  let left = NEXT;
  return plans.filter(({ cancelled }) => (cancelled ? left > 0 : left-- > 0));
}

export function NoticesOfGroup() {
  const cohorts = mine();
  return (
    <>
      <Coming plans={nextOf(toCome(plansOf(cohorts)))} isMany={cohorts.size > 1} />
      <Told cohorts={cohorts} />
      <Mentors cohorts={cohorts} />
    </>
  );
}

const groupName = (id: string): string => {
  const name = table("cohort").value.find((cohort) => cohort.id === id)?.name;
  return name ? local(name) : "";
};

function Coming({ plans, isMany }: { plans: Plan[]; isMany: boolean }) {
  if (plans.length === 0) return null;
  return (
    <Section title={gettext("Next sessions")}>
      <ul class="rows">
        {plans.map((plan) => (
          <li key={plan.id} class="row">
            <div>
              <h3>{plan.cancelled ? <s>{when(plan)}</s> : when(plan)}</h3>
              <p class="cap">{aboutPlan(plan, isMany ? groupName(plan.cohort) : "")}</p>
            </div>
            {plan.cancelled && <span class="tag">{gettext("called off")}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Told({ cohorts }: { cohorts: ReadonlySet<string> }) {
  const fresh = announcementsOf(cohorts).filter(({ at }) => Date.now() - Date.parse(at) < FRESH);
  if (fresh.length === 0) return null;
  return (
    <Section title={gettext("Announcements")}>
      <ul class="rows">
        {fresh.map(({ id, text, by, at, cohort }) => (
          <li key={id} class="row">
            <div>
              <p class="lines">{text}</p>
              <p class="cap">
                {[by, moment(at), cohorts.size > 1 && groupName(cohort)].filter(Boolean).join(" · ")}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Mentors({ cohorts }: { cohorts: ReadonlySet<string> }) {
  const names = [...new Set(mentorsOf(cohorts).map(({ name }) => name))];
  if (names.length === 0) return null;
  return (
    <Section title={ngettext("My mentor", "My mentors", names.length)}>
      <ul class="rows">
        {names.map((name) => (
          <li key={name} class="row">
            <h3>{name}</h3>
          </li>
        ))}
      </ul>
    </Section>
  );
}
