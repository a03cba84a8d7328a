/** What a state of taking part means, and whose it is: the same on every screen. */
import { account, type Row, type Status, table } from "../../store";

interface Enrolled {
  status: Status;
}
const SEATED: ReadonlySet<Status> = new Set(["accepted", "active", "paused", "completed"]);
const GONE: ReadonlySet<Status> = new Set(["refused", "withdrawn", "transferred"]);

export const hasSeat = ({ status }: Enrolled): boolean => SEATED.has(status);
export const isGone = ({ status }: Enrolled): boolean => GONE.has(status);

/** Of the person who uses this phone. */
export const ownEnrolments = (): Row<"enrolment">[] =>
  table("enrolment").value.filter(({ person }) => person === account.value?.id);
