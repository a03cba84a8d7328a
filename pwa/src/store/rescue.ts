/**
 * A database that does not open or cannot be read is given up: what can still be read of it is put aside, a fresh one
 * takes its place, and all else is pulled again. Fetched when it happens.
 */

import { openDB } from "idb";
import type { Accounts } from "./account";
import { type AccountSchema, type Base, type DeviceSchema, openAccount } from "./db";
import type { Repair } from "./face";
import { type Done, type Entry, type Kept, NEW_KEPT, type Refused } from "./state";

const HANGS = 10_000;
/** Where the list of accounts keeps what was put aside, until the fresh database has it. */
export const ASIDE = "rescue";

interface Store<T> {
  /** Of drafts; entries carry theirs. */
  keys: IDBValidKey[];
  values: T[];
  isWhole: boolean;
}
interface Aside {
  id: string;
  outbox: Store<Entry>;
  journal: Store<Done>;
  issues: Store<Refused>;
  drafts: Store<unknown>;
  meta: Store<Kept>;
}

/** What can be read now; nothing is changed before `run`. */
export async function look(accounts: Accounts): Promise<Repair> {
  const { session, device } = accounts;
  if (!session) {
    const work = { person: null, waiting: [], refused: [] };
    return { work, isWhole: true, isList: true, run: () => renew(device) };
  }
  const { id, base, loop } = session;
  const { outbox, journal, issues, drafts } = await findAll(device, id);
  const work = {
    person: accounts.account.value,
    waiting: outbox.values,
    refused: issues.values,
    delivered: journal.values,
    drafts: drafts.values,
  };
  const isWhole = [outbox, issues, drafts].every((store) => store.isWhole);
  const run = async () => {
    loop.stop();
    base.close();
    const aside = await findAll(device, id); // once more: a moment ago is not now
    await device.write(["meta"], "strict", (tx) => tx.objectStore("meta").put(aside, ASIDE));
    await finish(accounts);
  };
  return { work, isWhole, isList: false, run };
}

/**
 * Puts what lies aside into a fresh database; begun anew at the next start, should it be cut off. Nothing is deleted
 * before it is read: meanwhile another tab may have gone on working.
 */
export async function finish({ device, parts }: Accounts): Promise<void> {
  const isAlone = await parts.world.alone("verstat-rescue", false, async () => {
    const before = await asideIn(device);
    if (!before) return; // another tab was faster
    const aside = await findAll(device, before.id);
    await device.write(["meta"], "strict", (tx) => tx.objectStore("meta").put(aside, ASIDE));
    await remove(`verstat-${aside.id}`);
    const base = openAccount(aside.id, () => {});
    try {
      await fill(base, aside);
    } catch (cause) {
      throw new Error("", { cause }); // a StoreError would pass for one that is told already
    } finally {
      base.close();
    }
    await device.write(["meta"], "strict", (tx) => tx.objectStore("meta").delete(ASIDE));
  });
  if (!isAlone) throw new Error(); // another tab is at it
}

const asideIn = async (device: Base<DeviceSchema>) =>
  (await (await device.open()).get("meta", ASIDE)) as Aside | undefined;

/** What lies aside since a repair that was cut off, and what the database holds now. */
async function findAll(device: Base<DeviceSchema>, id: string): Promise<Aside> {
  const [before, now] = [await asideIn(device), await read(id)];
  return before?.id === id ? join(before, now) : now;
}

/** The database knows better what became of an act; what it knows nothing of comes from before. */
function join(before: Aside, now: Aside): Aside {
  const found = [now.outbox, now.journal, now.issues].flatMap(({ values }) => values);
  const known = new Set(found.flatMap(({ op, retry_of }) => [op.id, retry_of]));
  const old = [before.outbox, before.journal, before.issues].flatMap(({ values }) => values);
  const taken = new Map(old.map(({ n, op }) => [n, op.id]));
  let last = Math.max(0, ...[...old, ...found].map(({ n }) => n));
  const of = <T extends Entry>(was: Store<T>, is: Store<T>): Store<T> => {
    const values = [
      ...was.values.filter(({ op }) => !known.has(op.id)),
      ...is.values.map((entry) => {
        // A fresh database has counted from the beginning again.
        const isFree = (taken.get(entry.n) ?? entry.op.id) === entry.op.id;
        return isFree ? entry : { ...entry, n: ++last };
      }),
    ];
    return { keys: [], values, isWhole: was.isWhole || is.isWhole };
  };
  const drafts = new Map<IDBValidKey, unknown>();
  for (const { keys, values } of [before.drafts, now.drafts])
    for (const [i, key] of keys.entries()) drafts.set(key, values[i]);
  return {
    id: before.id,
    outbox: of(before.outbox, now.outbox),
    journal: of(before.journal, now.journal),
    issues: of(before.issues, now.issues),
    drafts: {
      keys: [...drafts.keys()],
      values: [...drafts.values()],
      isWhole: before.drafts.isWhole || now.drafts.isWhole,
    },
    meta: before.meta.values.length ? before.meta : now.meta,
  };
}

