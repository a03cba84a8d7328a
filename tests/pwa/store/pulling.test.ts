// @vitest-environment node
/** What comes down: pages, drops, resets, epochs, and what the screens see meanwhile. */

import { effect } from "@preact/signals";
import { expect, test, vi } from "vitest";
import type { Store } from "../../../pwa/src/store/face";
import { pairId } from "../../../pwa/src/store/uuid";
import type { Pull, SyncRequest } from "../../../pwa/src/store/wire";
import { Device, lesson, lost, lostAnswer, OLENA, type Reply, until } from "./device";

const NAMES = { uk: "Група", en: "Cohort" };
const cohort = (seats: number) => ({
  name: NAMES,
  programme: NAMES,
  institution: NAMES,
  starts: "",
  ends: "",
  seats,
});
const seats = (store: Store) =>
  store
    .table("cohort")
    .value.map((row) => row.seats)
    .sort();

async function withCohort(rows: number): Promise<{ device: Device; store: Store }> {
  const device = new Device();
  device.town.member(OLENA.id, "cohort:c1");
  for (let i = 0; i < rows; i++) device.town.put("cohort:c1", "cohort", `c${i}`, cohort(i));
  const store = await device.signedIn();
  return { device, store };
}
async function sync(device: Device, store: Store): Promise<void> {
  store.sendNow();
  await device.quiet();
}

test("rows arrive page by page, and change", async () => {
  const device = new Device();
  device.town.page = 2;
  device.town.member(OLENA.id, "cohort:c1");
  for (let i = 0; i < 5; i++) device.town.put("cohort:c1", "cohort", `c${i}`, cohort(i));
  const store = await device.signedIn();
  expect(seats(store)).toEqual([0, 1, 2, 3, 4]);
  expect(store.table("cohort").value[0]).toMatchObject({ id: "c0", scope: "cohort:c1", name: NAMES });

  device.town.put("cohort:c1", "cohort", "c1", null);
  device.town.put("cohort:c1", "cohort", "c2", cohort(20));
  await sync(device, store);
  expect(seats(store)).toEqual([0, 20, 3, 4]);
});

test("what a pull changes is seen without reading the other rows again, and they stay the same", async () => {
  const { device, store } = await withCohort(3);
  const before = store.table("cohort").value;
  device.town.put("cohort:c1", "cohort", "c0", cohort(7));
  device.town.put("cohort:c1", "cohort", "c1", null);
  device.town.put("cohort:c1", "cohort", "c9", cohort(9));
  const read = vi.spyOn(IDBIndex.prototype, "getAll");
  await sync(device, store);
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
  expect(seats(store)).toEqual([2, 7, 9]);
  expect(store.table("cohort").value.find(({ id }) => id === "c2")).toBe(before[2]);
  const later = await device.started(); // the disk says the same
  expect(seats(later)).toEqual([2, 7, 9]);
});

test("once the rows could not be read, the next news brings all of them", async () => {
  const { device, store } = await withCohort(2);
  const other = await device.started();
  const broken = vi.spyOn(IDBIndex.prototype, "getAll").mockImplementation(() => {
    throw new DOMException("gone wrong", "UnknownError");
  });
  device.town.put("cohort:c1", "cohort", "c1", cohort(5));
  await sync(device, store); // one of the tabs pulls, the other fails to read what it is told of
  broken.mockRestore();
  expect([seats(store), seats(other)]).toContainEqual([0, 1]);
  device.town.put("cohort:c1", "mentor", "m1", { cohort: "c1", person: "p", name: "P" });
  await sync(device, store);
  expect([seats(store), seats(other)]).toEqual([
    [0, 5],
    [0, 5],
  ]);
});

