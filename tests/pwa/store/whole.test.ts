// @vitest-environment node
/** Entries of books are read when somebody looks for them; own acts are seen without reading anything again. */

import { effect } from "@preact/signals";
import { afterEach, expect, test, vi } from "vitest";
import type { Store } from "../../../pwa/src/store/face";
import { Device, lesson, lost, OLENA, until } from "./device";

const SHOP = "manufactory:m1";
const ENTRIES = 30;

function filled(): Device {
  const device = new Device();
  device.town.member(OLENA.id, SHOP);
  for (let n = 0; n < ENTRIES; n++)
    device.town.put(SHOP, "entry", `e${n}`, { manufactory: "m1", kopecks: n });
  device.town.put(SHOP, "manufactory", "m1", { name: { uk: "M" } });
  return device;
}
const ids = (store: Store) => store.table("entry").value.map(({ id }) => id);
/** Looks, as a screen does, until told to look away. */
const looking = (store: Store) => effect(() => void store.whole.value);
const sorted = (store: Store, entity: "entry" | "completion") =>
  [...store.table(entity).value].sort((a, b) => (a.id < b.id ? -1 : 1));

afterEach(() => {
  vi.restoreAllMocks();
});

test("a start reads the few rows, and the many once somebody looks", async () => {
  const device = filled();
  await device.signedIn();
  device.weather = lost;
  const store = await device.started();
  await device.quiet();
  expect(store.table("manufactory").value).toHaveLength(1);
  expect([store.whole.value, ids(store)]).toEqual([false, []]);
  looking(store);
  await until(() => store.whole.value);
  expect(ids(store)).toHaveLength(ENTRIES);
});

test("what is pulled before anybody looked is among them, and what went is not", async () => {
  const device = filled();
  await device.signedIn();
  device.town.put(SHOP, "entry", "late", { manufactory: "m1" });
  device.town.put(SHOP, "entry", "e3", null);
  const store = await device.started();
  await until(() => store.truth.value.state === "delivered");
  await device.quiet();
  expect(store.whole.value).toBe(false);
  looking(store);
  await until(() => store.whole.value);
  expect(ids(store)).toHaveLength(ENTRIES);
  expect(ids(store)).toContain("late");
  expect(ids(store)).not.toContain("e3");
});

test("the next person's books are read too, though somebody was looking all the time", async () => {
  const device = filled();
  const store = await device.signedIn();
  looking(store);
  await until(() => store.whole.value);
  await store.signOut();
  expect([store.whole.value, ids(store)]).toEqual([false, []]);
  await store.signIn(OLENA.login, "right");
  await until(() => store.whole.value && ids(store).length === ENTRIES);
});

test("entries that cannot be read are told as any rows, and once they can be all is well", async () => {
  const device = filled();
  await device.signedIn();
  device.weather = lost;
  const { getAll } = IDBIndex.prototype;
  let isSpoilt = true;
  vi.spyOn(IDBIndex.prototype, "getAll").mockImplementation(function (this: IDBIndex, ...args) {
    if (isSpoilt && args[0] === "entry") throw new DOMException("spoilt", "UnknownError");
    return getAll.apply(this, args);
  });
  const all = IDBObjectStore.prototype.getAll;
  vi.spyOn(IDBObjectStore.prototype, "getAll").mockImplementation(function (this: IDBObjectStore, ...args) {
    if (isSpoilt && this.name === "rows") throw new DOMException("spoilt", "UnknownError");
    return all.apply(this, args);
  });
  const store = await device.started();
  expect(store.trouble.value).toBeNull();
  looking(store);
  await until(() => store.trouble.value?.code === "closed");
  expect(store.whole.value).toBe(false);
  isSpoilt = false;
  await device.pass(60_000);
  expect(store.trouble.value).toBeNull();
  expect(ids(store)).toHaveLength(ENTRIES);
});

test("an own act is seen once it is on the disk, and no row is read again for it", async () => {
  const device = filled();
  const store = await device.signedIn();
  device.weather = lost;
  await device.quiet();
  const reads = vi.spyOn(IDBObjectStore.prototype, "getAll");
  const looks = vi.spyOn(IDBIndex.prototype, "getAll");
  const id = await store.act("progress.complete_lesson", lesson("l1"));
  expect(store.waiting.value.map((one) => one.id)).toEqual([id]);
  expect((reads.mock.contexts as IDBObjectStore[]).map(({ name }) => name)).not.toContain("rows");
  expect(looks).not.toHaveBeenCalled();
});

/** Numbers that look random, the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

test.each([1, 2, 3, 4])(
  "whatever happens, a phone that kept its rows sees what one that reads them anew sees (%i)",
  async (seed) => {
    const device = filled();
    const roll = dice(seed);
    device.town.judge = () => (["applied", "applied", "rejected", "retry"] as const)[roll(4)] ?? "applied";
    const store = await device.signedIn();
    const other = await device.started();
    if (seed % 2) looking(store);
    const happenings = [
      () => store.act("progress.complete_lesson", lesson(`l${roll(50)}`)),
      () => other.act("progress.complete_lesson", lesson(`l${roll(50)}`)),
      () =>
        device.town.put(
          SHOP,
          "entry",
          `e${roll(40)}`,
          roll(3) ? { manufactory: "m1", kopecks: roll(9) } : null,
        ),
      () => device.town.compact(SHOP),
      () => store.issues.value[0] && store.retry(store.issues.value[0].id),
      () => store.issues.value[0] && store.setAside(store.issues.value[0].id),
      () => (device.weather = roll(2) ? lost : (pass) => pass()),
      () => {
        device.town.epoch = `epoch-${roll(1_000)}`;
      },
      () => device.pass(1_000 * roll(60)),
    ];
    for (let n = 0; n < 30; n++) await happenings[roll(happenings.length)]?.();
    device.town.judge = () => "applied";
    device.weather = lost;
    looking(store);
    await device.pass(200_000);
    await until(() => store.whole.value);
    const fresh = await device.started();
    looking(fresh);
    await until(() => fresh.whole.value);
    for (const entity of ["entry", "completion"] as const)
      expect(sorted(store, entity)).toEqual(sorted(fresh, entity));
    expect(store.waiting.value).toEqual(fresh.waiting.value);
    expect(store.issues.value).toEqual(fresh.issues.value);
  },
);
