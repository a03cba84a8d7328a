/** The databases of the phone: one for the device, one for each account. Upgrades only ever add. */

import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import { type Account, StoreError } from "./face";
import type { Done, Entry, Kept, Refused, StoredRow, Write } from "./state";
import type { Bundle } from "./wire";

export interface DeviceSchema extends DBSchema {
  /**
   * `person` is null for who has signed out; `purge`: the rows pulled for them still have to go, `erase`: everything;
   * `left`: how much they left unsent.
   */
  accounts: {
    key: string;
    value: { id: string; person: Account | null; purge: boolean; erase?: true; left?: number };
  };
  meta: { key: string; value: unknown };
}
export interface AccountSchema extends DBSchema {
  outbox: { key: number; value: Entry };
  journal: { key: number; value: Done; indexes: { acked: string } };
  issues: { key: number; value: Refused };
  rows: { key: [string, string, string]; value: StoredRow; indexes: { entity: string } };
  meta: { key: string; value: Kept };
  drafts: { key: string; value: unknown };
  bundles: { key: string; value: Bundle };
  answers: { key: string; value: { data: unknown; at: string } };
}

export type ClosedReason = "error" | "update" | "blocked";
/** Told when a database does not open or another tab took it away, and with null once it is open. */
export type OnClosed = (reason: ClosedReason | null) => void;
type Tx<S extends DBSchema> = IDBPTransaction<S, StoreNames<S>[], "readwrite">;
type Upgrade<S extends DBSchema> = (
  db: IDBPDatabase<S>,
  tx: IDBPTransaction<S, StoreNames<S>[], "versionchange">,
) => void;

const JOURNAL_MAX = 5_000;

/** A database that opens when needed, and again after the browser or another tab has closed it. */
export class Base<S extends DBSchema> {
  private opened: Promise<IDBPDatabase<S>> | null = null;

  constructor(
    private name: string,
    private upgrades: Upgrade<S>[],
    private tell: OnClosed,
  ) {}

  open(): Promise<IDBPDatabase<S>> {
    const opened = this.opened ?? this.connect();
    this.opened = opened;
    opened.catch(() => {
      if (this.opened === opened) this.opened = null;
    });
    return opened;
  }

  close(): void {
    this.opened?.then((db) => db.close()).catch(() => {});
    this.opened = null;
  }

  /** Runs in one transaction; resolves with the result after its `complete`. Strict: on the disk by then. */
  async write<T>(
    stores: StoreNames<S>[],
    durability: "strict" | "relaxed",
    run: (tx: Tx<S>) => Promise<T>,
  ): Promise<T> {
    const begin = async () => (await this.open()).transaction(stores, "readwrite", { durability });
    const tx = await begin().catch((error: unknown) => {
      if (error instanceof StoreError) throw error;
      this.opened = null; // the connection died unnoticed, as on phones that wake up
      return begin();
    });
    return finish(tx, run);
  }

  private async connect(): Promise<IDBPDatabase<S>> {
    try {
      const db = await openDB<S>(this.name, this.upgrades.length, {
        upgrade: (db, from, _to, tx) => {
          for (const add of this.upgrades.slice(from)) add(db, tx);
        },
        blocked: () => this.tell("blocked"),
        blocking: () => {
          this.close(); // another tab brings a newer version: make way
          this.tell("update");
        },
        terminated: () => {
          this.opened = null;
        },
      });
      this.tell(null);
      return db;
    } catch (error) {
      this.tell((error as Error).name === "VersionError" ? "update" : "error");
      throw new StoreError("closed", { cause: error });
    }
  }
}

async function finish<S extends DBSchema, T>(tx: Tx<S>, run: (tx: Tx<S>) => Promise<T>): Promise<T> {
  try {
    const [result] = await Promise.all([run(tx), tx.done]);
    return result;
  } catch (error) {
    try {
      tx.abort(); // so that nothing stays half-written
    } catch {
      // it has ended already
    }
    await tx.done.catch(() => {});
    const isFull = [error, tx.error].some((cause) => (cause as Error | null)?.name === "QuotaExceededError");
    throw new StoreError(isFull ? "full" : "closed", { cause: error });
  }
}

export const openDevice = (tell: OnClosed) =>
  new Base<DeviceSchema>(
    "verstat",
    [
      (db) => {
        db.createObjectStore("accounts", { keyPath: "id" });
        db.createObjectStore("meta");
      },
    ],
    tell,
  );

