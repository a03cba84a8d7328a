/** How a pulled row looks to its reader: whoever closed the account has an empty name in it, and is called so in words. */

import { gettext } from "../i18n";
import type { SeenRow } from "./overlay";
import type { StoredRow } from "./state";

/** A stored row that was not replaced looks as it did; but words change with the language. */
const looks = new WeakMap<StoredRow, SeenRow>();

export function lookOf(row: StoredRow): SeenRow {
  const found = looks.get(row);
  if (found) return found;
  const plain = { ...row.d, id: row.id, scope: row.scope };
  const seen = named(plain);
  if (seen === plain) looks.set(row, seen);
  return seen;
}

type Named = Partial<Record<"name" | "by" | "approved_by", unknown>> & { steps?: object[] };

function named<T extends object>(row: T): T {
  const { name, by, approved_by, steps }: Named = row;
  const said = steps?.map(named);
  if (name !== "" && by !== "" && approved_by !== "" && !said?.some((one, i) => one !== steps?.[i]))
    return row;
  const words = gettext("Closed account");
  return {
    ...row,
    ...(name === "" && { name: words }),
    ...(by === "" && { by: words }),
    ...(approved_by === "" && { approved_by: words }),
    ...(said && { steps: said }),
  };
}
