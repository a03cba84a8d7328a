/** The groups that the person leads and what is known of them, from the rows on the phone. Reads signals. */
import { dayOf, today } from "../../parts/day";
import { byName } from "../../parts/names";
import { account, type Row, table } from "../../store";
import { hasSeat } from "../programmes/taking-part";
import { type Roll, rollsFrom } from "./rolls";

export type Cohort = Row<"cohort">;
export type Learner = Row<"roster">;
export type Plan = Row<"plan">;
export type Session = Row<"session">;

const called = ({ name }: Cohort) => ({ name: name.uk });

export const isOver = ({ ends }: Cohort): boolean => ends < today();

/** As their mentor, or as coordinator of the school that hosts them; what is over comes last. */
export function led(): Cohort[] {
  const roles = account.value?.roles ?? [];
  const placesOf = (kind: string) =>
    new Set(roles.filter((role) => role.kind === kind).map(({ place }) => place));
  const mine = placesOf("mentor");
  const schools = placesOf("coordinator");
  for (const { institution, cohort } of table("school_cohort").value)
    if (schools.has(institution)) mine.add(cohort);
  return table("cohort")
    .value.filter(({ id }) => mine.has(id))
    .sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || byName(called(a), called(b)));
}

/** Who is expected at a session. */
export const learnersOf = (cohort: string): Learner[] =>
  table("roster")
    .value.filter((row) => row.cohort === cohort && hasSeat(row) && row.status !== "paused")
    .sort(byName);

/** What belongs to a team is the team's alone, and stands in no list of the group. */
const isOf =
  (whom: string) =>
  ({ cohort, manufactory }: { cohort: string; manufactory: string | null }): boolean =>
    (manufactory ?? cohort) === whom;

/** Of a group, or of a team. */
export const rollsOf = (whom: string): Roll[] => rollsFrom(table("mark").value.filter(isOf(whom)));

const endOf = ({ starts_at, minutes }: Plan): number => Date.parse(starts_at) + minutes * 60_000;

/** The earliest first. */
export const plansOf = (cohorts: ReadonlySet<string>): Plan[] =>
  table("plan")
    .value.filter(({ cohort }) => cohorts.has(cohort))
    .sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));

export const toCome = (plans: readonly Plan[], now = Date.now()): Plan[] =>
  plans.filter((plan) => endOf(plan) > now);

/** Planned for that day and not called off. */
export const plansOn = (cohort: string, day: string): Plan[] =>
  plansOf(new Set([cohort])).filter((plan) => !plan.cancelled && dayOf(new Date(plan.starts_at)) === day);

/** The one that is on, or comes next that day, or was the last: a roll is called then. */
export function planOn(cohort: string, day: string): Plan | undefined {
  const plans = plansOn(cohort, day);
  return toCome(plans)[0] ?? plans[plans.length - 1];
}

/** Of a group, or of a team; the latest first. */
export const sessionsOf = (whom: string): Session[] =>
  table("session")
    .value.filter(isOf(whom))
    .sort((a, b) => (a.held_on + a.at < b.held_on + b.at ? 1 : -1));

/** The latest first. */
export const announcementsOf = (cohorts: ReadonlySet<string>): Row<"announcement">[] =>
  table("announcement")
    .value.filter(({ cohort }) => cohorts.has(cohort))
    .sort((a, b) => (a.at < b.at ? 1 : -1));

export const mentorsOf = (cohorts: ReadonlySet<string>): Row<"mentor">[] =>
  table("mentor")
    .value.filter(({ cohort }) => cohorts.has(cohort))
    .sort(byName);

export interface Progress {
  done: number;
  total: number;
}

/** How many lessons of all courses of the group are done, by enrolment. */
export function progressIn(cohort: string): (enrolment: string) => Progress {
  const total = table("course").value.reduce(
    (sum, course) => sum + (course.cohort === cohort ? course.lessons : 0),
    0,
  );
  const done = new Map<string, number>();
  for (const { enrolment } of table("completion").value) done.set(enrolment, (done.get(enrolment) ?? 0) + 1);
  return (enrolment) => ({ done: Math.min(done.get(enrolment) ?? 0, total), total });
}

const SILENT = 7 * 86_400_000;

/** Whether no phone of theirs was heard of for a week, as the school’s Desk counts it. */
export const isSilent = ({ seen_at }: Learner, now = Date.now()): boolean =>
  !seen_at || now - Date.parse(seen_at) > SILENT;
