// @vitest-environment node
/** An account that was closed leaves nothing on the phone, and nobody else's work goes with it. */

import { expect, test } from "vitest";
import { openDevice } from "../../../pwa/src/store/db";
import type { Store } from "../../../pwa/src/store/face";
import { learn } from "../../../pwa/src/store/overlay";
import { Device, html, lesson, lost, OLENA, problem, TARAS, until } from "./device";
import { see, stored } from "./seen";

const STORES = ["rows", "bundles", "answers", "outbox", "journal", "issues", "drafts"] as const;

async function kept(id: string): Promise<Partial<Record<(typeof STORES)[number], number>>> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(`verstat-${id}`);
    request.onsuccess = () => resolve(request.result);
  });
  const counts: Awaited<ReturnType<typeof kept>> = {};
  for (const name of STORES.filter((one) => db.objectStoreNames.contains(one))) {
    const count = await new Promise<number>((resolve) => {
      const request = db.transaction(name).objectStore(name).count();
      request.onsuccess = () => resolve(request.result);
    });
    if (count) counts[name] = count;
  }
  db.close();
  return counts;
}

/** Something of every kind: pulled, delivered, refused, unsent, half typed. */
async function fullPhone(): Promise<{ device: Device; store: Store }> {
  const device = new Device();
  device.town.put("enrolment:e1", "enrolment", "e1", {});
  device.reports.set("/api/reports/desk", { status: 200, body: { as_of: "now" } });
  const store = await device.signedIn();
  await store.read("/api/reports/desk");
  await store.act("progress.complete_lesson", lesson("sent"));
  await until(() => store.truth.value.state === "delivered");
  device.town.judge = () => "rejected";
  await store.act("progress.complete_lesson", lesson("refused"));
  await until(() => store.issues.value.length === 1);
  device.town.judge = () => "applied";
  device.weather = lost;
  await store.act("progress.complete_lesson", lesson("unsent"));
  await store.draft("form").set("half");
  await device.quiet();
  device.weather = (pass) => pass();
  expect(Object.keys(await kept(OLENA.id))).toEqual(STORES.filter((name) => name !== "bundles"));
  return { device, store };
}
const accounts = async () => (await openDevice(() => {}).open()).getAll("accounts");

test("closing it removes everything of hers and says so at the door", async () => {
  const { device, store } = await fullPhone();
  await store.closeAccount("right");
  expect(store.account.value).toBeNull();
  expect(store.farewell.value).toBe("Farewell");
  expect(await kept(OLENA.id)).toEqual({});
  expect(await accounts()).toEqual([]);
  expect([store.left.value, store.waiting.value, store.table("enrolment").value]).toEqual([0, [], []]);
  const later = await device.started();
  expect([later.account.value, later.farewell.value]).toEqual([null, "Farewell"]);
  await later.signIn(TARAS.login, "right");
  expect(later.farewell.value).toBeNull();
  expect((await device.started()).farewell.value).toBeNull();
});

test("a wrong password, a broken line and a café's page close nothing", async () => {
  const { device, store } = await fullPhone();
  const before = await kept(OLENA.id);
  await expect(store.closeAccount("wrong")).rejects.toMatchObject({ code: "not_your_password" });
  for (const [fault, code] of [
    [lost, "offline"],
    [html, "portal"],
  ] as const) {
    device.faults = [fault];
    await expect(store.closeAccount("right")).rejects.toMatchObject({ code });
  }
  device.faults = [problem(429, "slow_down", { "Retry-After": "9" })];
  await expect(store.closeAccount("right")).rejects.toMatchObject({ code: "slow_down", retryAfter: 9 });
  expect(store.account.value).toEqual(OLENA);
  expect(Object.keys(await kept(OLENA.id))).toEqual(Object.keys(before));
});

test("another phone is told at its next sync, and clears itself", async () => {
  const { device, store } = await fullPhone();
  device.gone.add(OLENA.id); // elsewhere
  store.sendNow();
  await until(() => store.account.value === null);
  await device.quiet();
  expect(store.farewell.value).toBe("It is account_closed");
  expect(await kept(OLENA.id)).toEqual({});
  const sent = device.sent.length;
  await device.pass(600_000);
  expect(device.sent.length).toBe(sent); // and asks no more
});

test("an answer that was lost is told by the next one", async () => {
  const { device, store } = await fullPhone();
  device.faults = [
    (pass) => {
      pass();
      return "lost";
    },
  ];
  await expect(store.closeAccount("right")).rejects.toMatchObject({ code: "offline" });
  store.sendNow();
  await until(() => store.account.value === null);
  await device.quiet();
  expect(await kept(OLENA.id)).toEqual({});
});

