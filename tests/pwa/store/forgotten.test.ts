// @vitest-environment node
/** I10: a server that has forgotten, said or unsaid, gets back what it had acknowledged. And how a full server is left alone. */

import { expect, test } from "vitest";
import type { Store } from "../../../pwa/src/store/face";
import { Device, lesson, lost, OLENA, problem, until } from "./device";

async function sync(device: Device, store: Store): Promise<void> {
  store.sendNow();
  await device.quiet();
}
async function delivered(count: number): Promise<{ device: Device; store: Store; ids: string[] }> {
  const device = new Device();
  const store = await device.signedIn();
  device.weather = lost;
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(await store.act("progress.complete_lesson", lesson(`l${i}`)));
  device.weather = (pass) => pass();
  await sync(device, store);
  await until(() => store.truth.value.state === "delivered");
  await device.quiet();
  return { device, store, ids };
}
/** The server as it was before anybody did anything, under the same name. */
function setBack(device: Device): void {
  device.town.receipts.clear();
  device.town.effects.clear();
  for (const name of ["enrolment:e1", "cohort:c1"]) device.town.scopes.delete(name);
}
const HOUR = 3_600_000;

interface Done {
  n: number;
  op: object;
}
/** The journal of Olena, and more of it put in. */
async function journal(more: (one: Done | undefined) => Done[] = () => []): Promise<Done[]> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const open = indexedDB.open(`verstat-${OLENA.id}`);
    open.onsuccess = () => resolve(open.result);
  });
  const all = (): Promise<Done[]> =>
    new Promise((resolve) => {
      const get = db.transaction("journal").objectStore("journal").getAll();
      get.onsuccess = () => resolve(get.result);
    });
  const entries = more((await all())[0]);
  const tx = db.transaction("journal", "readwrite");
  for (const entry of entries) tx.objectStore("journal").put(entry);
  const found = await all();
  db.close();
  return found;
}

test("the first request of an app names the newest acts and a few others, and the next one within an hour none", async () => {
  const { device, ids } = await delivered(20);
  device.sent.length = 0;
  device.roll = 0.1;
  const store = await device.started();
  await device.quiet();
  const [first] = device.sent;
  expect(first?.proof).toEqual(expect.arrayContaining([...ids.slice(-4), ids[2]]));
  expect(first?.proof.length).toBeLessThanOrEqual(8);
  device.sent.length = 0;
  await sync(device, store);
  await device.pass(200_000);
  expect(device.sent.length).toBeGreaterThan(2);
  expect(device.sent.filter(({ proof }) => proof.length)).toEqual([]);
  device.now += HOUR;
  await device.pass(200_000);
  expect(device.sent.filter(({ proof }) => proof.length)).toHaveLength(2); // from each of two tabs
});

test("a proof that nobody has answered to is brought again", async () => {
  const { device } = await delivered(1);
  device.sent.length = 0;
  device.weather = lost;
  const store = await device.started();
  await sync(device, store);
  device.weather = (pass) => pass();
  await sync(device, store);
  expect(device.sent.map(({ proof }) => proof.length)).toEqual(device.sent.map(() => 1));
});

test("a server set back without a word gets everything again, once, and rows follow it", async () => {
  const { device, ids } = await delivered(20);
  device.town.put("cohort:c1", "cohort", "gone", {});
  setBack(device);
  for (const name of ["one", "two"]) device.town.put("enrolment:e1", "note", name, { by: "another phone" });
  device.sent.length = 0;
  const store = await device.started();
  await until(() => store.waiting.value.length === 20);
  await device.pass(90_000);
  expect(store.truth.value.state).toBe("delivered");
  expect([...device.town.effects].sort()).toEqual(ids.map((id) => [id, 1]).sort());
  expect(store.table("completion").value).toHaveLength(20);
  expect(await journal()).toHaveLength(20);
  expect(device.sent.length).toBeLessThan(8);
  // Rows of others, under versions that the phone had passed long ago.
  expect(device.sent.some(({ pull }) => pull?.cursor === null)).toBe(true);
});

test("an act that stays unknown goes round once an hour, and not for ever at once", async () => {
  const { device, store } = await delivered(2);
  device.weather = (pass) => {
    const reply = pass();
    const proof = device.sent.at(-1)?.proof ?? [];
    return { ...reply, body: { ...(reply.body as object), ...(proof.length && { missing: proof }) } };
  };
  device.sent.length = 0;
  for (let hour = 0; hour < 3; hour++) {
    device.now += HOUR;
    for (let i = 0; i < 4; i++) await device.pass(60_000);
  }
  expect(device.sent.filter(({ ops }) => ops.length)).toHaveLength(3);
  expect([...device.town.effects.values()]).toEqual([1, 1]);
  await device.pass(120_000);
  expect(store.truth.value.state).toBe("delivered");
});

test("a server that misses what it was not asked for is not believed", async () => {
  const { device, store } = await delivered(2);
  device.weather = (pass) => ({
    ...pass(),
    body: { ...(pass().body as object), missing: ["somebody's", "else's"] },
  });
  const again = await device.started();
  await sync(device, again);
  expect(store.waiting.value).toEqual([]);
  expect(await journal()).toHaveLength(2);
});

