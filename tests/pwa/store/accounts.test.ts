// @vitest-environment node
/** Several people, one phone. */

import { expect, test } from "vitest";
import { openAccount } from "../../../pwa/src/store/db";
import type { Store } from "../../../pwa/src/store/face";
import { Memory } from "../../../pwa/src/store/memory";
import { Device, html, lesson, lost, OLENA, problem, TARAS, until } from "./device";

const hash = "a".repeat(64);
const bundle = {
  course: "k1",
  release: "r1",
  language: "uk",
  title: "",
  summary: "",
  hours: 1,
  counts: "best",
  modules: [],
};
const text = { uk: "x", en: "x" };
const course = {
  cohort: "c1",
  course: "k1",
  position: 1,
  title: text,
  summary: text,
  hours: 1,
  counts: "best",
  lessons: 1,
  release: "r1",
  bundles: { uk: { hash, size: 1 }, en: { hash: "b".repeat(64), size: 1 } },
};

async function fullPhone(): Promise<{ device: Device; store: Store }> {
  const device = new Device();
  device.bundles.set(hash, bundle);
  device.reports.set("/api/reports/desk", { status: 200, body: { as_of: "now" } });
  device.town.member(OLENA.id, "cohort:c1");
  device.town.put("cohort:c1", "course", "c1k1", course);
  const store = await device.signedIn();
  await store.read("/api/reports/desk");
  return { device, store };
}
const stored = async (id: string, name: string): Promise<number> => {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(`verstat-${id}`);
    request.onsuccess = () => resolve(request.result);
  });
  const count = await new Promise<number>((resolve) => {
    const request = db.transaction(name).objectStore(name).count();
    request.onsuccess = () => resolve(request.result);
  });
  db.close();
  return count;
};

test("signing in opens an own database and syncs", async () => {
  const { store } = await fullPhone();
  expect(store.account.value).toEqual(OLENA);
  expect(store.table("course").value).toHaveLength(1);
  expect(await store.bundle(hash)).toEqual(bundle);
});

test("a wrong password is a problem in the server's words, a broken line another one", async () => {
  const device = new Device();
  const store = await device.started();
  await expect(store.signIn("olena", "wrong")).rejects.toMatchObject({
    code: "wrong_password",
    detail: "Wrong",
  });
  device.faults = [problem(429, "slow_down", { "Retry-After": "7" })];
  await expect(store.signIn("olena", "right")).rejects.toMatchObject({ code: "slow_down", retryAfter: 7 });
  device.faults = [lost];
  await expect(store.signIn("olena", "right")).rejects.toMatchObject({ code: "offline" });
  device.faults = [html];
  await expect(store.signIn("olena", "right")).rejects.toMatchObject({ code: "portal" });
  expect(store.account.value).toBeNull();
});

test("any way in adopts the person whom the answer names, and says what else it told", async () => {
  const device = new Device();
  const store = await device.started();
  const resets = [{ at: "2026-11-25T07:00:00Z", by: "Olena" }];
  device.faults = [
    () => {
      device.cookie = TARAS.id;
      return { status: 200, body: { person: TARAS, now: "", resets } };
    },
  ];
  expect((await store.enter("/api/programmes/join", { code: "PT4K7M2X" })).resets).toEqual(resets);
  expect(device.paths).toContain("/api/programmes/join");
  expect(store.account.value).toEqual(TARAS);
  await until(() => store.complete.value);
});

test("a refusal says which field is wrong and what could stand there", async () => {
  const device = new Device();
  const store = await device.started();
  const body = { code: "login_taken", detail: "Taken", fix: "edit", field: "login", suggestion: "t2" };
  device.faults = [() => ({ status: 409, body })];
  await expect(store.enter("/api/programmes/join", {})).rejects.toMatchObject({
    code: "login_taken",
    data: { field: "login", suggestion: "t2" },
  });
  expect(store.account.value).toBeNull();
});

