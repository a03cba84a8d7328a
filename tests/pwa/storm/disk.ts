/**
 * A phone's disk: what is written with `strict` is on it, what is written `relaxed` may be lost with the power, and what
 * a page had not finished when it was killed never happened. All of it by looking into fake-indexeddb.
 */

import { IDBFactory, IDBOpenDBRequest, IDBTransaction } from "fake-indexeddb";

interface RawTransaction {
  _state: string;
  _rollbackLog: (() => void)[];
  _abort(name: string | null): void;
  _markFinished(): void;
  mode: string;
  durability: string;
  db: RawConnection;
}
interface RawConnection {
  _rawDatabase: RawDatabase;
  close(): void;
}
interface RawStore {
  records: { values(): Iterable<{ key: unknown; value: unknown }> };
}
interface RawDatabase {
  name: string;
  transactions: RawTransaction[];
  rawObjectStores: Map<string, RawStore>;
}

/** Database -> how to take back what was written since the last strict write, oldest first. */
const unsafe = new WeakMap<RawDatabase, (() => void)[]>();

const real = IDBTransaction.prototype as unknown as RawTransaction;
const { _abort: abort, _markFinished: finish } = real;
const aborted = new WeakSet<RawTransaction>();

real._abort = function (this: RawTransaction, name: string | null) {
  aborted.add(this);
  abort.call(this, name);
};
real._markFinished = function (this: RawTransaction) {
  const database = this.db._rawDatabase;
  if (this.mode !== "readonly" && !aborted.has(this)) {
    const isSafe = this.mode === "versionchange" || this.durability === "strict";
    unsafe.set(database, isSafe ? [] : [...(unsafe.get(database) ?? []), ...this._rollbackLog]);
  }
  finish.call(this);
};

export class Disk {
  readonly factory = new IDBFactory();

  private get databases(): Map<string, RawDatabase> {
    return (this.factory as unknown as { _databases: Map<string, RawDatabase> })._databases;
  }

  /** Names of the databases that there are. */
  names(): string[] {
    return [...this.databases.keys()];
  }

  /** What a store holds at this moment, by its keys. */
  read(name: string, store: string): { key: unknown; value: unknown }[] {
    return [...(this.databases.get(name)?.rawObjectStores.get(store)?.records.values() ?? [])];
  }

  /** The power fails: whatever was not forced onto the disk is gone. Every page is closed by now. */
  forget(): void {
    for (const database of this.databases.values()) {
      for (const undo of (unsafe.get(database) ?? []).reverse()) undo();
      unsafe.set(database, []);
    }
  }
}

/** The databases as one page sees them, which may be closed at any moment. */
export class Access {
  private connections = new Set<RawConnection>();
  private isOver = false;

  constructor(private readonly disk: Disk) {}

  /** The page is gone: what it had not finished never happened. */
  end(): void {
    this.isOver = true;
    for (const connection of this.connections) this.close(connection);
  }

  /** As `indexedDB.open`. */
  open(name: string, version?: number): IDBOpenDBRequest {
    if (this.isOver) return new IDBOpenDBRequest(); // nobody is left to be answered
    const request = this.disk.factory.open(name, version);
    const note = () => {
      const connection = request.result as unknown as RawConnection;
      this.connections.add(connection);
      if (this.isOver) this.close(connection);
    };
    request.addEventListener("upgradeneeded", note);
    request.addEventListener("success", note);
    return request;
  }

  private close(connection: RawConnection): void {
    for (const transaction of connection._rawDatabase.transactions) {
      if (transaction.db === connection && transaction._state !== "finished") transaction._abort(null);
    }
    connection.close();
  }
}
