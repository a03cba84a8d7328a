/** With whom a manufactory may be founded: the groups whose programmes have rules for it. Reads signals. */
import type { Local } from "../../i18n";
import { byName } from "../../parts/names";
import { account, type Row, table } from "../../store";
import { isOver, led } from "../mentoring/circle";
import { isCleared, mentorsOf } from "../people/school-mentors";

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

/** What the server tells a school of its students in groups that others host. */
export interface Candidates {
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

export const isCoordinator = (): boolean => schools().length > 0;

/** Whom a school may give a team at once. */
export const clearedFor = (institution: string): Row<"school_mentor">[] =>
  schools().includes(institution) ? mentorsOf(institution).filter(isCleared) : [];

/** Takes part, and is in no team that this phone knows of; the server knows them all. */
export function freeIn(cohort: string): Candidate[] {
  const taken = new Set(
    table("member")
      .value.filter(({ until }) => until === null)
      .map(({ enrolment }) => enrolment),
  );
  return table("roster")
    .value.filter((one) => one.cohort === cohort && one.status === "active" && !taken.has(one.id))
    .sort(byName)
    .map(({ id, name }) => ({ enrolment: id, name }));
}

const rules = (cohort: string) => table("rule_set").value.find(({ id }) => id === cohort);

export const mayFound = (): boolean => led().some((cohort) => !isOver(cohort) && rules(cohort.id));

export function homes(elsewhere: Candidates | undefined): Home[] {
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
        people: freeIn(cohort.id),
      },
    ];
  });
  const [school = ""] = schools();
  const others = (elsewhere?.groups ?? []).map(
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
export function groupsBeside(cohort: string): Home[] {
  const programme = rules(cohort)?.programme;
  return homes(undefined).filter((home) => !programme || home.programme === programme);
}