export const openAccount = (id: string, tell: OnClosed) =>
  new Base<AccountSchema>(
    `verstat-${id}`,
    [
      (db) => {
        db.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
        db.createObjectStore("journal", { keyPath: "n" }).createIndex("acked", "acked");
        db.createObjectStore("issues", { keyPath: "n" });
        db.createObjectStore("rows", { keyPath: ["scope", "entity", "id"] }).createIndex("entity", "entity");
        for (const name of ["meta", "drafts", "bundles", "answers"] as const) db.createObjectStore(name);
      },
      (_db, tx) => send(pullAnew(tx)),
    ],
    tell,
  );

/** What rows that lie here from before lack, until they are pulled again. */
const GREW: Record<string, object> = {
  enrolment: { since: "", reason: null, cohort_name: {}, institution: {}, minor: false, due: [] },
  course: { parts: [] },
  roster: { since: "", reason: null, institution: null, minor: false, consents: [], due: [] },
  school_cohort: { code: "" },
};

async function pullAnew(tx: IDBPTransaction<AccountSchema, StoreNames<AccountSchema>[], "versionchange">) {
  const rows = tx.objectStore("rows");
  for (const row of await rows.getAll()) {
    const more = GREW[row.entity];
    if (more) send(rows.put({ ...row, d: { ...more, ...row.d } }));
  }
  const kept = await tx.objectStore("meta").get("sync");
  if (kept) send(tx.objectStore("meta").put({ ...kept, cursor: null }, "sync"));
}

const within = (scope: string) => IDBKeyRange.bound([scope], [scope, []]);

/** The stores that `apply` may touch. */
export const SYNCED: StoreNames<AccountSchema>[] = ["outbox", "journal", "issues", "rows", "meta", "answers"];

/** Sent off without waiting: whether it worked is told by the end of its transaction. */
const send = (request: Promise<unknown>): void => void request.catch(() => {});

/** Puts one unit of the core's decisions into a transaction. */
export async function apply(tx: Tx<AccountSchema>, write: Write): Promise<void> {
  const rows = tx.objectStore("rows");
  send(tx.objectStore("meta").put(write.kept, "sync"));
  for (const n of write.settled) send(tx.objectStore("outbox").delete(n));
  for (const entry of write.done) send(tx.objectStore("journal").put(entry));
  for (const entry of write.refused) send(tx.objectStore("issues").put(entry));
  for (const scope of write.drop) send(rows.delete(within(scope)));
  for (const { scope, entity, id } of write.gone) send(rows.delete([scope, entity, id]));
  for (const row of write.rows) send(rows.put(row));
  const isSwept = write.sweep ? await sweep(tx, write.sweep) : false;
  // A lost right takes along what was read by it; what may still be seen is read again.
  const isLess = isSwept || write.drop.length > 0 || write.gone.some(({ entity }) => entity === "role");
  if (isLess) send(tx.objectStore("answers").clear());
  if (write.replay) await replay(tx);
  if (write.done.length && write.forget) await prune(tx, write.forget);
}

/** Whether anything had to go. */
async function sweep(tx: Tx<AccountSchema>, marks: Record<string, number>): Promise<boolean> {
  let isSwept = false;
  const rows = tx.objectStore("rows");
  const scopes = "*" in marks ? [undefined] : Object.keys(marks).map(within);
  for (const range of scopes) {
    for (const { scope, entity, id, mark } of await rows.getAll(range)) {
      if (mark === (marks[scope] ?? marks["*"])) continue;
      send(rows.delete([scope, entity, id]));
      isSwept = true;
    }
  }
  return isSwept;
}

async function replay(tx: Tx<AccountSchema>): Promise<void> {
  const journal = tx.objectStore("journal");
  for (const { epoch: _, acked: __, ...entry } of await journal.getAll())
    send(tx.objectStore("outbox").put(entry));
  send(journal.clear());
}

/** Ids of the four acts that were applied last and of four others: what a server that was set back is asked for. */
export async function sample(tx: Tx<AccountSchema>, random: () => number): Promise<string[]> {
  const journal = tx.objectStore("journal");
  const numbers = await journal.index("acked").getAllKeys();
  const some = numbers.slice(-4).map((n) => [n, numbers[Math.floor(random() * numbers.length)] ?? n]);
  const found = await Promise.all([...new Set(some.flat())].map((n) => journal.get(n)));
  return found.flatMap((entry) => (entry ? [entry.op.id] : []));
}

async function prune(tx: Tx<AccountSchema>, before: string): Promise<void> {
  const journal = tx.objectStore("journal");
  const old = await journal.index("acked").getAllKeys(IDBKeyRange.upperBound(before));
  const surplus = (await journal.count()) - old.length - JOURNAL_MAX;
  const extra = surplus > 0 ? await journal.getAllKeys(undefined, surplus) : [];
  for (const n of [...old, ...extra]) send(journal.delete(n));
}
