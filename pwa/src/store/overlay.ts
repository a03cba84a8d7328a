/** Pulled rows as they will be once the pending acts have arrived. The rows themselves are never edited. */

import type { Entry, StoredRow } from "./state";
import type { Acts, Entity, Op } from "./wire";

/** What a screen reads: the row's data with its key, and `pending` while the act behind it has no verdict. */
export type SeenRow = object & { id: string; scope: string; pending?: true };

/** What an act sees and may change of the rows of one entity. */
export interface Rows {
  get(id: string): SeenRow | undefined;
  has(id: string): boolean;
  set(id: string, row: SeenRow): void;
  delete(id: string): void;
}

/** Changes the rows of one entity; must do nothing where the server's row already says the same. */
type Reducer = (rows: Rows, op: Op, mark: { pending?: true }) => void;
export type Reducers = { [T in keyof Acts]: Partial<Record<Entity, Reducer>> };

let reducers: Partial<Reducers> = {};
let lookOf = (row: StoredRow): SeenRow => ({ ...row.d, id: row.id, scope: row.scope });

/** To be awaited before the first rows are seen: what the acts make of them is no part of the first script. */
export async function learn(): Promise<void> {
  ({ reducers, lookOf } = await import("./reducers"));
}

/** The stored rows of one entity as they are seen, and where each lies. */
export interface Ground {
  list: SeenRow[];
  at: Map<string, number>;
}

export function ground(stored: StoredRow[]): Ground {
  const [list, at]: [SeenRow[], Map<string, number>] = [[], new Map()];
  for (const row of stored) {
    const i = at.get(row.id) ?? list.length;
    at.set(row.id, i);
    list[i] = lookOf(row);
  }
  return { list, at };
}

/** Rows over others that stay as they are: whatever lies beneath, an act costs what it touches. */
class Layer implements Rows {
  private changed = new Map<string, SeenRow | null>();

  constructor(private readonly under: Ground) {}

  get(id: string): SeenRow | undefined {
    const found = this.changed.get(id);
    return found === undefined ? this.under.list[this.under.at.get(id) ?? -1] : (found ?? undefined);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  set(id: string, row: SeenRow): void {
    this.changed.set(id, row);
  }

  delete(id: string): void {
    this.changed.set(id, null);
  }

  list(): SeenRow[] {
    const { list, at } = this.under;
    if (!this.changed.size) return list;
    const seen: (SeenRow | null)[] = list.slice();
    for (const [id, row] of this.changed) seen[at.get(id) ?? seen.length] = row;
    return seen.filter((row) => row !== null);
  }
}

/** `shown` are acts that the server has applied and the rows do not show yet; `waiting` have no verdict. */
export function overlay(entity: Entity, under: Ground, shown: Entry[], waiting: Entry[]): SeenRow[] {
  const rows = new Layer(under);
  const play = (entries: Entry[], mark: { pending?: true }) => {
    for (const { op } of entries) reducers[op.type as keyof Acts]?.[entity]?.(rows, op, mark);
  };
  play(shown, {});
  play(waiting, { pending: true });
  return rows.list();
}
