// @vitest-environment node
/** A database that fails for good: what can be read is saved, a fresh one takes its place, and nobody is told more than is true. */

import { afterEach, expect, test, vi } from "vitest";
import type { Store } from "../../../pwa/src/store/face";
import { Device, lesson, lost, OLENA, TARAS, until } from "./device";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const BASE = `verstat-${OLENA.id}`;
const broken = () => new DOMException("Internal error opening backing store", "UnknownError");

/** Reading fails where it says so, of all at once and one by one, until the database is another one. */
function spoil(isIt: (store: string, key: unknown) => boolean): void {
  const { getAll, get } = IDBObjectStore.prototype;
  const { deleteDatabase } = IDBFactory.prototype;
  let isFresh = false;
  const isSpoilt = (store: string, key: unknown) => !isFresh && isIt(store, key);
  vi.spyOn(IDBFactory.prototype, "deleteDatabase").mockImplementation(function (this: IDBFactory, name) {
    isFresh = name === BASE;
    return deleteDatabase.call(this, name);
  });
  vi.spyOn(IDBObjectStore.prototype, "getAll").mockImplementation(function (this: IDBObjectStore, ...args) {
    if (isSpoilt(this.name, undefined)) throw broken();
    return getAll.apply(this, args);
  });
  const index = IDBIndex.prototype.getAll;
  vi.spyOn(IDBIndex.prototype, "getAll").mockImplementation(function (this: IDBIndex, ...args) {
    if (isSpoilt(this.objectStore.name, args[0])) throw broken();
    return index.apply(this, args);
  });
  vi.spyOn(IDBObjectStore.prototype, "get").mockImplementation(function (this: IDBObjectStore, key) {
    if (isSpoilt(this.name, key)) throw broken();
    return get.call(this, key);
  });
}
/** Some databases do not open. */
function lock(isLocked: (name: string) => boolean) {
  const { open } = IDBFactory.prototype;
  return vi.spyOn(IDBFactory.prototype, "open").mockImplementation(function (
    this: IDBFactory,
    name,
    version,
  ) {
    if (isLocked(name)) throw broken();
    return open.call(this, name, ...(version === undefined ? [] : [version]));
  });
}

/** One act delivered, one refused, two waiting, half a sentence typed. */
async function worked(): Promise<{ device: Device; store: Store; ids: string[] }> {
  const device = new Device();
  const store = await device.signedIn();
  const done = await store.act("progress.complete_lesson", lesson("done"));
  await until(() => store.delivered.value.length === 1);
  device.town.judge = () => "rejected";
  const refused = await store.act("progress.complete_lesson", lesson("refused"));
  await until(() => store.issues.value.length === 1);
  await device.quiet();
  device.town.judge = () => "applied";
  device.weather = lost;
  const ids = [await store.act("progress.complete_lesson", lesson("l1"))];
  ids.push(await store.act("progress.complete_lesson", lesson("l2")));
  await store.draft("form").set("half a sentence");
  await device.quiet();
  return { device, store, ids: [done, refused, ...ids] };
}

test("rows that cannot be read close the app, and cost nothing but a new pull", async () => {
  const { device, ids } = await worked();
  spoil((store) => store === "rows");
  const store = await device.started();
  expect(store.trouble.value).toEqual({ code: "closed", reason: "error" });
  const { work, isWhole, isList, run } = await store.repair();
  expect([isWhole, isList]).toEqual([true, false]);
  expect(work.waiting.map(({ op }) => op.id)).toEqual(ids.slice(2));
  expect(work).toMatchObject({
    person: OLENA,
    refused: [{ op: { id: ids[1] } }],
    drafts: ["half a sentence"],
  });
  await run();

  vi.restoreAllMocks();
  device.weather = (pass) => pass();
  const fresh = await device.started();
  await until(() => fresh.waiting.value.length === 0);
  await until(() => fresh.complete.value);
  expect(fresh.trouble.value).toBeNull();
  expect(fresh.issues.value).toMatchObject([{ id: ids[1], message: "No such lesson" }]);
  expect(await fresh.draft("form").get()).toBe("half a sentence");
  expect(fresh.delivered.value.map(({ id }) => id)).toEqual(expect.arrayContaining([ids[0]]));
  expect([...device.town.effects.values()]).toEqual([1, 1, 1]);
  expect(fresh.table("completion").value).toHaveLength(3);
});

