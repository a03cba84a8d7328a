// @vitest-environment node
/** Lesson texts, online reads and drafts. */

import { expect, test } from "vitest";
import { Device, html, lost, OLENA } from "./device";

const HASH = "a".repeat(64);
const NEXT = "b".repeat(64);
/** An outline without modules: nothing but itself is to be kept. */
const bundle = {
  course: "k1",
  release: "r1",
  language: "uk",
  title: "T",
  summary: "",
  hours: 1,
  counts: "best",
  modules: [],
};
const courseOf = (uk: string) => ({
  cohort: "c1",
  course: "k1",
  position: 1,
  parts: [],
  bundles: { uk: { hash: uk, size: 1 }, en: { hash: "e", size: 1 } },
});

test("the texts of all courses come by themselves, in the person's language, and are there without a network", async () => {
  const device = new Device();
  device.bundles.set(HASH, bundle);
  device.town.put("enrolment:e1", "course", "c", courseOf(HASH));
  const store = await device.signedIn();
  await device.quiet();
  device.weather = lost;
  expect(await store.bundle(HASH)).toEqual(bundle);
  expect(await store.bundle("e")).toBeNull();
});

test("texts that did not come are fetched with a later sync", async () => {
  const device = new Device();
  device.town.put("enrolment:e1", "course", "c", courseOf(HASH));
  const store = await device.signedIn();
  device.bundles.set(HASH, bundle);
  await device.pass(120_000);
  device.weather = lost;
  expect(await store.bundle(HASH)).toEqual(bundle);
});

test("a new edition replaces the old one only once it is here", async () => {
  const device = new Device();
  device.bundles.set(HASH, bundle);
  device.town.put("enrolment:e1", "course", "c", courseOf(HASH));
  const store = await device.signedIn();
  await device.quiet();
  device.town.put("enrolment:e1", "course", "c", courseOf(NEXT));
  store.sendNow();
  await device.quiet();
  device.bundles.delete(HASH);
  expect(await store.bundle(HASH)).toEqual(bundle);
  device.bundles.set(NEXT, { ...bundle, release: "r2" });
  await store.keepBundles();
  device.weather = lost;
  expect(await store.bundle(HASH)).toBeNull();
  expect(await store.bundle(NEXT)).toMatchObject({ release: "r2" });
});

test("a captive portal's page is never kept as a lesson", async () => {
  const device = new Device();
  const store = await device.signedIn();
  device.bundles.set(HASH, bundle);
  device.faults = [html, () => ({ status: 200, body: { ok: true } })];
  expect(await store.bundle(HASH)).toBeNull();
  expect(await store.bundle(HASH)).toBeNull();
  expect(await store.bundle(HASH)).toEqual(bundle);
});

test("a bundle asked for twice at once is fetched once", async () => {
  const device = new Device();
  const store = await device.signedIn();
  device.bundles.set(HASH, bundle);
  device.paths.length = 0;
  expect(await Promise.all([store.bundle(HASH), store.bundle(HASH)])).toEqual([bundle, bundle]);
  expect(device.paths).toHaveLength(1);
});

test("the last answer of an online read stays with its time", async () => {
  const device = new Device();
  const store = await device.signedIn();
  const path = "/api/reports/desk";
  device.reports.set(path, { status: 200, body: { n: 1 } });
  const at = new Date(device.now).toISOString();
  expect(await store.read(path)).toEqual({ data: { n: 1 }, at, stale: false });
  device.now += 60_000;
  for (const fault of [lost, html, () => ({ status: 503, body: { code: "busy" } })]) {
    device.faults = [fault];
    expect(await store.read(path)).toEqual({ data: { n: 1 }, at, stale: true });
  }
  device.cookie = null;
  expect(await store.read(path)).toMatchObject({ stale: true });
  device.cookie = OLENA.id;
  device.reports.delete(path);
  await expect(store.read(path)).rejects.toMatchObject({ code: "not_found" });
  device.weather = lost;
  await expect(store.read(path)).rejects.toMatchObject({ code: "offline" });
});

test("a command that needs the network says why it failed", async () => {
  const device = new Device();
  const store = await device.signedIn();
  device.faults = [() => ({ status: 204 })];
  await store.post("/api/people/devices/x/revoke");
  await expect(store.post("/api/people/devices/x/revoke")).rejects.toMatchObject({ code: "not_found" });
});

test("drafts are kept per account, and texts give way when room is needed", async () => {
  const device = new Device();
  const store = await device.signedIn();
  const draft = store.draft("log");
  await draft.set({ minutes: 60 });
  expect(await (await device.started()).draft("log").get()).toEqual({ minutes: 60 });
  device.bundles.set(HASH, bundle);
  await store.bundle(HASH);
  await store.freeSpace();
  device.weather = lost;
  expect(await store.bundle(HASH)).toBeNull();
  expect(await draft.get()).toEqual({ minutes: 60 });
  await draft.clear();
  expect(await draft.get()).toBeUndefined();
});