test("what a classmate left unsent on the same phone stays, and goes when he comes", async () => {
  const device = new Device();
  const store = await device.started();
  await store.signIn(TARAS.login, "right");
  await until(() => store.complete.value);
  device.weather = lost;
  const id = await store.act("progress.complete_lesson", { ...lesson("his"), enrolment: "e2" });
  await store.signOut();
  device.weather = (pass) => pass();
  await store.signIn(OLENA.login, "right");
  await until(() => store.complete.value);
  await store.closeAccount("right");
  expect(store.left.value).toBe(1);
  expect((await kept(TARAS.id)).outbox).toBe(1);
  await store.signIn(TARAS.login, "right");
  await until(() => device.town.effects.get(id) === 1);
});

test("what she left unsent goes when the phone is told while a classmate uses it", async () => {
  const { device, store } = await fullPhone();
  await store.signOut();
  expect(Object.keys(await kept(OLENA.id))).toEqual(["outbox", "journal", "issues", "drafts"]);
  await store.signIn(TARAS.login, "right");
  await until(() => store.complete.value);
  device.weather = lost;
  await store.act("progress.complete_lesson", { ...lesson("his"), enrolment: "e2" });
  await device.quiet();
  device.gone.add(OLENA.id); // elsewhere
  device.weather = (pass) => pass();
  device.town.judge = () => "retry";
  store.sendNow();
  await until(() => device.sent.length > 0 && store.account.value?.id === TARAS.id);
  await device.quiet();
  expect(await kept(OLENA.id)).toEqual({});
  expect(store.account.value).toEqual(TARAS);
  expect(store.farewell.value).toBeNull();
  expect(store.waiting.value).toHaveLength(1);
});

test("a refusal that names somebody else erases nobody", async () => {
  const { device, store } = await fullPhone();
  const before = Object.keys(await kept(OLENA.id));
  const body = { code: "account_closed", detail: "Closed", fix: "none", person: TARAS.id };
  device.weather = () => ({ status: 401, body });
  store.sendNow();
  await device.quiet();
  expect(store.truth.value.state).toBe("sign_in");
  expect(Object.keys(await kept(OLENA.id))).toEqual(before);
});

test("a phone that was taken off keeps what is unsent, as ever", async () => {
  const { device, store } = await fullPhone();
  device.cookie = null;
  store.sendNow();
  await device.quiet();
  expect(store.truth.value).toMatchObject({ state: "sign_in", waiting: 1 });
  expect((await kept(OLENA.id)).outbox).toBe(1);
});

test("what the power cut in half is finished at the next start", async () => {
  const { device, store } = await fullPhone();
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    if (this.name.startsWith("verstat-")) throw new DOMException("", "UnknownError");
    return transaction.apply(this, args);
  };
  await store.closeAccount("right").catch(() => {});
  IDBDatabase.prototype.transaction = transaction;
  expect((await kept(OLENA.id)).outbox).toBe(1);
  const later = await device.started();
  await device.quiet();
  expect(later.account.value).toBeNull();
  expect(await kept(OLENA.id)).toEqual({});
});

test("other tabs follow", async () => {
  const { device, store } = await fullPhone();
  const other = await device.started();
  await store.closeAccount("right");
  await until(() => other.farewell.value === "Farewell");
  expect(other.account.value).toBeNull();
  expect(await kept(OLENA.id)).toEqual({});
});

test("who closed the account is called so wherever the name stood", async () => {
  await learn();
  const rows = [
    stored("roster", "e1", { name: "" }),
    stored("session", "s1", { by: "" }),
    stored("gate", "g1", { name: { uk: "" }, steps: [{ by: "" }, { by: "Roman" }] }),
    stored("entry", "b1", { by: "Olena", approved_by: "" }),
  ];
  expect(see("roster", rows.slice(0, 1))).toMatchObject([{ name: "Closed account" }]);
  expect(see("session", rows.slice(1, 2))).toMatchObject([{ by: "Closed account" }]);
  expect(see("gate", rows.slice(2, 3))).toMatchObject([
    { name: { uk: "" }, steps: [{ by: "Closed account" }, { by: "Roman" }] },
  ]);
  expect(see("entry", rows.slice(3))).toMatchObject([{ by: "Olena", approved_by: "Closed account" }]);
});
