// @vitest-environment node
/** What is sent, in which portions, and what verdicts do. */

import { expect, test } from "vitest";
import type { Store } from "../../../pwa/src/store/face";
import { Device, type Fault, lesson, lost, lostAnswer, problem, until } from "./device";

async function unsent(count: number): Promise<{ device: Device; store: Store; ids: string[] }> {
  const device = new Device();
  const store = await device.signedIn();
  device.weather = lost;
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(await store.act("progress.complete_lesson", lesson(`l${i}`)));
  await device.quiet();
  await device.pass(0);
  device.sent.length = 0;
  return { device, store, ids };
}

async function delivered(device: Device, store: Store): Promise<void> {
  store.sendNow();
  for (let i = 0; i < 20 && store.waiting.value.length > 0; i++) await device.pass(60_000);
  await device.quiet();
}

const sizes = (device: Device) => device.sent.map((request) => request.ops.length);

test("operations go oldest first, at most 50 at a time, and only the last request looks back", async () => {
  const { device, store, ids } = await unsent(120);
  device.weather = (pass) => pass();
  await delivered(device, store);
  expect(device.sent.flatMap((request) => request.ops.map(({ id }) => id))).toEqual(ids);
  expect(Math.max(...sizes(device))).toBe(50);
  const full = device.sent.filter(({ ops }) => ops.length > 0); // after them it may have looked again by itself
  expect(full.map(({ pull }) => pull !== null)).toEqual(full.map((_, i, all) => i === all.length - 1));
  expect(store.truth.value.state).toBe("delivered");
});

test("no request is larger than 256 KiB", async () => {
  const { device, store } = await unsent(0);
  device.weather = lost;
  for (let i = 0; i < 40; i++) await store.act("progress.complete_lesson", lesson("я".repeat(7_000) + i));
  await device.quiet();
  device.sent.length = 0;
  device.weather = (pass) => pass();
  await delivered(device, store);
  const bytes = device.sent.map((request) => new TextEncoder().encode(JSON.stringify(request)).length);
  expect(Math.max(...bytes)).toBeLessThanOrEqual(256 * 1_024);
  expect(sizes(device).reduce((sum, size) => sum + size)).toBe(40);
});

test("too much is halved until it passes", async () => {
  const { device, store } = await unsent(40);
  device.weather = (pass) =>
    (device.sent.at(-1)?.ops.length ?? 0) > 3 ? (problem(413, "too_much")(pass) as never) : pass();
  await delivered(device, store);
  expect(store.waiting.value).toEqual([]);
  expect(store.issues.value).toEqual([]);
  expect(device.town.effects.size).toBe(40);
});

test.each([
  [413, "too_much"],
  [400, "malformed"],
])(
  "the one act that no request can carry (%i) becomes an issue, and the others arrive",
  async (status, code) => {
    const { device, store, ids } = await unsent(5);
    const isIn = () => device.sent.at(-1)?.ops.some(({ id }) => id === ids[2]) ?? false;
    device.weather = (pass) => (isIn() ? (problem(status, code)(pass) as never) : pass());
    await delivered(device, store);
    expect(store.issues.value).toMatchObject([
      { id: ids[2], code, message: `It is ${code}`, body: lesson("l2") },
    ]);
    expect(device.town.effects.size).toBe(4);
    expect(device.sent.length).toBeLessThan(15);
  },
);

test("a request that is refused even when empty blames no act", async () => {
  const { device, store } = await unsent(2);
  device.weather = problem(400, "malformed");
  await delivered(device, store);
  expect(store.issues.value).toEqual([]);
  expect(store.waiting.value).toHaveLength(2);
  expect(store.trouble.value).toEqual({ code: "server", status: 400 });
});

test("a server that breaks over one act gets the others", async () => {
  const { device, store, ids } = await unsent(6);
  const isIn = () => device.sent.at(-1)?.ops.some(({ id }) => id === ids[0]) ?? false;
  device.weather = (pass) => (isIn() ? { status: 500, body: { code: "internal" } } : pass());
  for (let i = 0; i < 30; i++) await device.pass(60_000);
  expect(store.waiting.value.map(({ id }) => id)).toEqual([ids[0]]);
  device.weather = (pass) => pass();
  await delivered(device, store);
  expect(store.truth.value.state).toBe("delivered");
});

test("a refused act stays with its words and the reason; it can be tried again or set aside", async () => {
  const { device, store, ids } = await unsent(2);
  device.weather = (pass) => pass();
  device.town.judge = (op) => (op.id === ids[0] ? "rejected" : "applied");
  await delivered(device, store);
  const issue = {
    id: ids[0],
    body: lesson("l0"),
    code: "not_found",
    message: "No such lesson",
    fix: "ask_mentor",
  };
  expect(store.issues.value).toEqual([expect.objectContaining(issue)]);
  expect(store.truth.value).toEqual({ state: "attention", waiting: 0 });

  const at = store.issues.value[0]?.at;
  await store.retry(ids[0] ?? "");
  await until(() => store.truth.value.state === "delivered");
  expect(store.issues.value).toEqual([]);
  expect(store.delivered.value[0]).toMatchObject({ body: lesson("l0"), at });
  expect(store.delivered.value[0]?.id).not.toBe(ids[0]);
});

