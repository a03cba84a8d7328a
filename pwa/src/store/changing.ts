/** How an act changes the rows that a screen sees, before the server has answered. */

import type { Rows, SeenRow } from "./overlay";
import type { Entities, Entity } from "./wire";

export type { Rows } from "./overlay";
export type Mark = { pending?: true };

/** Changes members of a row that is there; a row that says so already is left as the server wrote it. */
export function change<E extends Entity>(
  rows: Rows,
  id: string,
  mark: Mark,
  values: Partial<Entities[E]>,
): void {
  const row = rows.get(id) as (SeenRow & Entities[E]) | undefined;
  const isNews =
    row && Object.entries(values).some(([name, value]) => row[name as keyof Entities[E]] !== value);
  if (isNews) rows.set(id, { ...row, ...values, ...mark });
}

/** A row that the act makes, unless the server's own is there already. */
export function make<E extends Entity>(
  rows: Rows,
  id: string,
  scope: string,
  mark: Mark,
  row: Entities[E],
): void {
  if (!rows.has(id)) rows.set(id, { ...row, id, scope, ...mark });
}