async function fill(
  base: Base<AccountSchema>,
  { outbox, journal, issues, drafts, meta }: Aside,
): Promise<void> {
  await base.write(["outbox", "journal", "issues", "drafts", "meta"], "strict", async (tx) => {
    const all = [...outbox.values, ...journal.values, ...issues.values];
    const last = Math.max(0, ...all.map(({ n }) => n));
    // The next act gets a number that none of these has, wherever they lie.
    if (last) await tx.objectStore("outbox").put({ n: last } as Entry);
    if (last) await tx.objectStore("outbox").delete(last);
    for (const entry of outbox.values) await tx.objectStore("outbox").put(entry);
    for (const entry of journal.values) await tx.objectStore("journal").put(entry);
    for (const entry of issues.values) await tx.objectStore("issues").put(entry);
    for (const [i, draft] of drafts.values.entries()) {
      await tx.objectStore("drafts").put(draft, drafts.keys[i] as string);
    }
    const [before] = meta.values;
    const { hints, marks } = before ?? NEW_KEPT;
    const epoch = before?.epoch ?? journal.values.at(-1)?.epoch ?? null;
    await tx.objectStore("meta").put({ ...NEW_KEPT, epoch, hints, marks: marks + 1 }, "sync");
  });
}

/**
 * The list of accounts holds no work but what a repair has put aside. Those whose databases are found here are known
 * again when they sign in.
 */
async function renew(device: Base<DeviceSchema>): Promise<void> {
  const aside = await soon(asideIn(device)).catch(() => undefined);
  device.close();
  const found = await soon(indexedDB.databases()).catch(() => []);
  await remove("verstat");
  const ids = found.flatMap(({ name }) => /^verstat-(.+)/.exec(name ?? "")?.slice(1) ?? []);
  await device.write(["accounts", "meta"], "strict", async (tx) => {
    await tx.objectStore("meta").put(null, "current");
    if (aside) await tx.objectStore("meta").put(aside, ASIDE);
    for (const id of ids) await tx.objectStore("accounts").put({ id, person: null, purge: true });
  });
}

async function read(id: string): Promise<Aside> {
  const db = await open(`verstat-${id}`).catch(() => null);
  const of = async <T>(name: string): Promise<Store<T>> => {
    const nothing = { keys: [], values: [], isWhole: false };
    return db ? soon(readStore<T>(db, name)).catch(() => nothing) : nothing;
  };
  try {
    const [outbox, journal, issues] = [
      await of<Entry>("outbox"),
      await of<Done>("journal"),
      await of<Refused>("issues"),
    ];
    return { id, outbox, journal, issues, drafts: await of("drafts"), meta: await of<Kept>("meta") };
  } finally {
    db?.close();
  }
}

type Raw = Awaited<ReturnType<typeof open>>;

/** A database that is not there is not made. */
const open = async (name: string) =>
  soon(openDB(name, undefined, { upgrade: (_db, _from, _to, tx) => tx.abort() }));

/** Everything at once, else one by one what can be read. */
async function readStore<T>(db: Raw, name: string): Promise<Store<T>> {
  const keys = await db.getAllKeys(name);
  try {
    return { keys, values: await db.getAll(name), isWhole: true };
  } catch {
    const found: Store<T> = { keys: [], values: [], isWhole: false };
    for (const key of keys) {
      const value = await db.get(name, key).catch(() => undefined);
      if (value === undefined) continue;
      found.keys.push(key);
      found.values.push(value);
    }
    return found;
  }
}

function remove(name: string): Promise<void> {
  return soon(
    new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name); // other tabs make way by themselves
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    }),
  );
}

/** Some browsers never answer. */
async function soon<T>(asked: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), HANGS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