test("an act made after a repair takes nobody's place in the journal or among the issues", async () => {
  const { device, ids } = await worked();
  device.weather = (pass) => pass();
  const before = await device.started();
  await until(() => before.waiting.value.length === 0);
  await device.quiet(); // now the outbox is empty, and all numbers lie elsewhere
  await (await before.repair()).run();
  const store = await device.started();
  for (let i = 0; i < 6; i++) await store.act("progress.complete_lesson", lesson(`after-${i}`));
  await until(() => store.waiting.value.length === 0);
  await until(() => store.delivered.value.length === 9);
  expect(store.issues.value.map(({ id }) => id)).toEqual([ids[1]]);
});

test("the journal of a repaired phone still answers for a server that was set back", async () => {
  const { device, ids } = await worked();
  spoil((store) => store === "rows" || store === "meta");
  const store = await device.started();
  await (await store.repair()).run();
  vi.restoreAllMocks();
  device.town.epoch = "epoch-2";
  device.town.receipts.clear();
  device.town.effects.clear();
  device.weather = (pass) => pass();
  const fresh = await device.started();
  await device.pass(120_000);
  expect(fresh.waiting.value).toEqual([]);
  expect([...device.town.effects.keys()].sort()).toEqual([ids[0], ...ids.slice(2)]);
});

test("what can be read of a spoilt outbox is kept, and that it is not all of it is said", async () => {
  const { device, ids } = await worked();
  spoil((store, key) => store === "outbox" && (key === undefined || key === 3));
  const store = await device.started();
  expect(store.trouble.value).toEqual({ code: "closed", reason: "error" });
  const { work, isWhole, run } = await store.repair();
  expect(isWhole).toBe(false);
  expect(work.waiting.map(({ op }) => op.id)).toEqual([ids[3]]);
  await run();
  vi.restoreAllMocks();
  device.weather = (pass) => pass();
  const fresh = await device.started();
  await until(() => device.town.effects.has(ids[3] ?? ""));
  expect(fresh.trouble.value).toBeNull();
});

test("a database that does not open at all: nothing can be read, and that is said before anything is deleted", async () => {
  const { device } = await worked();
  const locked = lock((name) => name === BASE);
  const store = await device.started();
  expect(store.trouble.value).toEqual({ code: "closed", reason: "error" });
  const { work, isWhole } = await store.repair();
  expect([isWhole, work.waiting]).toEqual([false, []]);
  locked.mockRestore(); // a whim of the browser, as it turns out
  await device.pass(60_000);
  expect(store.trouble.value).toBeNull();
  expect(store.waiting.value).toHaveLength(2);
});

test("a power cut at any moment of the repair loses nothing", async () => {
  for (let cut = 0; cut < 6; cut++) {
    const { device, ids } = await worked();
    spoil((store) => store === "rows");
    const store = await device.started();
    const { run } = await store.repair();
    let steps = 0;
    const { deleteDatabase } = IDBFactory.prototype;
    vi.spyOn(IDBFactory.prototype, "deleteDatabase").mockImplementation(function (this: IDBFactory, name) {
      if (steps++ === cut) throw broken();
      return deleteDatabase.call(this, name);
    });
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
      if (steps++ === cut) throw broken();
      return put.apply(this, args);
    });
    await run().catch(() => {});
    expect(steps, "the cut was reached").toBeGreaterThan(cut);
    vi.restoreAllMocks();
    device.weather = (pass) => pass();
    const fresh = await device.started();
    await device.pass(90_000);
    expect(fresh.waiting.value).toEqual([]);
    expect([...device.town.effects.keys()]).toEqual([ids[0], ...ids.slice(2)]);
    expect(fresh.issues.value).toHaveLength(1);
    expect(await fresh.draft("form").get()).toBe("half a sentence");
  }
}, 30_000);

