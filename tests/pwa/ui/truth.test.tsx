/** The truth line and the stamps, drawn. */
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { use } from "../../../pwa/src/i18n";
import { Stamp } from "../../../pwa/src/parts/stamp";
import { TruthLine } from "../../../pwa/src/parts/truth";
import type { Truth } from "../../../pwa/src/store";

const { truth } = vi.hoisted(() => ({ truth: { value: undefined as unknown } }));
vi.mock("../../../pwa/src/store", () => ({ truth }));

let root: HTMLElement;
beforeEach(() => {
  use({ lang: "en", p: {}, m: {} });
  root = document.createElement("main");
});
const line = (now: Truth): string => {
  truth.value = now;
  void act(() => render(<TruthLine key={JSON.stringify(now)} />, root));
  return root.textContent ?? "";
};

test("each state says itself in words", () => {
  expect(line({ state: "saved", waiting: 2 })).toBe("Saved on this phonewaiting2");
  expect(line({ state: "saved", waiting: 0 })).toBe("Saved on this phone");
  expect(line({ state: "delivered", at: null })).toBe("Delivered");
  expect(line({ state: "delivered", at: new Date().toISOString() })).toMatch(/^Delivered\d\d:\d\d$/);
  expect(line({ state: "sign_in", waiting: 1 })).toBe("Sign in to sendwaiting1");
  expect(line({ state: "attention", waiting: 0 })).toBe("Needs your attention");
});

test("it leads to the outbox", () => {
  line({ state: "saved", waiting: 2 });
  expect(root.querySelector("a")?.getAttribute("href")).toBe("/outbox");
});

test("a stamp lands once, and only when it was seen waiting", async () => {
  const waiting = signal(true);
  const One = () => <Stamp id="a" waiting={waiting.value} />;
  const look = () => [...(root.querySelector(".stamp")?.classList ?? [])];
  await act(() => render(<One />, root));
  expect(look()).toEqual(["stamp", "wait"]);
  await act(() => {
    waiting.value = false;
  });
  expect(look()).toEqual(["stamp", "done", "new"]);
  await act(() => render(<One key="again" />, root));
  expect(look()).toEqual(["stamp", "done"]);
});
