/** Whose manufactories these are: the teams one is in, who is in them, who may do what. Reads signals. */
import { byName } from "../../parts/names";
import { account, type Row, table } from "../../store";
import type { Manufactory } from "./books";

export type Member = Row<"member">;

/** Whether one is in the team: only its members write in the books. */
export const isMember = (id: string): boolean =>
  account.value?.roles.some(({ kind, place }) => kind === "member" && place === id) ?? false;

/** The manufactories one is in, the latest first. */
export const mine = (): Manufactory[] =>
  table("manufactory")
    .value.filter(({ id }) => isMember(id))
    .sort((a, b) => (a.founded < b.founded ? 1 : -1));

/** Those in the team now. */
export const membersOf = (id: string): Member[] =>
  table("member")
    .value.filter(({ manufactory, until }) => manufactory === id && until === null)
    .sort(byName);

export const mentorsOf = (id: string): Row<"team_mentor">[] =>
  table("team_mentor")
    .value.filter(({ manufactory }) => manufactory === id)
    .sort(byName);
