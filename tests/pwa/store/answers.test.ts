// @vitest-environment node
/** Answers that are none, refusals of the whole request, and when to try again. */

import { expect, test } from "vitest";
import type { Store } from "../../../pwa/src/store/face";
import { Device, type Fault, html, lesson, lost, OLENA, problem, TARAS, until } from "./device";

async function waiting(): Promise<{ device: Device; store: Store }> {
  const device = new Device();
  const store = await device.signedIn();
  device.weather = lost;
  await store.act("progress.complete_lesson", lesson("l1"));
  await device.quiet();
  return { device, store };
}
async function sync(device: Device, store: Store): Promise<void> {
  store.sendNow();
  await device.quiet();
}

const answer =
  (change: (body: Record<string, unknown>) => unknown): Fault =>
  (pass) => {
    const reply = pass();
    return { ...reply, body: change(reply.body as Record<string, unknown>) };
  };

test.each<[string, Fault]>([
  ["HTML", html],
  ["HTML that says it is JSON", () => ({ status: 200, body: "<html>" })],
  ["another program's JSON", () => ({ status: 200, body: { ok: true } })],
  ["nothing", () => ({ status: 200, body: "" })],
  [
    "a login page of its own",
    () => ({ status: 401, body: "<html>", headers: { "Content-Type": "text/html" } }),
  ],
  ["a list", () => ({ status: 200, body: [] })],
  ["an answer without an epoch", answer(({ epoch: _, ...rest }) => rest)],
  [
    "an answer with a broken row",
    answer(({ pull, ...body }) => ({ ...body, pull: { ...(pull as object), rows: [{ s: 1 }] } })),
  ],
  ["verdicts that say nothing", answer((body) => ({ ...body, verdicts: [{ id: "x", status: "fine" }] }))],
  ["a time that is none", answer((body) => ({ ...body, now: "yesterday" }))],
])("a captive portal's answer counts as none: %s", async (_, fault) => {
  const { device, store } = await waiting();
  device.weather = fault;
  await sync(device, store);
  expect(store.trouble.value).toEqual({ code: "portal" });
  expect(store.truth.value).toEqual({ state: "saved", waiting: 1 });
  device.weather = (pass) => pass();
  await sync(device, store);
  expect(store.trouble.value).toBeNull();
  expect(store.truth.value.state).toBe("delivered");
});

test("an expired session keeps the queue and everything on the screen", async () => {
  const { device, store } = await waiting();
  device.cookie = null;
  device.weather = (pass) => pass();
  await sync(device, store);
  expect(store.truth.value).toEqual({ state: "sign_in", waiting: 1 });
  expect(store.account.value).toEqual(OLENA);
  expect(store.table("completion").value).toHaveLength(1);
  expect((await device.started()).truth.value.state).toBe("sign_in");

  await store.signIn(OLENA.login, "right");
  await until(() => store.truth.value.state === "delivered");
  expect(device.town.effects.size).toBe(1);
});

test("the cookie of another account is a reason to sign in, and its rows are never taken", async () => {
  const { device, store } = await waiting();
  device.cookie = TARAS.id;
  device.town.put("enrolment:e2", "completion", "x", { lesson: "of Taras" });
  device.weather = (pass) => pass();
  await sync(device, store);
  expect(store.truth.value).toEqual({ state: "sign_in", waiting: 1 });
  expect(store.table("completion").value).toMatchObject([{ lesson: "l1" }]);
});

test.each([429, 503])("%i: nobody asks before Retry-After is over, not even by hand", async (status) => {
  const { device, store } = await waiting();
  device.weather = problem(status, "slow_down", { "Retry-After": "100" });
  await sync(device, store);
  const asked = device.sent.length;
  device.weather = (pass) => pass();
  await sync(device, store);
  device.say("online");
  await store.act("progress.complete_lesson", lesson("l2"));
  await device.pass(129_000); // 100 s and half of the spread of 60 s
  expect(device.sent).toHaveLength(asked);
  await device.pass(2_000);
  expect(store.truth.value.state).toBe("delivered");
});

test("without a network the wait grows, up to five minutes, with full jitter", async () => {
  const { device } = await waiting();
  device.roll = 0.999;
  const gaps: number[] = [];
  let last = device.now;
  device.weather = () => {
    gaps.push(device.now - last);
    last = device.now;
    return "lost";
  };
  await device.pass(3_600_000);
  expect(gaps.slice(1, 5).map((gap) => Math.round(gap / 1_000))).toEqual([4, 8, 16, 32].slice(0, 4));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(300_000);
  expect(gaps.length).toBeGreaterThan(10);
});

test("when the network comes back a phone in a pocket waits its turn, one in the hand hardly", async () => {
  const { device } = await waiting();
  for (let i = 0; i < 8; i++) await device.pass(120_000);
  device.weather = (pass) => pass();
  device.sent.length = 0;
  device.visible = false;
  device.say("online");
  await device.quiet();
  await device.pass(29_000);
  expect(device.sent).toHaveLength(0);
  await device.pass(2_000);
  expect(device.sent).toHaveLength(1);
});

