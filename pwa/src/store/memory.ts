/** What the screens see of one account's database, as signals. */

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { AccountSchema, Base } from "./db";
import type { Row } from "./face";
import { ground, learn, overlay } from "./overlay";
import { type Done, type Entry, NEW_KEPT, type Refused, type StoredRow, type Write } from "./state";
import type { Entity } from "./wire";

const LATEST = 50;
/** So many rows that they are read once somebody asks for them, after the first screen. */
const MANY = "entry";

const nothing = () => {};

export class Memory {
  readonly kept = signal(NEW_KEPT);
  readonly outbox = signal<Entry[]>([]);
  readonly refused = signal<Refused[]>([]);
  readonly done = signal<Done[]>([]);
  private shown = signal<Entry[]>([]);
  private rows = new Map<string, Signal<StoredRow[]>>();
  private tables = new Map<Entity, unknown>();
  /** Those that are many are here too; without them no books can be told. Whoever looks at it has them read. */
  readonly whole = signal(false, { watched: () => this.look(true), unwatched: () => this.look(false) });
  private isAwaited = false;
  private readMany = nothing;
  private person = 0;
  /** All rows of the disk are seen. Once a reading has failed, the next one begins from nothing. */
  private isWhole = false;
  private queue = Promise.resolve();

  /**
   * Reads what this tab, another one or the loop has changed; without entities named: all rows. With the news at hand
   * no rows are read: of many thousands one more is one more.
   */
  load(base: Base<AccountSchema>, entities?: string[], news?: News, isFew = false): Promise<void> {
    const whose = this.person;
    const mine = this.queue.then(async () => {
      const [some, more] = this.isWhole ? [entities, news] : [];
      this.isWhole = false;
      const [found] = await Promise.all([
        readAll(base, more ? [] : some, isFew),
        learn().catch(() => {}), // rows without what waits are better than none; tried again with the next
      ]);
      if (whose !== this.person) return;
      batch(() => {
        this.show(found, some, more);
        if (!isFew && !more && (some ?? [MANY]).includes(MANY)) this.whole.value = true;
      });
      this.isWhole = true;
    });
    this.queue = mine.catch(nothing);
    return mine;
  }

  /** The first reading for a person; what is many comes later, or `fails`. After that everything at once. */
  async open(base: Base<AccountSchema>, fails: () => void): Promise<void> {
    if (this.readMany !== nothing) return this.load(base);
    this.readMany = () => void this.load(base, [MANY]).catch(fails);
    await this.load(base, undefined, undefined, true);
    this.look(this.isAwaited);
  }

  private look(isAwaited: boolean): void {
    this.isAwaited = isAwaited;
    if (isAwaited && !this.whole.peek()) this.readMany();
  }

  /** An act of one's own that lies on the disk by now. */
  add(entry: Entry): Promise<void> {
    const whose = this.person;
    const mine = this.queue.then(() => {
      const { value } = this.outbox;
      if (whose === this.person && !value.some(({ n }) => n === entry.n))
        this.outbox.value = [...value, entry];
    });
    this.queue = mine.catch(nothing);
    return mine;
  }

  /** Nobody is signed in any more; what is being read for them is not shown. */
  clear(): void {
    this.person++;
    this.isWhole = false;
    this.readMany = nothing;
    batch(() => {
      this.whole.value = false;
      this.kept.value = NEW_KEPT;
      const lists = [this.outbox, this.refused, this.done, this.shown, ...this.rows.values()];
      for (const list of lists) list.value = [];
    });
  }

  /** The same signal for the same entity, every time. */
  table<E extends Entity>(entity: E): ReadonlySignal<Row<E>[]> {
    const found = this.tables.get(entity) ?? this.makeTable(entity);
    this.tables.set(entity, found);
    return found as ReadonlySignal<Row<E>[]>;
  }

  /** What is stored is looked at once, however many acts come upon it. */
  private makeTable(entity: Entity) {
    const under = computed(() => ground(this.rowsOf(entity).value));
    return computed(() => overlay(entity, under.value, this.shown.value, this.outbox.value));
  }

  private show(found: Found, entities?: string[], news?: News): void {
    this.kept.value = found.kept;
    replace(this.outbox, found.outbox);
    replace(
      this.refused,
      found.issues.filter((issue) => !issue.aside),
    );
    replace(this.done, found.done);
    replace(this.shown, found.shown);
    if (news) {
      for (const entity of entities ?? [])
        this.rowsOf(entity).value = after(this.rowsOf(entity).value, entity, news);
      return;
    }
    const groups = new Map<string, StoredRow[]>();
    for (const row of found.rows) {
      const group = groups.get(row.entity);
      if (group) group.push(row);
      else groups.set(row.entity, [row]);
    }
    for (const entity of entities ?? [...this.rows.keys(), ...groups.keys()]) {
      this.rowsOf(entity).value = groups.get(entity) ?? [];
    }
  }

  private rowsOf(entity: string): Signal<StoredRow[]> {
    const found = this.rows.get(entity) ?? signal([]);
    this.rows.set(entity, found);
    return found;
  }
}

type News = Pick<Write, "rows" | "gone">;

/** The rows of one entity once the news is among them; what is not touched stays the same object. */
function after(before: StoredRow[], entity: string, { rows, gone }: News): StoredRow[] {
  const fresh = new Map<string, StoredRow>();
  for (const row of rows) if (row.entity === entity) fresh.set(`${row.id} ${row.scope}`, row);
  const touched = new Set([...rows, ...gone].map(({ id }) => id));
  const kept: StoredRow[] = [];
  for (const row of before) {
    const key = touched.has(row.id) ? `${row.id} ${row.scope}` : "";
    const isGone = key && gone.some((one) => one.entity === entity && key === `${one.id} ${one.scope}`);
    const now = fresh.get(key) ?? (isGone ? undefined : row);
    if (now) kept.push(now);
    fresh.delete(key);
  }
  return [...kept, ...fresh.values()];
}

/** Acts never change, so the same numbers are the same list, and no screen need be drawn anew. */
function replace<T extends Entry>(list: Signal<T[]>, next: T[]): void {
  const old = list.value;
  if (old.length !== next.length || next.some(({ n }, i) => n !== old[i]?.n)) list.value = next;
}

type Found = Awaited<ReturnType<typeof readAll>>;

async function readAll(base: Base<AccountSchema>, entities?: string[], isFew?: boolean) {
  const tx = (await base.open()).transaction(["outbox", "journal", "issues", "rows", "meta"]);
  const [rows, journal] = [tx.objectStore("rows"), tx.objectStore("journal")];
  const ranges = isFew ? [IDBKeyRange.upperBound(MANY, true), IDBKeyRange.lowerBound(MANY, true)] : entities;
  const some = ranges?.map((range) => rows.index("entity").getAll(range));
  const [kept = NEW_KEPT, outbox, issues, found, numbers] = await Promise.all([
    tx.objectStore("meta").get("sync"),
    tx.objectStore("outbox").getAll(),
    tx.objectStore("issues").getAll(),
    some ? Promise.all(some).then((lists) => lists.flat()) : rows.getAll(),
    journal.getAllKeys(),
  ]);
  const from = numbers[Math.max(0, numbers.length - LATEST)];
  const [done, ...shown] = await Promise.all([
    from === undefined ? [] : journal.getAll(IDBKeyRange.lowerBound(from)),
    ...kept.shown.map((n) => journal.get(n)),
  ]);
  return {
    kept,
    outbox,
    issues,
    rows: found,
    done: done.reverse(),
    shown: shown.filter((entry) => entry !== undefined),
  };
}