test("a repair that is cut off and begun again on the spot loses nothing of what it had put aside", async () => {
  const { device, ids } = await worked();
  spoil((store) => store === "rows");
  const store = await device.started();
  const { run } = await store.repair();
  const { put } = IDBObjectStore.prototype;
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    if (this.name === "outbox") throw new DOMException("The disk is full", "QuotaExceededError");
    return put.apply(this, args);
  });
  await expect(run()).rejects.toThrow();
  await expect(run()).rejects.toThrow(); // by now the database is a fresh one, with nothing in it
  full.mockRestore();
  const again = await store.repair();
  expect(again.work.waiting.map(({ op }) => op.id)).toEqual(ids.slice(2));
  await again.run();

  vi.restoreAllMocks();
  device.weather = (pass) => pass();
  const fresh = await device.started();
  await until(() => fresh.waiting.value.length === 0);
  expect([...device.town.effects.values()]).toEqual([1, 1, 1]);
  expect(fresh.issues.value).toHaveLength(1);
  expect(await fresh.draft("form").get()).toBe("half a sentence");
});

test("what another tab goes on saving while a repair is cut off is there after it", async () => {
  const { device, ids } = await worked();
  const other = await device.started();
  const store = await device.started();
  const { run } = await store.repair();
  const { put } = IDBObjectStore.prototype;
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    if (this.name === "issues") throw new DOMException("The disk is full", "QuotaExceededError");
    return put.apply(this, args);
  });
  await expect(run()).rejects.toThrow();
  full.mockRestore();
  ids.push(await other.act("progress.complete_lesson", lesson("l3"))); // numbered anew, from the beginning

  device.weather = (pass) => pass();
  const fresh = await device.started();
  await until(() => fresh.waiting.value.length === 0);
  expect([...device.town.effects.keys()].sort()).toEqual([ids[0], ...ids.slice(2)]);
  expect(fresh.issues.value).toHaveLength(1);
});

test("what was refused and tried again meanwhile is not offered to be tried once more", async () => {
  const { device, ids } = await worked();
  const { run } = await (await device.started()).repair();
  const { delete: forget } = IDBObjectStore.prototype;
  const cut = vi.spyOn(IDBObjectStore.prototype, "delete").mockImplementation(function (
    this: IDBObjectStore,
    key,
  ) {
    if (key === "rescue") throw broken();
    return forget.call(this, key);
  });
  await expect(run()).rejects.toThrow(); // all is there, but the repair is not over
  cut.mockRestore();
  const { rescue } = await setAside();
  const other = await device.started();
  await other.retry(ids[1] ?? "");
  await rescue();
  const fresh = await device.started();
  await fresh.ready;
  expect(fresh.issues.value).toEqual([]);
  expect(fresh.waiting.value).toHaveLength(3);
});

/** Takes away what a repair has put aside for as long as another tab works, and lays it there again. */
async function setAside(): Promise<{ rescue: () => Promise<void> }> {
  const list = () =>
    new Promise<IDBDatabase>((resolve) => {
      const open = indexedDB.open("verstat");
      open.onsuccess = () => resolve(open.result);
    });
  const change = async (run: (meta: IDBObjectStore) => IDBRequest): Promise<unknown> => {
    const db = await list();
    const request = run(db.transaction("meta", "readwrite").objectStore("meta"));
    const found = await new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    db.close();
    return found;
  };
  const aside = await change((meta) => meta.get("rescue"));
  expect(aside).toBeDefined();
  await change((meta) => meta.delete("rescue"));
  return { rescue: async () => void (await change((meta) => meta.put(aside, "rescue"))) };
}