test("a visible screen asks about once a minute; a hidden one without work does not", async () => {
  const device = new Device();
  await device.signedIn();
  device.sent.length = 0;
  await device.pass(600_000);
  expect(device.sent.length).toBeGreaterThan(6);
  expect(device.sent.length).toBeLessThan(15);
  device.visible = false;
  device.sent.length = 0;
  await device.pass(600_000);
  expect(device.sent).toHaveLength(0);
  device.visible = true;
  device.say("visible");
  await device.quiet();
  expect(device.sent).toHaveLength(1);
});

test("a clock five years off is a trouble, the act keeps what the phone believed, and the anchor tells the truth", async () => {
  const device = new Device();
  const store = await device.signedIn();
  const years = 5 * 365 * 86_400_000;
  device.skew = years;
  device.weather = lost;
  device.mono += 5_000;
  await store.act("progress.complete_lesson", lesson("l1"));
  device.weather = (pass) => pass();
  await sync(device, store);
  await until(() => store.truth.value.state === "delivered");
  const op = device.sent.flatMap((request) => request.ops)[0];
  expect(Date.parse(op?.at ?? "")).toBe(device.now + years);
  expect(op?.anchor).toEqual({ srv: "2026-11-25T08:00:00.000Z", since_ms: 5_000 });
  expect(store.trouble.value).toEqual({ code: "clock", skew_ms: years });

  device.skew = 0; // set right again: neither the wait nor the journal depends on it
  await device.pass(300_000);
  expect(store.trouble.value).toBeNull();
  expect(store.delivered.value).toHaveLength(1);
});

test("a clock turned back five years does not make the phone wait for five years", async () => {
  const { device, store } = await waiting();
  device.weather = problem(503, "slow_down", { "Retry-After": "100" });
  await sync(device, store);
  device.skew = -5 * 365 * 86_400_000;
  device.weather = (pass) => pass();
  await device.pass(200_000);
  expect(store.truth.value.state).toBe("delivered");
});

test("an anchor from before a reload only says: at least since then", async () => {
  const device = new Device();
  await device.signedIn();
  device.weather = lost;
  const store = await device.started();
  device.mono += 9_000;
  await store.act("progress.complete_lesson", lesson("l1"));
  await device.quiet();
  expect(device.sent.at(-1)?.ops[0]?.anchor).toEqual({ srv: "2026-11-25T08:00:00.000Z", since_ms: 0 });
});

test("a tab that did not hear the last answer itself does not pretend to know how long ago it was", async () => {
  const device = new Device();
  const store = await device.signedIn();
  const other = await device.started();
  await device.quiet();
  await device.pass(5_000);
  await sync(device, store);
  device.weather = lost;
  device.mono += 1_000;
  await other.act("progress.complete_lesson", lesson("l1"));
  await device.quiet();
  expect(device.sent.at(-1)?.ops[0]?.anchor).toEqual({ srv: "2026-11-25T08:00:05.000Z", since_ms: 0 });
});

test("work that twenty tries could not deliver asks for a person", async () => {
  const { device, store } = await waiting();
  for (let i = 0; i < 18; i++) await sync(device, store);
  expect(store.truth.value.state).toBe("saved");
  await sync(device, store);
  await sync(device, store);
  expect(store.truth.value).toEqual({ state: "attention", waiting: 1 });
  expect(store.trouble.value).toMatchObject({ code: "watchdog" });
  expect((await device.started()).truth.value.state).toBe("attention");
  device.weather = (pass) => pass();
  await sync(device, store);
  expect(store.truth.value.state).toBe("delivered");
});

test("work that a broken server does not take for long offers a way out, and no longer only patience", async () => {
  const { device, store } = await waiting();
  device.weather = problem(500, "internal");
  for (let i = 0; i < 3; i++) await sync(device, store);
  expect(store.trouble.value).toEqual({ code: "server", status: 500 });
  for (let i = 0; i < 30 && store.truth.value.state === "saved"; i++) await sync(device, store);
  expect(store.trouble.value).toMatchObject({ code: "watchdog" });
  expect(store.exportUnsent().waiting).toHaveLength(1);
});

test("being offline, or asked to wait, is no failure", async () => {
  const { device, store } = await waiting();
  device.online = false;
  for (let i = 0; i < 30; i++) await sync(device, store);
  expect(store.truth.value.state).toBe("saved");
  device.online = true;
  device.weather = problem(503, "busy", { "Retry-After": "1" });
  for (let i = 0; i < 30; i++) await device.pass(60_000);
  expect(store.truth.value.state).toBe("saved");
});

test("a server that stumbles once is no news, twice it is", async () => {
  const { device, store } = await waiting();
  device.weather = (pass) => pass();
  await sync(device, store);
  await store.act("progress.complete_lesson", lesson("l2"));
  device.weather = problem(500, "internal");
  await sync(device, store);
  device.faults = [];
  await sync(device, store);
  await sync(device, store);
  expect(store.trouble.value).toEqual({ code: "server", status: 500 });
});
