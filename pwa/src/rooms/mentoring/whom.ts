/** Whom a session is held with: a team, or a group. Reads signals. */
import { local } from "../../i18n";
import { table } from "../../store";
import type { Manufactory } from "../manufactories/books";
import { membersOf, mentored, nameOf } from "../manufactories/crew";
import { learnersOf, led } from "./circle";

export interface Whom {
  /** The team's, or the group's. */
  id: string;
  /** The group; of a team the one it was founded in. */
  cohort: string;
  team: Manufactory | undefined;
  name: string;
  /** The group's first day; undefined where the phone does not know it. */
  starts: string | undefined;
}

interface Expected {
  id: string;
  name: string;
  minor: boolean;
}

/** Teams come first: they are met most often. */
export const everyWhom = (): Whom[] => [
  ...mentored().map((team) => ({
    id: team.id,
    cohort: team.cohort,
    team,
    name: nameOf(team),
    starts: table("cohort").value.find(({ id }) => id === team.cohort)?.starts,
  })),
  ...led().map(({ id, name, starts }) => ({ id, cohort: id, team: undefined, name: local(name), starts })),
];

/** Who is expected at a session. */
export function expected({ id, team }: Pick<Whom, "id" | "team">): Expected[] {
  if (!team) return learnersOf(id);
  return membersOf(id).map(({ enrolment, name }) => ({ id: enrolment, name, minor: isMinor(enrolment) }));
}

/** Whoever is not known to be of age is not taken for it. */
const isMinor = (enrolment: string): boolean =>
  (
    table("enrolment").value.find(({ id }) => id === enrolment) ??
    table("roster").value.find(({ id }) => id === enrolment)
  )?.minor ?? true;

export const screenOf = ({ id, team }: Whom): string => (team ? `/teams/${id}` : `/groups/${id}`);
