/** Rolls: who was there, as it stands and as it is being said; pure. */
import type { Presence } from "../../store/wire";
import { type Standing, standing } from "./marks";

export interface Said {
  status: Presence;
  late_minutes: number | null;
}
export interface Mark extends Said {
  id: string;
  enrolment: string;
  roll: string;
  held_on: string;
  person: string;
  by: string;
  at: string;
  pending?: true;
}

export interface Roll {
  id: string;
  held_on: string;
  /** What stands, by enrolment. */
  of: ReadonlyMap<string, Standing<Mark>>;
}

function groupBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return found;
}

/** The oldest first. */
export function rollsFrom(marks: readonly Mark[]): Roll[] {
  const rolls = [...groupBy(marks, ({ roll }) => roll)].map(([id, own]) => {
    const of = new Map<string, Standing<Mark>>();
    for (const [enrolment, some] of groupBy(own, ({ enrolment }) => enrolment)) {
      const stands = standing(some);
      if (stands) of.set(enrolment, stands);
    }
    return { id, held_on: own[0]?.held_on ?? "", of };
  });
  return rolls.sort((a, b) => (a.held_on < b.held_on ? -1 : 1));
}

export interface Place {
  enrolment: string;
  name: string;
  minor: boolean;
  /** What the roll says so far. */
  before: Standing<Mark> | undefined;
  now: Said;
}
interface Learner {
  id: string;
  name: string;
  minor: boolean;
}

const HERE: Said = { status: "present", late_minutes: null };
const AWAY: Said = { status: "absent", late_minutes: null };

/** Everyone is there until somebody says otherwise. */
export const places = (
  learners: readonly Learner[],
  roll: Roll | undefined,
  touched: Readonly<Record<string, Said>>,
): Place[] =>
  learners.map(({ id, name, minor }) => {
    const before = roll?.of.get(id);
    return { enrolment: id, name, minor, before, now: touched[id] ?? before?.mark ?? HERE };
  });

export const isHere = ({ status }: Said): boolean => status === "present" || status === "late";
export const countHere = (all: readonly Place[]): number => all.filter(({ now }) => isHere(now)).length;
/** One tap. */
export const turned = (said: Said): Said => (said.status === "present" ? AWAY : HERE);

/** A correction is a new mark, and what stands already is not said again. */
export const news = (all: readonly Place[]): (Said & { enrolment: string })[] =>
  everyone(
    all.filter(
      ({ before, now }) =>
        before?.mark.status !== now.status || before.mark.late_minutes !== now.late_minutes,
    ),
  );

/** What was said of whom. */
export const saidIn = (marks: readonly (Said & { enrolment: string })[]): Record<string, Said> =>
  Object.fromEntries(
    marks.map(({ enrolment, status, late_minutes }) => [enrolment, { status, late_minutes }]),
  );

export const everyone = (all: readonly Place[]): (Said & { enrolment: string })[] =>
  all.map(({ enrolment, now: { status, late_minutes } }) => ({ enrolment, status, late_minutes }));
