/** With whom a manufactory may be founded: the groups whose programmes have rules for it. Reads signals. */
import { type Local, local } from "../../i18n";
import { byName } from "../../parts/names";
import { useRead } from "../../parts/read";
import { account, type Row, table } from "../../store";
import { isOver, led } from "../mentoring/circle";
import { isCleared, mentorsOf } from "../people/school-mentors";
import { marksIn } from "./crew";
import { type Chosen, isTaken, type Taken } from "./marks";

export interface Candidate {
  enrolment: string;
  name: string;
}
/** A group in which a manufactory may have its home. */
export interface Home {
  cohort: string;
  /** The school that would look after it. */
  institution: string;
  /** "" of a group elsewhere: what programme it belongs to is not told. */
  programme: string;
  name: Local;
  least: number;
  most: number;
  people: Candidate[];
}

/**
 * What the server tells, and the phone does not hold: a school's students in groups that others host; who of the groups
 * one leads is in a team, by the enrolment; the marks that teams of all these have.
 */
export interface Candidates {
  taken: string[];
  marks: (Chosen & { cohort: string; name: Local })[];
  groups: {
    cohort: string;
    institution_host: string;
    name: Local;
    team_min: number;
    team_max: number;
    people: Candidate[];
  }[];
}

const schools = (): string[] =>
  (account.value?.roles ?? []).filter(({ kind }) => kind === "coordinator").map(({ place }) => place);

export const useTold = (): Candidates | undefined =>
  useRead<Candidates>("/api/manufactories/candidates").data;

/** Whom a school may give a team at once. */
export const clearedFor = (institution: string): Row<"school_mentor">[] =>
  schools().includes(institution) ? mentorsOf(institution).filter(isCleared) : [];

/** Takes part, and is in no team that is known of: without a network those are the own teams. */
function freeIn(cohort: string, told: Candidates | undefined): Candidate[] {
  const taken = new Set(told?.taken);
  for (const { until, enrolment } of table("member").value) if (until === null) taken.add(enrolment);
  return table("roster")
    .value.filter((one) => one.cohort === cohort && one.status === "active" && !taken.has(one.id))
    .sort(byName)
    .map(({ id, name }) => ({ enrolment: id, name }));
}

const rules = (cohort: string) => table("rule_set").value.find(({ id }) => id === cohort);

export const mayFound = (): boolean => led().some((cohort) => !isOver(cohort) && rules(cohort.id));

export function homes(told: Candidates | undefined): Home[] {
  const own = led().flatMap((cohort): Home[] => {
    const found = isOver(cohort) ? undefined : rules(cohort.id);
    if (!found) return [];
    const { institution, programme, team_min: least, team_max: most } = found;
    return [
      {
        cohort: cohort.id,
        institution,
        programme,
        name: cohort.name,
        least,
        most,
        people: freeIn(cohort.id, told),
      },
    ];
  });
  const [school = ""] = schools();
  const others = (told?.groups ?? []).map(
    ({ cohort, name, team_min: least, team_max: most, people }): Home => ({
      ...{ cohort, institution: school, programme: "", name, least, most, people },
    }),
  );
  return [...own, ...others];
}

/** Whoever may be in a team with this home: its own people first, then those of other groups of the programme. */
export const groupsFor = (home: Home, all: readonly Home[]): Home[] => [
  home,
  ...all.filter(
    ({ cohort, programme }) => cohort !== home.cohort && programme && programme === home.programme,
  ),
];

/** Whose people may join a team that is there: all of its programme, or all there are while that is not known. */
export function groupsBeside(cohort: string, told: Candidates | undefined): Home[] {
  const programme = rules(cohort)?.programme;
  return homes(told).filter((home) => !programme || home.programme === programme);
}

/** The marks of the other teams of a group: those on this phone, and with a network all. */
export function marksTaken(cohort: string, except: string, told: Candidates | undefined): Taken[] {
  const here = marksIn(cohort, except);
  const mine = table("manufactory").value.find(({ id }) => id === except);
  const there = (told?.marks ?? []).filter(
    (one) => one.cohort === cohort && !isTaken(one, here) && !(mine && isTaken(one, [mine])),
  );
  return [...here, ...there.map(({ figure, pigment, name }) => ({ figure, pigment, name: local(name) }))];
}
