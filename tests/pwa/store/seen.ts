/** Acts of one manufactory, and what they make of its rows before the server has answered. */

import { ground, overlay, type SeenRow } from "../../../pwa/src/store/overlay";
import type { Entry, StoredRow } from "../../../pwa/src/store/state";
import type { Acts, Entities, Entity, Op } from "../../../pwa/src/store/wire";

export const M = "0193a000-0000-7000-8000-000000000001";
export const AT = "2026-11-16T12:00:00.000Z";
type Seen<E extends Entity> = SeenRow & Entities[E];

let n = 0;
export const made = <T extends keyof Acts>(type: T, body: Acts[T], id = `op-${++n}`): Entry => ({
  n: ++n,
  op: { id, type, v: 1, actor: "me", at: AT, anchor: null, deps: [], body, blobs: [] } satisfies Op,
});
export const stored = (entity: Entity, id: string, d: object): StoredRow => ({
  scope: `manufactory:${M}`,
  entity,
  id,
  d,
  mark: 1,
});
export const see = <E extends Entity>(
  entity: E,
  rows: StoredRow[],
  waiting: Entry[] = [],
  shown: Entry[] = [],
) => overlay(entity, ground(rows), shown, waiting) as Seen<E>[];