test("signing out removes what was pulled and keeps what is unsent", async () => {
  const { device, store } = await fullPhone();
  await store.act("progress.complete_lesson", lesson("sent"));
  await until(() => store.truth.value.state === "delivered");
  device.town.judge = () => "rejected";
  await store.act("progress.complete_lesson", lesson("refused"));
  await until(() => store.issues.value.length === 1);
  device.weather = lost;
  await store.act("progress.complete_lesson", lesson("unsent"));
  await store.draft("form").set("half");
  await device.quiet();
  await store.signOut();
  expect(store.account.value).toBeNull();
  expect(store.table("course").value).toEqual([]);
  expect(store.waiting.value).toEqual([]);
  for (const name of ["rows", "bundles", "answers"]) expect(await stored(OLENA.id, name)).toBe(0);
  for (const name of ["outbox", "issues", "journal", "drafts"]) expect(await stored(OLENA.id, name)).toBe(1);
});

test("the next person sees nothing of the first, whose unsent work is there and delivered on return", async () => {
  const { device, store } = await fullPhone();
  device.weather = lost;
  const id = await store.act("progress.complete_lesson", lesson("unsent"));
  await device.quiet();
  await store.signOut();
  device.weather = (pass) => pass();
  await store.signIn(TARAS.login, "right");
  await until(() => store.truth.value.state === "delivered");
  expect(store.account.value).toEqual(TARAS);
  for (const table of ["course", "completion", "person"] as const)
    expect(store.table(table).value).toEqual([]);
  expect([store.waiting.value, store.issues.value, store.delivered.value]).toEqual([[], [], []]);
  expect(await store.draft("form").get()).toBeUndefined();
  expect(device.town.effects.size).toBe(0);
  await expect(store.read("/nothing")).rejects.toMatchObject({ code: "not_found" });

  device.weather = (pass) => (device.paths.at(-1) === "/api/sync" ? "lost" : pass());
  await store.signIn(OLENA.login, "right");
  expect(store.waiting.value).toMatchObject([{ id }]);
  device.weather = (pass) => pass();
  store.sendNow();
  await until(() => store.truth.value.state === "delivered");
  expect(device.town.effects.get(id)).toBe(1);
  expect(store.table("course").value).toHaveLength(1);
});

test("switching without signing out removes the first one's rows too", async () => {
  const { store } = await fullPhone();
  await store.signIn(TARAS.login, "right");
  expect(store.table("course").value).toEqual([]);
  for (const name of ["rows", "bundles", "answers"]) expect(await stored(OLENA.id, name)).toBe(0);
});

test("a report that comes after its reader has gone is neither shown nor kept", async () => {
  const { device, store } = await fullPhone();
  let arrive = () => {};
  device.weather = (pass) => new Promise((resolve) => (arrive = () => resolve(pass())));
  const late = store.read("/api/reports/desk");
  const ended = expect(late).rejects.toMatchObject({ code: "closed" });
  await until(() => device.paths.at(-1) === "/api/reports/desk");
  const desk = arrive;
  device.weather = (pass) => pass();
  await store.signOut();
  desk();
  await ended;
  await device.quiet();
  expect(await stored(OLENA.id, "answers")).toBe(0);
});

test("a lost right takes along the reports that were read by it", async () => {
  const { device, store } = await fullPhone();
  device.town.put("enrolment:e1", "enrolment", "e1", {});
  store.sendNow();
  await device.quiet();
  expect(await stored(OLENA.id, "answers")).toBe(1); // other news leave them alone
  device.town.members.get(OLENA.id)?.delete("cohort:c1");
  store.sendNow();
  await device.quiet();
  expect(await stored(OLENA.id, "answers")).toBe(0);

  device.town.put(`person:${OLENA.id}`, "role", "r1", { kind: "manager" });
  store.sendNow();
  await device.quiet();
  await store.read("/api/reports/desk");
  device.town.put(`person:${OLENA.id}`, "role", "r1", null);
  store.sendNow();
  await device.quiet();
  expect(await stored(OLENA.id, "answers")).toBe(0);
});