test("what was applied and is refused after a restore stays with its words", async () => {
  const { device, store, ids } = await delivered(2);
  setBack(device);
  device.town.epoch = "epoch-2";
  device.town.judge = (op) => (op.id === ids[0] ? "rejected" : "applied");
  await sync(device, store);
  await device.pass(120_000);
  expect(store.waiting.value).toEqual([]);
  expect(store.issues.value).toMatchObject([{ id: ids[0], body: lesson("l0"), message: "No such lesson" }]);
  expect([...device.town.effects.keys()]).toEqual([ids[1]]);
});

test("what was refused before a restore stays refused, can be tried again, and holds up nothing", async () => {
  const { device, store, ids } = await delivered(2);
  device.town.judge = () => "rejected";
  const refused = await store.act("progress.complete_lesson", lesson("l9"));
  await until(() => store.issues.value.length === 1);
  await device.quiet();
  setBack(device);
  device.town.epoch = "epoch-2";
  device.town.judge = () => "applied";
  device.sent.length = 0;
  await sync(device, store);
  await device.pass(120_000);
  expect([...device.town.effects.keys()]).toEqual(ids);
  expect(device.sent.flatMap(({ ops }) => ops.map(({ id }) => id))).not.toContain(refused);
  expect(store.issues.value).toMatchObject([{ id: refused, body: lesson("l9") }]);
  await store.retry(refused);
  await until(() => store.truth.value.state === "delivered");
  expect(device.town.effects.size).toBe(3);
});

test("the journal keeps thirty days", async () => {
  const { device, store } = await delivered(1);
  device.now += 29 * 24 * HOUR;
  await store.act("progress.complete_lesson", lesson("later"));
  await until(() => store.truth.value.state === "delivered");
  await device.quiet();
  expect(await journal()).toHaveLength(2);
  device.now += 2 * 24 * HOUR;
  await store.act("progress.complete_lesson", lesson("last"));
  await until(() => store.truth.value.state === "delivered");
  await device.quiet();
  expect(await journal()).toHaveLength(2);
});

test("a server that wakes up in another year does not empty the journal", async () => {
  const { device, store } = await delivered(3);
  device.town.now = () => device.now + 5 * 365 * 24 * HOUR;
  await store.act("progress.complete_lesson", lesson("later"));
  await until(() => store.waiting.value.length === 0);
  await device.quiet();
  expect(await journal()).toHaveLength(4);
});

const olden = (count: number) => (one: Done | undefined) =>
  Array.from({ length: count }, (_, i) => ({
    ...one,
    n: 1_000 + i,
    op: { ...one?.op, id: `old-${i}`, body: lesson(`old-${i}`) },
  }));

test("the journal keeps the latest five thousand acts", async () => {
  const { device, store } = await delivered(1);
  await journal(olden(5_100));
  await store.act("progress.complete_lesson", lesson("more")); // prunes
  await until(() => store.truth.value.state === "delivered");
  await device.quiet();
  const kept = await journal();
  expect(kept).toHaveLength(5_000);
  expect(kept.at(-1)?.n).toBe(1_000 + 5_099);
});

test("a long journal returns in portions, oldest first, and counts once", async () => {
  const { device, store } = await delivered(1);
  await journal(olden(400));
  setBack(device);
  device.town.epoch = "epoch-2";
  device.sent.length = 0;
  await sync(device, store);
  await until(() => store.waiting.value.length === 401);
  await device.pass(90_000);
  await until(() => store.truth.value.state === "delivered");
  const ids = device.sent.flatMap(({ ops }) => ops.map(({ id }) => id));
  expect(ids.filter((id) => id.startsWith("old"))).toEqual(Array.from({ length: 400 }, (_, i) => `old-${i}`));
  expect(device.town.effects.size).toBe(401);
  expect(new Set(device.town.effects.values())).toEqual(new Set([1]));
  expect(Math.max(...device.sent.map(({ ops }) => ops.length))).toBe(50);
});

test("a server that has no time for pages takes the acts, and is then left alone as long as it asks, by hand too", async () => {
  const { device, store } = await delivered(0);
  device.town.isShort = true;
  device.town.hints = { ...device.town.hints, next_min_s: 100 };
  await store.act("progress.complete_lesson", lesson("l1"));
  await device.quiet();
  expect(store.waiting.value).toEqual([]);
  const asked = device.sent.length;
  device.town.isShort = false;
  await sync(device, store);
  device.say("online");
  await store.act("progress.complete_lesson", lesson("l2"));
  await device.pass(129_000); // 100 s and half of the spread of 60 s
  expect(device.sent).toHaveLength(asked);
  await device.pass(2_000);
  expect(store.truth.value.state).toBe("delivered");
  expect(store.table("completion").value.map(({ pending }) => pending)).toEqual([undefined, undefined]);
});

test("the one portion of many that asks for no page says nothing of a full server", async () => {
  const { device, store } = await delivered(120);
  expect(store.waiting.value).toEqual([]);
  expect(device.sent.filter(({ pull, ops }) => pull === null && ops.length).length).toBeGreaterThan(1);
});

test("the rest of a queue waits as well when the server says when to come back", async () => {
  const { device, store } = await delivered(0);
  device.weather = lost;
  for (let i = 0; i < 5; i++) await store.act("progress.complete_lesson", lesson(`l${i}`));
  device.weather = problem(503, "busy", { "Retry-After": "60" });
  await sync(device, store);
  device.weather = (pass) => pass();
  const asked = device.sent.length;
  for (let i = 0; i < 5; i++) await sync(device, store);
  await device.pass(60_000 + 29_000);
  expect(device.sent).toHaveLength(asked);
  await device.pass(2_000);
  expect(store.truth.value.state).toBe("delivered");
});
