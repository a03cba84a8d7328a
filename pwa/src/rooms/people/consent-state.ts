/** Which consents of the person who uses this phone count: the latest answer to each purpose. */
import type { Purpose, Row } from "../../store";
import { account, table } from "../../store";

export function answers(): Map<Purpose, Row<"consent">> {
  const found = new Map<Purpose, Row<"consent">>();
  for (const row of table("consent").value) {
    const known = found.get(row.purpose);
    if (!known || known.at < row.at || (known.at === row.at && known.id < row.id))
      found.set(row.purpose, row);
  }
  return found;
}

export const ownEnrolments = (): Row<"enrolment">[] =>
  table("enrolment").value.filter(({ person }) => person === account.value?.id);

/** A guardian decides for whoever is a minor in any group. */
export const isMinor = (): boolean => ownEnrolments().some(({ minor }) => minor);