test("a page and its cursor are stored together: after a lost answer nothing is missing", async () => {
  const { device, store } = await withCohort(2);
  device.town.page = 2;
  for (let i = 2; i < 7; i++) device.town.put("cohort:c1", "cohort", `c${i}`, cohort(i));
  device.faults = [(pass) => pass(), lostAnswer];
  await sync(device, store);
  await device.pass(60_000);
  expect(seats(store)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("a lost right removes the rows and keeps unsent work", async () => {
  const { device, store } = await withCohort(3);
  device.weather = lost;
  await store.act("progress.complete_lesson", lesson("l1"));
  await device.quiet();
  device.town.members.set(OLENA.id, new Set([`person:${OLENA.id}`]));
  device.town.judge = () => "retry";
  device.weather = (pass) => pass();
  await sync(device, store);
  expect(seats(store)).toEqual([]);
  expect(store.waiting.value).toHaveLength(1);
});

test("a reset replaces a scope without emptying it first, over two pages", async () => {
  const { device, store } = await withCohort(4);
  const seen: number[] = [];
  const stop = effect(() => void seen.push(store.table("cohort").value.length));
  device.town.put("cohort:c1", "cohort", "c1", null);
  device.town.compact("cohort:c1");
  device.town.page = 2;
  await sync(device, store);
  stop();
  expect(seats(store)).toEqual([0, 2, 3]);
  expect(Math.min(...seen)).toBe(3);
  const pages = device.sent
    .slice(-2)
    .map((request) => JSON.parse(request.pull?.cursor ?? "{}").seen["cohort:c1"]);
  expect(pages[0]).not.toEqual(pages[1]);
});

test("after a restore everything that the server has forgotten is sent again, and rows follow the server", async () => {
  const { device, store } = await withCohort(3);
  const ids = [];
  for (const name of ["l1", "l2"]) ids.push(await store.act("progress.complete_lesson", lesson(name)));
  await until(() => store.truth.value.state === "delivered");
  await device.quiet();
  const seen: number[] = [];
  const stop = effect(
    () => void seen.push(store.table("cohort").value.length + store.table("completion").value.length),
  );

  device.town.epoch = "epoch-2";
  device.town.receipts.clear();
  device.town.effects.clear();
  device.town.scopes.delete("enrolment:e1");
  device.town.scopes.delete("cohort:c1");
  device.town.put("cohort:c1", "cohort", "c0", cohort(0));
  device.town.page = 1;
  await sync(device, store);
  expect(store.waiting.value.map(({ id }) => id)).toEqual(ids);
  await device.pass(60_000);
  stop();
  expect([...device.town.effects]).toEqual(ids.map((id) => [id, 1]));
  expect(store.truth.value.state).toBe("delivered");
  expect(seats(store)).toEqual([0]);
  expect(store.table("completion").value).toHaveLength(2);
  expect(Math.min(...seen)).toBe(3); // never fewer than what is true in the end
});

test("the epoch is learned from the first answer, so that even early work survives a restore", async () => {
  const device = new Device();
  device.faults = [(pass) => pass()];
  device.weather = lost;
  const store = await device.started();
  await store.signIn(OLENA.login, "right");
  await store.act("progress.complete_lesson", lesson("l1"));
  await device.quiet();
  device.weather = (pass) => {
    const reply = pass();
    return { ...reply, body: { ...(reply.body as object), pull: null } };
  };
  await sync(device, store);
  expect(store.truth.value.state).toBe("delivered");
  device.town.epoch = "epoch-2";
  device.town.receipts.clear();
  device.weather = (pass) => pass();
  await sync(device, store);
  await device.pass(120_000);
  expect(device.town.receipts.size).toBe(1);
});

test("an act never flickers: it is seen from the press, through verdict and pull, to the server's own row", async () => {
  const { device, store } = await withCohort(1);
  const seen: string[] = [];
  const stop = effect(() => {
    const rows = store.table("completion").value;
    seen.push(rows.map((row) => (row.pending ? "waiting" : row.release)).join());
  });
  device.town.page = 1;
  for (let i = 0; i < 3; i++) device.town.put("cohort:c1", "cohort", `c${i}`, cohort(i)); // a page each, before the completion's
  await store.act("progress.complete_lesson", lesson("l1"));
  await until(() => store.truth.value.state === "delivered");
  await device.quiet();
  stop();
  expect(device.sent.length).toBeGreaterThan(4);
  expect(seen.filter((now, i) => now !== seen[i - 1])).toEqual(["", "waiting", "r1"]);
});

test("an act whose row the server has already, from another phone, is neither doubled nor shown as waiting", async () => {
  const device = new Device();
  const row = { ...lesson("l1"), at: "2026-11-20T08:00:00Z", flag: null };
  device.town.put("enrolment:e1", "completion", pairId("e1", "l1"), row);
  const store = await device.signedIn();
  device.weather = lost;
  await store.act("progress.complete_lesson", lesson("l1"));
  const seen = { ...row, id: pairId("e1", "l1"), scope: "enrolment:e1" };
  expect(store.table("completion").value).toEqual([seen]);
});

test("an applied act stays seen while the pulls that would show it are left out", async () => {
  const { device, store } = await withCohort(1);
  device.weather = (pass) => {
    const reply = pass();
    return { ...reply, body: { ...(reply.body as object), pull: null } };
  };
  await store.act("progress.complete_lesson", lesson("l1"));
  await until(() => store.truth.value.state === "delivered");
  expect(store.table("completion").value).toMatchObject([{ lesson: "l1" }]);
  expect(store.table("completion").value[0]).not.toHaveProperty("pending");
  const again = await device.started();
  expect(again.table("completion").value).toHaveLength(1);
});

test("the chosen language is seen at once in one's own person, and taken back when refused", async () => {
  const device = new Device();
  const person = {
    family: "",
    given: "Olena",
    patronymic: null,
    preferred: null,
    name: "Olena",
    login: "olena",
    language: "uk",
    institution: null,
  };
  device.town.put(`person:${OLENA.id}`, "person", OLENA.id, person);
  const store = await device.signedIn();
  device.weather = lost;
  await store.act("people.choose_language", { language: "en" });
  expect(store.table("person").value).toMatchObject([{ language: "en", pending: true }]);
  device.weather = (pass) => pass();
  device.town.judge = () => "rejected";
  await sync(device, store);
  expect(store.table("person").value).toMatchObject([{ language: "uk" }]);
});

test("a late answer does not turn the cursor back", async () => {
  const { device, store } = await withCohort(1);
  const other = await device.started();
  await device.quiet();
  device.hasLocks = false;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  device.faults = [
    async (pass) => {
      const early = pass();
      await gate;
      return early;
    },
  ];
  other.sendNow();
  await until(() => device.faults.length === 0);
  device.town.put("cohort:c1", "cohort", "c1", cohort(1));
  await sync(device, store);
  expect(seats(store)).toEqual([0, 1]);
  const before = device.sent.length;
  open();
  await device.quiet();
  await sync(device, store);
  expect(JSON.parse(device.sent[before]?.pull?.cursor ?? "").seen["cohort:c1"]).toEqual([2, 0]);
  expect(seats(store)).toEqual([0, 1]);
});

test("when everything starts again, rows of scopes that are no longer named go too", async () => {
  const { device, store } = await withCohort(3);
  device.town.page = 2;
  const pull = device.town.sync(OLENA.id, {
    ...(device.sent[0] as SyncRequest),
    pull: { cursor: null, max_rows: 500 },
  }).pull as Pull;
  device.town.members.get(OLENA.id)?.delete("cohort:c1");
  device.town.put("enrolment:e1", "cohort", "own", cohort(9));
  const first = (pass: () => Reply): Reply => {
    pass();
    const answer = device.town.sync(OLENA.id, { ...(device.sent.at(-1) as SyncRequest), pull: null });
    const rows = [{ s: "enrolment:e1", e: "cohort", id: "own", d: cohort(9) }];
    return { status: 200, body: { ...answer, pull: { ...pull, reset: ["*"], drop: [], rows, more: false } } };
  };
  device.faults = [first];
  await sync(device, store);
  expect(seats(store)).toEqual([9]);
});