test("signing out works without a network; the server hears of it before the next one signs in", async () => {
  const { device, store } = await fullPhone();
  device.weather = lost;
  await store.signOut();
  await device.quiet();
  expect(device.cookie).toBe(OLENA.id);
  const later = await device.started();
  expect(later.account.value).toBeNull();
  device.weather = (pass) => pass();
  device.paths.length = 0;
  await later.signIn(TARAS.login, "right");
  expect(device.paths.slice(0, 2)).toEqual(["/api/people/sign-out", "/api/people/sign-in"]);
  expect(device.cookie).toBe(TARAS.id);
});

test("a sign-out that the power cut in half is finished at the next start", async () => {
  const { device, store } = await fullPhone();
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    if (this.name.startsWith("verstat-")) throw new DOMException("", "UnknownError");
    return transaction.apply(this, args);
  };
  await store.signOut();
  IDBDatabase.prototype.transaction = transaction;
  expect(await stored(OLENA.id, "rows")).toBeGreaterThan(0);
  const later = await device.started();
  await device.quiet();
  expect(later.account.value).toBeNull();
  expect(await stored(OLENA.id, "rows")).toBe(0);
});

test("an answer that was on its way during the sign-out leaves no rows", async () => {
  const { device, store } = await fullPhone();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  device.town.put("cohort:c1", "course", "c1k2", course);
  device.faults = [
    async (pass) => {
      const reply = pass();
      await gate;
      return reply;
    },
  ];
  store.sendNow();
  await until(() => device.faults.length === 0);
  await store.signOut();
  open();
  await device.quiet();
  expect(await stored(OLENA.id, "rows")).toBe(0);
});

test("what is being read when a person leaves is not shown to the next", async () => {
  const { device } = await fullPhone();
  device.weather = lost;
  const memory = new Memory();
  const base = openAccount(OLENA.id, () => {});
  await memory.load(base);
  expect(memory.table("course").value).toHaveLength(1);
  const reading = memory.load(base);
  memory.clear();
  await reading;
  expect(memory.table("course").value).toEqual([]);
  base.close();
});

test("other tabs follow", async () => {
  const { device, store } = await fullPhone();
  const other = await device.started();
  await store.signOut();
  await until(() => other.account.value === null);
  expect(other.table("course").value).toEqual([]);
  await store.signIn(TARAS.login, "right");
  await until(() => other.account.value?.id === TARAS.id);
});

test("names and roles follow the pulled rows and survive a restart without a network", async () => {
  const { device, store } = await fullPhone();
  const scope = `person:${OLENA.id}`;
  const role = { kind: "learner", place_kind: "cohort", place: "c1", source: "e1" };
  device.town.put(scope, "role", "r", role);
  device.town.put(scope, "person", OLENA.id, {
    name: "Olena K.",
    given: "Olena",
    language: "en",
    login: "olena",
  });
  store.sendNow();
  await until(() => store.account.value?.name === "Olena K.");
  await device.quiet();
  device.weather = lost;
  const later = await device.started();
  expect(later.account.value).toMatchObject({ name: "Olena K.", language: "en", roles: [role] });
});

test("work left unsent is counted at the door, and whose it is told to nobody", async () => {
  const { device, store } = await fullPhone();
  device.weather = lost;
  await store.act("progress.complete_lesson", lesson("unsent"), { label: "Price" });
  expect(store.waiting.value).toMatchObject([{ label: "Price" }]);
  await device.quiet();
  await store.signOut();
  expect(store.left.value).toBe(1);
  expect((await device.started()).left.value).toBe(1);

  device.weather = (pass) => pass();
  await store.signIn(TARAS.login, "right");
  await store.signOut();
  expect(store.left.value).toBe(1);
  await store.signIn(OLENA.login, "right");
  await until(() => store.truth.value.state === "delivered");
  expect(store.delivered.value).toMatchObject([{ label: "Price" }]);
  await store.signOut();
  expect(store.left.value).toBe(0);
});