test("what puts a refused act right takes its place in one write, and happened when it happened", async () => {
  const { device, store, ids } = await unsent(1);
  device.weather = (pass) => pass();
  device.town.judge = (op) => (op.id === ids[0] ? "rejected" : "applied");
  await delivered(device, store);
  const at = store.issues.value[0]?.at;
  await device.pass(3_600_000);
  await store.draft("form").set({ typed: "again" });
  await store.act("progress.complete_lesson", lesson("l9"), { draft: "form", mends: ids[0] });
  expect(store.issues.value).toEqual([]);
  expect(await store.draft("form").get()).toBeUndefined();
  await until(() => store.truth.value.state === "delivered");
  expect(store.delivered.value[0]).toMatchObject({ body: lesson("l9"), at });
  expect((await device.started()).issues.value).toEqual([]);
});

test("an issue set aside is out of sight, also after a restart", async () => {
  const { device, store, ids } = await unsent(1);
  device.weather = (pass) => pass();
  device.town.judge = () => "rejected";
  await delivered(device, store);
  await store.setAside(ids[0] ?? "");
  expect(store.truth.value.state).toBe("delivered");
  expect((await device.started()).issues.value).toEqual([]);
});

test("`retry` keeps the act, lets the others pass, and asks again later", async () => {
  const { device, store, ids } = await unsent(3);
  device.weather = (pass) => pass();
  device.town.judge = (op) => (op.id === ids[0] ? "retry" : "applied");
  store.sendNow();
  await until(() => store.waiting.value.length === 1);
  await device.quiet();
  const requests = device.sent.length;
  expect(requests).toBeLessThan(5);
  await device.pass(29_000);
  expect(device.sent.length).toBe(requests);
  await device.pass(60_000);
  expect(device.sent.length).toBe(requests + 1);
  device.town.judge = () => "applied";
  await device.pass(120_000);
  expect(store.truth.value.state).toBe("delivered");
});

test("fifty acts that must wait do not hold up the fifty-first", async () => {
  const { device, store, ids } = await unsent(51);
  device.weather = (pass) => pass();
  device.town.judge = (op) => (op.id === ids[50] ? "applied" : "retry");
  store.sendNow();
  await until(() => store.waiting.value.length === 50);
});

test("verdicts on the first few are taken, and the rest is sent again", async () => {
  const { device, store, ids } = await unsent(7);
  device.weather = (pass) => pass();
  device.town.prefix = 3;
  await delivered(device, store);
  expect(device.town.effects.size).toBe(7);
  expect([...device.town.effects.keys()]).toEqual(ids);
});

test("an answer without any verdict is no reason to ask at once", async () => {
  const { device, store } = await unsent(3);
  device.weather = (pass) => pass();
  device.town.prefix = 0;
  store.sendNow();
  await device.quiet();
  expect(device.sent).toHaveLength(1);
  expect(store.waiting.value).toHaveLength(3);
});

test("when the answer is lost the act is sent again and counts once", async () => {
  const { device, store, ids } = await unsent(1);
  device.weather = (pass) => pass();
  device.faults = [lostAnswer, lostAnswer];
  await delivered(device, store);
  expect(device.sent.length).toBe(3);
  expect(device.town.effects.get(ids[0] ?? "")).toBe(1);
  expect(store.delivered.value).toHaveLength(1);
});

test("a server that never answers is left after 30 seconds, and asked again", async () => {
  const { device, store } = await unsent(1);
  device.weather = (pass) => pass();
  device.faults = [() => "never"];
  store.sendNow();
  await device.pass(29_000);
  expect(device.sent).toHaveLength(1);
  await device.pass(10_000);
  expect(store.truth.value.state).toBe("delivered");
});

test("over a line that is too slow for fifty operations, fewer go", async () => {
  const { device, store } = await unsent(60);
  const size = () => device.sent.at(-1)?.ops.length ?? 0;
  device.weather = (pass) => (size() > 6 ? "never" : pass());
  await delivered(device, store);
  for (let i = 0; i < 20; i++) await device.pass(60_000);
  expect(store.truth.value.state).toBe("delivered");
});

test("two tabs send once", async () => {
  const { device, store } = await unsent(3);
  const other = await device.started();
  await device.quiet();
  device.sent.length = 0;
  device.weather = async (pass) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return pass();
  };
  store.sendNow();
  other.sendNow();
  await until(() => store.truth.value.state === "delivered" && other.truth.value.state === "delivered");
  expect(device.sent.filter((request) => request.ops.length > 0)).toHaveLength(1);
});

test("an act made in one tab while the other one sends is seen there and follows", async () => {
  const { device, store } = await unsent(1);
  const other = await device.started();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  device.faults = [(pass) => gate.then(pass as never) as never];
  device.weather = (pass) => pass();
  store.sendNow();
  await until(() => device.faults.length === 0);
  await other.act("progress.complete_lesson", lesson("second"));
  await until(() => store.waiting.value.length === 2);
  open();
  await until(() => other.truth.value.state === "delivered" && store.truth.value.state === "delivered");
  expect(device.town.effects.size).toBe(2);
});

test("without locks two tabs may both send, and the act still counts once", async () => {
  const { device, store, ids } = await unsent(1);
  const other = await device.started();
  device.hasLocks = false;
  device.weather = (pass) => pass();
  store.sendNow();
  other.sendNow();
  await until(() => store.truth.value.state === "delivered");
  await device.quiet();
  expect(device.town.effects.get(ids[0] ?? "")).toBe(1);
  expect(store.delivered.value).toHaveLength(1);
});

test("a tab that froze with the lock is passed by after two minutes", async () => {
  const { device, store } = await unsent(1);
  const frozen = await device.started();
  device.faults = [(() => new Promise(() => {})) as unknown as Fault];
  frozen.sendNow();
  await until(() => device.faults.length === 0);
  device.weather = (pass) => pass();
  store.sendNow();
  await device.pass(400_000);
  expect(store.truth.value.state).toBe("delivered");
});
