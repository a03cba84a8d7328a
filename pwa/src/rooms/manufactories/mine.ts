/** The manufactories one is in oneself. Reads signals. */
import { account, table } from "../../store";
import type { Manufactory } from "./books";

/** Whether one is in the team: only its members write in its books. */
export const isMember = (id: string): boolean =>
  account.value?.roles.some(({ kind, place }) => kind === "member" && place === id) ?? false;

/** The latest first. */
export const mine = (): Manufactory[] =>
  table("manufactory")
    .value.filter(({ id }) => isMember(id))
    .sort((a, b) => (a.founded < b.founded ? 1 : -1));
