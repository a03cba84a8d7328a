// @vitest-environment node
/** What of the courses comes to the phone by itself, and what goes. */

import { expect, test } from "vitest";
import type { Store } from "../../../pwa/src/store/face";
import { Device, lost, OLENA } from "./device";

const LESSONS = ["1", "2", "3"];
const part = (release: string, n: string) => ({
  course: "k1",
  release,
  module: `m${n}`,
  language: "uk",
  lessons: [],
  quizzes: [],
});
const outline = (release: string) => ({
  course: "k1",
  release,
  language: "uk",
  title: "T",
  summary: "",
  hours: 1,
  counts: "best",
  modules: LESSONS.map((n) => ({
    id: `m${n}`,
    title: n,
    lessons: [{ id: `l${n}`, title: n, minutes: 40, summary: "" }],
    quizzes: [],
  })),
});

/** Publishes a release of a course of three modules, one lesson each. */
function publish(device: Device, release: string): void {
  const refs = (name: string) => ({
    uk: { hash: `${release}-${name}`, size: 10 },
    en: { hash: `${release}-${name}-en`, size: 10 },
  });
  device.bundles.set(`${release}-outline`, outline(release));
  for (const n of LESSONS) device.bundles.set(`${release}-m${n}`, part(release, n));
  device.town.put("enrolment:e1", "enrolment", "e1", { person: OLENA.id, cohort: "c1", status: "active" });
  device.town.put("enrolment:e1", "course", "c", {
    cohort: "c1",
    course: "k1",
    position: 1,
    bundles: refs("outline"),
    parts: LESSONS.map((n) => ({ module: `m${n}`, bundles: refs(`m${n}`) })),
  });
}

async function town(metered: boolean): Promise<[Device, Store]> {
  const device = new Device();
  device.metered = metered;
  publish(device, "r1");
  const store = await device.signedIn();
  await device.quiet();
  return [device, store];
}
const here = (store: Store) => [...store.held.value.here].sort();
const fetched = (device: Device) =>
  device.paths.filter((path) => path.includes("/bundles/")).map((path) => path.split("/").at(-1));

test("the outline comes first, then the modules in their order", async () => {
  const [device, store] = await town(false);
  expect(fetched(device)).toEqual(["r1-outline", "r1-m1", "r1-m2", "r1-m3"]);
  expect(here(store)).toEqual(["r1-m1", "r1-m2", "r1-m3", "r1-outline"]);
  expect(store.held.value.coming.size).toBe(0);
});

test("on mobile data the next module comes by itself, the rest when it is asked for", async () => {
  const [device, store] = await town(true);
  expect(here(store)).toEqual(["r1-m1", "r1-m2", "r1-outline"]);
  await store.act("progress.complete_lesson", { enrolment: "e1", lesson: "l1", release: "r1" });
  await device.pass(60_000);
  expect(here(store)).toContain("r1-m3");

  const [, other] = await town(true);
  await other.keepBundles({ course: "k1", want: "whole" });
  expect(here(other)).toContain("r1-m3");
});

test("what is on its way can be seen", async () => {
  const [device, store] = await town(true);
  const seen: string[][] = [];
  store.held.subscribe(({ coming }) => seen.push([...coming]));
  await store.keepBundles({ course: "k1", want: "whole" });
  expect(seen).toContainEqual(["r1-m3"]);
  await device.quiet();
  expect(seen.at(-1)).toEqual([]);
});

test("removed lessons stay away until they are opened or wanted again", async () => {
  const [device, store] = await town(false);
  await store.keepBundles({ course: "k1", want: "none" });
  expect(here(store)).toEqual(["r1-outline"]);
  await device.pass(120_000);
  expect(here(store)).toEqual(["r1-outline"]);
  expect(await store.bundle("r1-m2")).toMatchObject({ module: "m2" });
  expect(here(store)).toEqual(["r1-m2", "r1-outline"]);
  await store.keepBundles({ course: "k1", want: "whole" });
  expect(here(store)).toHaveLength(4);
});

test("unsent work and drafts are never touched by it", async () => {
  const [device, store] = await town(false);
  device.weather = lost;
  await store.act("progress.complete_lesson", { enrolment: "e1", lesson: "l1", release: "r1" });
  await store.draft("quiz e1 q1").set({ part: "r1-m1" });
  await store.keepBundles({ course: "k1", want: "none" });
  expect(store.waiting.value).toHaveLength(1);
  expect(here(store)).toEqual(["r1-m1", "r1-outline"]);
});

test("a quiz under way holds the edition that it was begun with", async () => {
  const [device, store] = await town(false);
  await store.draft("quiz e1 q1").set({ part: "r1-m1" });
  publish(device, "r2");
  await device.pass(120_000);
  expect(here(store)).toEqual(["r1-m1", "r2-m1", "r2-m2", "r2-m3", "r2-outline"]);
  await store.draft("quiz e1 q1").clear();
  await store.keepBundles();
  expect(here(store)).not.toContain("r1-m1");
});

test("what others on this phone keep is not seen after a sign-out", async () => {
  const [, store] = await town(false);
  await store.signOut();
  expect(here(store)).toEqual([]);
});

test("what an earlier version kept is replaced, and breaks nothing until then", async () => {
  const device = new Device();
  const whole = { course: "k1", release: "r0", title: "T", modules: [{ id: "m1", lessons: [{ id: "l1" }] }] };
  device.bundles.set("r0", whole);
  device.town.put("enrolment:e1", "enrolment", "e1", { person: OLENA.id, cohort: "c1", status: "active" });
  device.town.put("enrolment:e1", "course", "c", {
    cohort: "c1",
    course: "k1",
    position: 1,
    bundles: { uk: { hash: "r0", size: 1 }, en: { hash: "r0-en", size: 1 } },
    parts: [],
  });
  const store = await device.signedIn();
  await store.keepBundles();
  expect(await store.bundle("r0")).toBeNull();
  publish(device, "r1");
  await device.pass(120_000);
  expect(here(store)).toHaveLength(4);
});
