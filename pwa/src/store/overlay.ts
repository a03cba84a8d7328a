/** Pulled rows as they will be once the pending acts have arrived. The rows themselves are never edited. */

import type { Entry, StoredRow } from "./state";
import { pairId } from "./uuid";
import type { Acts, Entities, Entity, Op } from "./wire";

/** What a screen reads: the row's data with its key, and `pending` while the act behind it has no verdict. */
export type SeenRow = object & { id: string; scope: string; pending?: true };

/** Changes the rows of one entity; must do nothing where the server's row already says the same. */
type Reducer = (rows: Map<string, SeenRow>, op: Op, mark: { pending?: true }) => void;

const reducers: { [T in keyof Acts]: Partial<Record<Entity, Reducer>> } = {
  "progress.complete_lesson": {
    completion(rows, op, mark) {
      const { enrolment, lesson, release } = op.body as Acts["progress.complete_lesson"];
      const id = pairId(enrolment, lesson);
      if (rows.has(id)) return;
      const row: Entities["completion"] = { enrolment, lesson, release, at: op.at, flag: null };
      rows.set(id, { ...row, id, scope: `enrolment:${enrolment}`, ...mark });
    },
  },
  "people.choose_language": {
    person(rows, op, mark) {
      const { language } = op.body as Acts["people.choose_language"];
      const row = rows.get(op.actor) as (SeenRow & Entities["person"]) | undefined;
      if (row && row.language !== language) rows.set(op.actor, { ...row, language, ...mark } as SeenRow);
    },
  },
};

/** `shown` are acts that the server has applied and the rows do not show yet; `waiting` have no verdict. */
export function overlay(entity: Entity, stored: StoredRow[], shown: Entry[], waiting: Entry[]): SeenRow[] {
  const rows = new Map<string, SeenRow>();
  for (const { id, scope, d } of stored) rows.set(id, { ...d, id, scope });
  const play = (entries: Entry[], mark: { pending?: true }) => {
    for (const { op } of entries) {
      (reducers[op.type as keyof Acts] as (typeof reducers)[keyof Acts] | undefined)?.[entity]?.(
        rows,
        op,
        mark,
      );
    }
  };
  play(shown, {});
  play(waiting, { pending: true });
  return [...rows.values()];
}
