/** Pulled rows as they will be once the pending acts have arrived. The rows themselves are never edited. */

import type { Entry, StoredRow } from "./state";
import type { Acts, Entity, Op } from "./wire";

/** What a screen reads: the row's data with its key, and `pending` while the act behind it has no verdict. */
export type SeenRow = object & { id: string; scope: string; pending?: true };

/** Changes the rows of one entity; must do nothing where the server's row already says the same. */
type Reducer = (rows: Map<string, SeenRow>, op: Op, mark: { pending?: true }) => void;
export type Reducers = { [T in keyof Acts]: Partial<Record<Entity, Reducer>> };

let reducers: Partial<Reducers> = {};

/** To be awaited before the first rows are seen: what the acts make of them is no part of the first script. */
export async function learn(): Promise<void> {
  ({ reducers } = await import("./reducers"));
}

/** `shown` are acts that the server has applied and the rows do not show yet; `waiting` have no verdict. */
export function overlay(entity: Entity, stored: StoredRow[], shown: Entry[], waiting: Entry[]): SeenRow[] {
  const rows = new Map<string, SeenRow>();
  for (const { id, scope, d } of stored) rows.set(id, { ...d, id, scope });
  const play = (entries: Entry[], mark: { pending?: true }) => {
    for (const { op } of entries) reducers[op.type as keyof Acts]?.[entity]?.(rows, op, mark);
  };
  play(shown, {});
  play(waiting, { pending: true });
  return [...rows.values()];
}
