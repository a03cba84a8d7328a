// @vitest-environment node
import { expect, test, vi } from "vitest";
import { Device, lesson, OLENA, until } from "./device";

const SYNC = "../../../pwa/src/store/sync";

test("a loop that could not be fetched is fetched later; until then acts are saved all the same", async () => {
  vi.doMock(SYNC, () => {
    throw new Error("Failed to fetch dynamically imported module");
  });
  const device = new Device();
  const store = await device.started();
  await store.signIn(OLENA.login, "right");
  await store.act("progress.complete_lesson", lesson("l1"));
  await device.quiet();
  expect(store.truth.value).toEqual({ state: "saved", waiting: 1 });
  vi.doUnmock(SYNC);
  await device.pass(61_000);
  await until(() => store.truth.value.state === "delivered");
});
