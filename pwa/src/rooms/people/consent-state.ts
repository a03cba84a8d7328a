/** Which consents of the person who uses this phone count: the latest answer to each purpose. */
import type { Purpose, Row } from "../../store";
import { table } from "../../store";
import { ownEnrolments } from "../programmes/taking-part";

export function answers(): Map<Purpose, Row<"consent">> {
  const found = new Map<Purpose, Row<"consent">>();
  for (const row of table("consent").value) {
    const known = found.get(row.purpose);
    if (!known || known.at < row.at || (known.at === row.at && known.id < row.id))
      found.set(row.purpose, row);
  }
  return found;
}

/** A guardian decides for whoever is a minor in any group. */
export const isMinor = (): boolean => ownEnrolments().some(({ minor }) => minor);