test("a list of accounts that is made anew keeps what a repair had put aside", async () => {
  const { device, ids } = await worked();
  spoil((store) => store === "rows");
  const { run } = await (await device.started()).repair();
  const { put } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === "outbox") throw new DOMException("The disk is full", "QuotaExceededError");
    return put.apply(this, args);
  });
  await expect(run()).rejects.toThrow();
  const stuck = await device.started();
  expect(stuck.trouble.value).toEqual({ code: "closed", reason: "error" });
  const { isList, run: renew } = await stuck.repair();
  expect(isList).toBe(true);
  await renew();

  vi.restoreAllMocks();
  device.weather = (pass) => pass();
  const fresh = await device.started();
  await fresh.signIn(OLENA.login, "right");
  await until(() => fresh.waiting.value.length === 0);
  expect([...device.town.effects.keys()]).toEqual([ids[0], ...ids.slice(2)]);
});

test("a broken list of accounts holds no work: it is made anew, and whoever signs in again finds everything", async () => {
  const { device, ids } = await worked();
  const locked = lock((name) => name === "verstat");
  const store = await device.started();
  expect(store.trouble.value).toEqual({ code: "closed", reason: "error" });
  const { isList, isWhole, run } = await store.repair();
  expect([isList, isWhole]).toEqual([true, true]);
  locked.mockRestore();
  await run();
  const fresh = await device.started();
  expect(fresh.account.value).toBeNull();
  device.weather = (pass) => pass();
  await fresh.signIn(OLENA.login, "right");
  await until(() => fresh.waiting.value.length === 0);
  expect([...device.town.effects.keys()]).toEqual([ids[0], ...ids.slice(2)]);
});

test("another person's broken database holds up nobody", async () => {
  const { device, store } = await worked();
  await store.signOut();
  await device.quiet();
  device.weather = (pass) => pass();
  await store.signIn(TARAS.login, "right");
  await device.quiet();
  lock((name) => name === BASE);
  const other = await device.started();
  expect(other.trouble.value).toBeNull();
  expect(other.account.value).toEqual(TARAS);
});

test("a database that begins to fail while the app is open is said after a few tries, and forgotten when it works again", async () => {
  const { device, store } = await worked();
  device.weather = (pass) => pass();
  spoil((name) => name === "outbox");
  for (let i = 0; i < 4; i++) await device.pass(120_000);
  expect(store.trouble.value).toEqual({ code: "closed", reason: "error" });
  vi.restoreAllMocks();
  for (let i = 0; i < 2; i++) await device.pass(120_000);
  expect(store.trouble.value).toBeNull();
  expect(store.truth.value.state).toBe("attention"); // the refused one
  expect(store.waiting.value).toEqual([]);
});

function keepsSmallThings(): void {
  const small = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => small.get(name) ?? null,
    setItem: (name: string, value: string) => small.set(name, value),
    removeItem: (name: string) => small.delete(name),
  });
}

test("a phone whose databases have vanished says so, and no longer once somebody signs in", async () => {
  keepsSmallThings();
  const device = new Device();
  expect((await device.started()).trouble.value).toBeNull();
  await device.signedIn();
  expect((await device.started()).trouble.value).toBeNull();
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name ?? "");
  await device.quiet();
  globalThis.indexedDB = new (await import("fake-indexeddb")).IDBFactory();
  device.hasLocks = false; // the tabs of before are closed, and may have held one
  const store = await device.started();
  expect(store.account.value).toBeNull();
  expect(store.trouble.value).toEqual({ code: "vanished" });
  await store.signIn(OLENA.login, "right");
  await until(() => store.complete.value);
  expect(store.trouble.value).toBeNull();
  expect((await device.started()).trouble.value).toBeNull();
});

test("signing out, or closing the account, is no loss of a memory", async () => {
  keepsSmallThings();
  const device = new Device();
  const store = await device.signedIn();
  await store.signOut();
  expect((await device.started()).trouble.value).toBeNull();
  await store.signIn(OLENA.login, "right");
  await store.closeAccount("right");
  await device.quiet();
  expect((await device.started()).trouble.value).toBeNull();
});
