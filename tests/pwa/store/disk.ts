/** An account's database as plain maps: what `Write` means, said a second time. */

import {
  type Done,
  type Entry,
  type Kept,
  NEW_KEPT,
  type Refused,
  type StoredRow,
  type Write,
} from "../../../pwa/src/store/core";
import type { Op } from "../../../pwa/src/store/wire";

const keyOf = ({ scope, entity, id }: Pick<StoredRow, "scope" | "entity" | "id">) =>
  `${scope} ${entity} ${id}`;

export class Disk {
  kept: Kept = NEW_KEPT;
  outbox = new Map<number, Entry>();
  journal = new Map<number, Done>();
  issues = new Map<number, Refused>();
  rows = new Map<string, StoredRow>();
  private last = 0;

  add(op: Op): void {
    this.outbox.set(++this.last, { n: this.last, op });
  }

  apply(write: Write): void {
    this.kept = write.kept;
    for (const n of write.settled) this.outbox.delete(n);
    for (const entry of write.done) this.journal.set(entry.n, entry);
    for (const entry of write.refused) this.issues.set(entry.n, entry);
    this.remove((row) => write.drop.includes(row.scope));
    for (const key of write.gone) this.rows.delete(keyOf(key));
    for (const row of write.rows) this.rows.set(keyOf(row), row);
    const { sweep } = write;
    if (sweep) this.remove(({ scope, mark }) => (sweep[scope] ?? sweep["*"] ?? mark) !== mark);
    if (write.replay) this.replay();
  }

  /** As a sign-out does. */
  throwAway(): void {
    const { epoch, shown, hints, marks } = this.kept;
    this.kept = { ...NEW_KEPT, epoch, shown, hints, marks: marks + 1 };
    this.rows.clear();
  }

  allRows(): StoredRow[] {
    return [...this.rows.values()];
  }

  /** Ids that the server must know: the last four to be applied, and others. */
  proof(random: () => number): string[] {
    const done = [...this.journal.values()].sort((one, other) => (one.acked < other.acked ? -1 : 1));
    const others = done.filter(() => random() < 0.2).slice(0, 4);
    return [...new Set([...done.slice(-4), ...others])].map(({ op }) => op.id);
  }

  /** In how many of the places where an act can be is this one? */
  places(id: string): number {
    const all = [...this.outbox.values(), ...this.journal.values(), ...this.issues.values()];
    return all.filter(({ op }) => op.id === id).length;
  }

  private remove(isOver: (row: StoredRow) => boolean): void {
    for (const [key, row] of this.rows) if (isOver(row)) this.rows.delete(key);
  }

  private replay(): void {
    for (const { epoch: _, acked: __, ...entry } of this.journal.values()) this.outbox.set(entry.n, entry);
    this.journal.clear();
  }
}
