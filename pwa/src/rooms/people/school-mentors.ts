/** The people a school invited as mentors, with the outcome of their check. */
import { gettext } from "../../i18n";
import { today } from "../../parts/day";
import { byName } from "../../parts/names";
import { date } from "../../parts/time";
import { type Row, table } from "../../store";

export type SchoolMentor = Row<"school_mentor">;

/** Needs the latest check of the school, cleared and not expired today. */
export const isCleared = ({ outcome, expires_on }: SchoolMentor): boolean =>
  outcome === "cleared" && (expires_on === null || expires_on >= today());

export const mentorsOf = (institution: string): SchoolMentor[] =>
  table("school_mentor")
    .value.filter((row) => row.institution === institution)
    .sort(byName);

/** "check passed on 01.09.2026, until 01.09.2027" */
export function clearance(mentor: SchoolMentor): string {
  const { outcome, checked_on, expires_on } = mentor;
  if (!outcome || !checked_on) return gettext("not checked yet");
  const when = date(checked_on);
  if (outcome === "refused") return gettext("check not passed, %(date)s", { date: when });
  if (!expires_on) return gettext("check passed on %(date)s", { date: when });
  return isCleared(mentor)
    ? gettext("check passed on %(date)s, until %(until)s", { date: when, until: date(expires_on) })
    : gettext("the check ran out on %(until)s", { until: date(expires_on) });
}
