/** Who is in a team and who looks after it, from the rows on the phone. Reads signals. */
import { local } from "../../i18n";
import { dayOf, plus } from "../../parts/day";
import { byName } from "../../parts/names";
import { account, type Row, table } from "../../store";
import type { PostKind } from "../../store/wire";
import type { Manufactory } from "./books";
import type { Taken } from "./marks";
import { isMember } from "./mine";

export type Member = Row<"member">;

export const nameOf = ({ name }: Pick<Manufactory, "name">): string => local(name);

/** Those that the person looks after as their mentor, with those just founded. */
export function mentored(): Manufactory[] {
  const mine = new Set(
    (account.value?.roles ?? []).filter(({ kind }) => kind === "mentor").map(({ place }) => place),
  );
  return table("manufactory")
    .value.filter(({ id, pending }) => mine.has(id) || (pending && !isMember(id)))
    .sort((a, b) => byName({ name: nameOf(a) }, { name: nameOf(b) }));
}

/** Whose act has not been delivered has no name in its row yet: the group's lists know it. */
const known = (enrolment: string): string | undefined =>
  (
    table("roster").value.find(({ id }) => id === enrolment) ??
    table("enrolment").value.find(({ id }) => id === enrolment)
  )?.name;

const withName = (member: Member): Member =>
  member.name ? member : { ...member, name: known(member.enrolment) ?? "" };

/** Who was ever in it. */
export const everIn = (manufactory: string): Member[] =>
  table("member")
    .value.filter((one) => one.manufactory === manufactory)
    .map(withName)
    .sort(byName);

export const membersOf = (manufactory: string): Member[] =>
  everIn(manufactory).filter(({ until }) => until === null);

export const mentorsOf = (manufactory: string): Row<"team_mentor">[] =>
  table("team_mentor")
    .value.filter((one) => one.manufactory === manufactory)
    .sort(byName);

/** Those held now, in the order in which they were given. */
export const postsNow = ({ posts }: Pick<Member, "posts">): PostKind[] =>
  posts.filter(({ until }) => until === null).map(({ kind }) => kind);

/** The marks of the other teams of a group, as far as this phone knows. */
export function marksIn(cohort: string, except: string): Taken[] {
  const found = [...table("manufactory").value, ...table("school_manufactory").value].filter(
    (one) => one.cohort === cohort && one.id !== except,
  );
  return [...new Map(found.map((one) => [one.id, one])).values()].map(({ figure, pigment, name }) => ({
    figure,
    pigment,
    name: local(name),
  }));
}

const QUIET_DAYS = 14;
const DAY = "2026-11-16".length;

/** Whether nothing was heard for two weeks. `signs`: moments or days of whatever shows that the team is at work. */
export const isQuiet = (signs: readonly (string | undefined)[], today: string): boolean =>
  signs.every((sign) => !sign || theDay(sign) < plus(today, { days: -QUIET_DAYS }));
const theDay = (sign: string): string => (sign.length > DAY ? dayOf(new Date(sign)) : sign);
