// @vitest-environment node
/** I1: "saved" is said only after the disk has it. */

import { afterEach, expect, test, vi } from "vitest";
import { StoreError } from "../../../pwa/src/store/face";
import { NEW_KEPT } from "../../../pwa/src/store/state";
import { Device, lesson, lost, OLENA, until } from "./device";

afterEach(() => vi.restoreAllMocks());

test("an act is waiting, then delivered", async () => {
  const device = new Device();
  const store = await device.signedIn();
  device.weather = lost;
  const id = await store.act("progress.complete_lesson", lesson("l1"));
  expect(store.truth.value).toEqual({ state: "saved", waiting: 1 });
  expect(store.waiting.value).toMatchObject([{ id, type: "progress.complete_lesson", body: lesson("l1") }]);

  device.weather = (pass) => pass();
  store.sendNow();
  await until(() => store.truth.value.state === "delivered");
  expect(store.delivered.value).toMatchObject([{ id }]);
  expect(device.town.effects.get(id)).toBe(1);
});

test("an act whose transaction fails after the request succeeded is not said to be saved", async () => {
  const device = new Device();
  const store = await device.signedIn();
  const add = IDBObjectStore.prototype.add;
  vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(function (this: IDBObjectStore, ...args) {
    const request = add.apply(this, args);
    request.addEventListener("success", () => request.transaction?.abort());
    return request;
  });
  await expect(store.act("progress.complete_lesson", lesson("l1"))).rejects.toBeInstanceOf(StoreError);
  expect(store.truth.value.state).toBe("delivered");
  expect(store.waiting.value).toEqual([]);
});

test("acts, issues and drafts are written with strict durability", async () => {
  const device = new Device();
  const store = await device.signedIn();
  const opened = vi.spyOn(IDBDatabase.prototype, "transaction");
  await store.act("progress.complete_lesson", lesson("l1"));
  await store.draft("form").set({ a: 1 });
  const strict = opened.mock.calls.filter((call) => call[2]?.durability === "strict").map((call) => call[0]);
  expect(strict).toEqual([["outbox", "drafts", "issues"], ["drafts"]]);
});

test("a full phone says so, claims nothing, keeps nothing half-written, and sends what it has", async () => {
  const device = new Device();
  const store = await device.signedIn();
  device.weather = lost;
  await store.act("progress.complete_lesson", lesson("l1"));
  await store.draft("form").set("half a sentence");
  const full = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
    throw new DOMException("no room", "QuotaExceededError");
  });
  const act = store.act("progress.complete_lesson", lesson("l2"), { draft: "form" });
  await expect(act).rejects.toMatchObject({ code: "full" });
  expect(store.trouble.value).toEqual({ code: "full" });
  expect(store.waiting.value).toHaveLength(1);
  expect(await store.draft("form").get()).toBe("half a sentence");

  full.mockRestore();
  await store.act("progress.complete_lesson", lesson("l2"), { draft: "form" });
  expect(store.trouble.value).toBeNull();
  expect(await store.draft("form").get()).toBeUndefined();
});

test("a phone without room for rows still takes the verdicts", async () => {
  const device = new Device();
  const store = await device.signedIn();
  const put = IDBObjectStore.prototype.put;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
    if (this.name === "rows") throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, args);
  });
  await store.act("progress.complete_lesson", lesson("l1"));
  await until(() => store.waiting.value.length === 0);
  expect(store.trouble.value).toEqual({ code: "full" });
  expect(store.table("completion").value).toMatchObject([{ lesson: "l1" }]); // still seen, for the act is in the journal

  vi.restoreAllMocks();
  await device.pass(120_000);
  expect(store.trouble.value).toBeNull();
  expect(store.table("completion").value).toHaveLength(1);
});

test("a database that will not open is a trouble, refuses acts, and opens when it can", async () => {
  const device = new Device();
  const open = vi.spyOn(IDBFactory.prototype, "open").mockImplementation(() => {
    throw new DOMException("Internal error opening backing store", "UnknownError");
  });
  const store = device.tab();
  await store.start({ language: () => "uk" });
  await store.ready;
  expect(store.trouble.value).toEqual({ code: "closed", reason: "error" });
  await expect(store.act("progress.complete_lesson", lesson("l1"))).rejects.toMatchObject({ code: "closed" });

  open.mockRestore();
  await device.pass(2_000);
  expect(store.trouble.value).toBeNull();
  await store.signIn(OLENA.login, "right");
  await store.act("progress.complete_lesson", lesson("l1"));
});

test("a newer version in another tab gets the database, and this one says so", async () => {
  const device = new Device();
  const store = await device.signedIn();
  const newer = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(`verstat-${OLENA.id}`, 99);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  expect(store.trouble.value).toEqual({ code: "closed", reason: "update" });
  await expect(store.act("progress.complete_lesson", lesson("l1"))).rejects.toMatchObject({ code: "closed" });
  newer.close();
});

test("rows from before an update can be read at once, and are pulled anew", async () => {
  const device = new Device();
  const old = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(`verstat-${OLENA.id}`, 1);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("outbox", { keyPath: "n", autoIncrement: true });
      db.createObjectStore("journal", { keyPath: "n" }).createIndex("acked", "acked");
      db.createObjectStore("issues", { keyPath: "n" });
      const rows = db.createObjectStore("rows", { keyPath: ["scope", "entity", "id"] });
      rows.createIndex("entity", "entity");
      const d = { cohort: "c1", status: "active" };
      rows.put({ scope: "enrolment:e1", entity: "enrolment", id: "e1", mark: 0, d });
      for (const name of ["meta", "drafts", "bundles", "answers"]) db.createObjectStore(name);
      request.transaction?.objectStore("meta").put({ ...NEW_KEPT, cursor: "old", complete: true }, "sync");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  old.close();
  device.weather = (pass) => (device.paths.at(-1) === "/api/sync" ? "lost" : pass());
  const store = await device.started();
  await store.signIn(OLENA.login, "right");
  await until(() => device.sent.length > 0);
  expect(store.table("enrolment").value).toMatchObject([{ status: "active", due: [], minor: false }]);
  expect(device.sent[0]?.pull?.cursor).toBeNull();
});

test("work survives the end of the app", async () => {
  const device = new Device();
  device.weather = (pass) => pass();
  const first = await device.signedIn();
  device.weather = lost;
  await first.act("progress.complete_lesson", lesson("l1"));
  const second = await device.started();
  expect(second.account.value).toEqual(OLENA);
  expect(second.truth.value).toEqual({ state: "saved", waiting: 1 });
});

test("unsent work is handed out whole, for a file", async () => {
  const device = new Device();
  const store = await device.signedIn();
  device.weather = lost;
  await store.act("progress.complete_lesson", lesson("l1"));
  expect(store.exportUnsent()).toMatchObject({
    person: { login: "olena" },
    waiting: [{ op: { body: lesson("l1"), actor: OLENA.id } }],
    refused: [],
  });
});
