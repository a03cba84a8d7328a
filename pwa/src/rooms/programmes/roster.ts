/** What a coordinator's phone knows of the people of its groups, without a network. */
import { gettext, local } from "../../i18n";
import { type Issue, issues, type Row, type Status, table } from "../../store";
import { hasSeat } from "./taking-part";

export type Person = Row<"roster">;

const bySince = (a: Person, b: Person): number => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0);

/** Who asks for a seat, the longest waiting first; also whom one has just answered, until the server has it. */
export const requests = (): Person[] =>
  table("roster")
    .value.filter(({ status, pending }) => status === "applied" || (pending && isAnswer(status)))
    .sort(bySince);
const isAnswer = (status: Status): boolean => status === "accepted" || status === "refused";

/** Accepted, with a consent missing. */
export const consentless = (): Person[] =>
  table("roster")
    .value.filter(({ status, due, pending }) => status === "accepted" && due.length > 0 && !pending)
    .sort(bySince);

export const person = (enrolment: string): Person | undefined =>
  table("roster").value.find(({ id }) => id === enrolment);

export const peopleOf = (cohort: string): Person[] =>
  table("roster").value.filter((one) => one.cohort === cohort);

export const cohort = (id: string): Row<"school_cohort"> | undefined =>
  table("school_cohort").value.find((row) => row.cohort === id);

export const taken = (id: string): number => peopleOf(id).filter(hasSeat).length;

/** What was done about this person and did not go through. */
export const problemsOf = (enrolment: string): Issue[] =>
  issues.value.filter(({ body }) => "enrolment" in body && body.enrolment === enrolment);

/** Why, in the server's words; of the latest. */
export const problemOf = (enrolment: string): string | undefined => problemsOf(enrolment).at(-1)?.message;

/** The school that sent somebody; only one's own is known by name. */
export function schoolOf(institution: string | null): string {
  if (!institution) return "";
  const own = table("institution").value.find(({ id }) => id === institution);
  return own ? local(own.short) : gettext("another school");
}
