/** The till, what is written down and what is counted: in how few taps, and what the phone keeps of it. */
import { signal } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { use } from "../../../pwa/src/i18n";
import type { Acts, Line } from "../../../pwa/src/store/wire";

interface Row {
  id: string;
  [more: string]: unknown;
}
type AddEntry = Acts["manufactories.add_entry"];
const phone = vi.hoisted(() => ({
  drafts: new Map<string, unknown>(),
  rows: {} as Record<string, { value: unknown[] }>,
  acts: [] as { type: string; body: object; draft?: string }[],
  full: false,
  busy: 0,
  forget: () => {},
}));
vi.mock("../../../pwa/src/store", async () => {
  const { signal: made } = await import("@preact/signals");
  const { postings } = await import("../../../pwa/src/store/postings");
  class StoreError extends Error {
    constructor(readonly code: string) {
      super(code);
    }
  }
  const waiting = made<object[]>([]);
  phone.forget = () => {
    waiting.value = [];
  };
  const table = (entity: string) => (phone.rows[entity] ??= made<unknown[]>([]));
  return {
    StoreError,
    account: made({
      id: "me",
      roles: [{ kind: "member", place_kind: "manufactory", place: "m", source: "x" }],
    }),
    truth: made({ state: "delivered", at: null }),
    trouble: made(null),
    complete: made(true),
    issues: made([]),
    waiting,
    delivered: made([]),
    table,
    draft: (key: string) => ({
      get: async () => phone.drafts.get(key),
      set: async (value: unknown) => void phone.drafts.set(key, value),
      clear: async () => void phone.drafts.delete(key),
    }),
    act: async (type: string, body: AddEntry, options: { draft?: string }) => {
      phone.busy++;
      await new Promise((resolve) => setTimeout(resolve, 2)); // the disk takes its time
      phone.busy--;
      if (phone.full) throw new StoreError("full");
      phone.acts.push({ type, body, ...options });
      phone.drafts.delete(options.draft ?? "");
      const entry = {
        ...body,
        id: `e${phone.acts.length}`,
        lines: type.endsWith("add_entry") ? postings(body) : [],
        day: "2026-11-16",
        at: new Date().toISOString(),
        person: "me",
        pending: true,
      };
      waiting.value = [...waiting.value, { id: entry.id, type, body, at: entry.at }];
      if (type.endsWith("add_entry")) table("entry").value = [...table("entry").value, entry];
      return entry.id;
    },
  };
});
vi.mock("../../../pwa/src/parts/icon", async (original) => ({
  ...(await original<object>()),
  Icon: () => null,
}));
const { default: Till } = await import("../../../pwa/src/rooms/manufactories/till");
const { default: Entry } = await import("../../../pwa/src/rooms/manufactories/entry");
const { default: Count } = await import("../../../pwa/src/rooms/manufactories/count");

const product = (id: string, kopecks: number, active = true): Row => ({
  id,
  manufactory: "m",
  name: { en: id },
  unit: "piece",
  figure: "candle",
  active,
  prices: [{ kopecks, since: "" }],
});
const cash = (kopecks: number): Row => {
  const lines: Partial<Line>[] = [
    { account: "cash", kopecks },
    { account: "grants", kopecks: -kopecks },
  ];
  return {
    id: "g",
    manufactory: "m",
    kind: "grant",
    day: "2026-11-01",
    at: "2026-11-01T10:00:00Z",
    person: "x",
    lines,
  };
};
const put = (entity: string, ...rows: Row[]) => {
  phone.rows[entity] ??= signal<unknown[]>([]);
  phone.rows[entity].value = rows;
};

let root: HTMLElement;
beforeEach(() => {
  use({ lang: "en", p: { one: 0, other: 1 }, m: {} });
  Object.assign(phone, { drafts: new Map(), acts: [], full: false });
  phone.forget();
  put("entry");
  put("member");
  put("manufactory", {
    id: "m",
    name: { en: "Wax" },
    makes: { en: "Candles" },
    figure: "candle",
    pigment: "clay",
    spending_limit: 200_000,
    cash_rounding: 50,
    founded: "",
  });
  put("product", product("candle", 22_000), product("soap", 1226), product("wreath", 100, false));
  root = document.createElement("div");
  document.body.replaceChildren(root);
});

/** Until nothing is on its way to the disk, and the screen shows it. */
async function rest(): Promise<void> {
  for (let calm = 0; calm < 5; calm++) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 4)));
    if (phone.busy) calm = 0;
  }
}
/** Open the app anew, as after a kill. */
async function open(Screen: ComponentType<{ ids: readonly string[] }>): Promise<void> {
  await act(() => render(null, root));
  await act(async () => render(<Screen ids={["m"]} />, root));
  await rest();
}
let taps = 0;
async function tap(...words: string[]): Promise<void> {
  for (const word of words) {
    const found = [...root.querySelectorAll("button")].find(
      (one) => one.textContent?.includes(word) || one.getAttribute("aria-label")?.includes(word),
    );
    expect(found, `no button ${word}`).toBeDefined();
    taps++;
    await act(() => found?.click());
  }
  await rest();
}
const type = (id: string, text: string) =>
  act(() => {
    const field = root.querySelector<HTMLInputElement>(`#${id}`);
    if (!field) throw new Error(`no field ${id}`);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
const text = () => root.textContent?.replace(/\u00a0/g, " ") ?? "";
const bodies = () => phone.acts.map(({ body }) => body as AddEntry);

test("a sale takes two taps, and what was sold is said with the way back", async () => {
  await open(Till);
  taps = 0;
  await tap("candle", "Sold for cash");
  expect(taps).toBe(2);
  expect(bodies()).toMatchObject([
    {
      kind: "sale",
      money: "cash",
      kopecks: 22_000,
      items: [{ product: "candle", quantity: 1, price: 22_000 }],
      day: null,
    },
  ]);
  expect(text()).toContain("Sold: candle, 220 ₴");
  await tap("Undo the last sale");
  expect(phone.acts[1]).toMatchObject({
    type: "manufactories.reverse_entry",
    body: { manufactory: "m", entry: "e1" },
  });
});

test("two quick presses make one sale", async () => {
  await open(Till);
  await tap("candle");
  await tap("Sold for cash", "Sold for cash", "Sold for cash");
  await tap("Sold for cash");
  expect(phone.acts).toHaveLength(1);
  expect(text()).toContain("Tap what is sold.");
});

test("several tiles, one taken away, come to one sale; cash is rounded, a card is not", async () => {
  await open(Till);
  await tap("candle", "candle", "soap", "One less: candle");
  expect(text()).toContain("232,50 ₴");
  await tap("by card");
  expect(text()).toContain("232,26 ₴");
  await tap("Sold by card");
  expect(bodies()).toMatchObject([
    { money: "card", kopecks: 23_226, items: [{ quantity: 1 }, { quantity: 1 }] },
  ]);
});

test("the change is seen before it is sold", async () => {
  await open(Till);
  await tap("candle", "candle", "500");
  expect(text()).toContain("Change60 ₴");
});

test("a half-made sale is there again after the app was closed", async () => {
  await open(Till);
  await tap("candle", "soap");
  await open(Till);
  await tap("Sold for cash");
  expect(bodies()[0]?.items.map((one) => one.product)).toEqual(["candle", "soap"]);
  await open(Till);
  expect(phone.drafts.get("till m")).toBeUndefined();
});

test("a full phone says that the sale is not saved, and keeps it on the tiles", async () => {
  await open(Till);
  await tap("candle");
  phone.full = true;
  await tap("Sold for cash");
  expect(text()).toContain("No room left on this phone");
  expect(phone.acts).toEqual([]);
  phone.full = false;
  await tap("Sold for cash");
  expect(phone.acts).toHaveLength(1);
});

test("what comes to nothing or to more than there can be is not sold, and why is said", async () => {
  put("product", product("pin", 20), product("palace", 600_000_000));
  await open(Till);
  await tap("pin", "Sold for cash");
  expect(text()).toContain("The sum must be more than nothing.");
  await tap("palace", "palace", "Sold for cash");
  expect(text()).toContain("more than ten million");
  expect(phone.acts).toEqual([]);
  await tap("One less: palace", "Sold for cash");
  expect(bodies()).toMatchObject([{ kopecks: 600_000_000 }]);
});

test("what is off the list has no tile; without anything to sell the till says what to do", async () => {
  await open(Till);
  expect(text()).not.toContain("wreath");
  put("product", product("wreath", 100, false));
  await open(Till);
  expect(text()).toContain("Nothing to sell yet");
  expect(root.querySelector(".go-main")?.getAttribute("href")).toBe("/workshop/m/products/new");
});

test("after a minute a sale is taken back in the book only", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  await open(Till);
  await tap("candle", "Sold for cash");
  vi.setSystemTime(Date.now() + 61_000);
  await open(Till);
  expect(root.querySelector("[aria-label='Undo the last sale']")).toBeNull();
  vi.useRealTimers();
});

test("an expense is the sum and Save: with Workshop and Expense before it, three taps", async () => {
  await open(Entry);
  expect(document.activeElement?.id).toBe("sum");
  await type("sum", "12,5");
  taps = 2;
  await tap("Save");
  expect(taps).toBe(3);
  expect(bodies()).toMatchObject([
    { kind: "expense", money: "cash", kopecks: 1250, note: "", day: null, items: [] },
  ]);
});

test("a sum that is none is not saved, and one over the limit is said to need a second person", async () => {
  await open(Entry);
  await type("sum", "1e9");
  await tap("Save");
  expect(phone.acts).toEqual([]);
  expect(text()).toContain("Write a sum such as 12,50");
  await type("sum", "2000,01");
  expect(text()).toContain("A second person is needed");
  await type("sum", "2000");
  expect(text()).not.toContain("A second person is needed");
});

test("a half-written expense is kept, and a grant is not paid out of one's own pocket", async () => {
  await open(Entry);
  await type("sum", "300");
  await tap("own pocket");
  await open(Entry);
  await tap("Grant");
  expect(text()).not.toContain("own pocket");
  await tap("Save");
  expect(bodies()).toMatchObject([{ kind: "grant", money: "cash", kopecks: 30_000 }]);
});

test("a count that agrees is typed and saved: with Workshop and Count before it, three taps", async () => {
  put("entry", cash(500_000));
  await open(Count);
  await type("counted", "5 000");
  expect(text()).toContain("none");
  taps = 2;
  await tap("Save the count");
  expect(taps).toBe(3);
  expect(bodies()).toMatchObject([{ kind: "count", counted: 500_000, book: 500_000, kopecks: 0, note: "" }]);
});

test("a difference is seen at once and explained with one tap more", async () => {
  put("entry", cash(500_000));
  await open(Count);
  await type("counted", "4 960");
  expect(text()).toContain("Missing40,00 ₴");
  await tap("Save the count");
  expect(phone.acts).toEqual([]);
  taps = 2;
  await tap("wrong change was given", "Save the count");
  expect(taps).toBe(4);
  expect(bodies()).toMatchObject([{ counted: 496_000, book: 500_000, note: "wrong change was given" }]);
});

test("the box is counted note by note, and the other phones are thought of", async () => {
  put("member", ...["a", "b"].map((id) => ({ id, manufactory: "m", until: null, name: id, posts: [] })));
  await open(Count);
  expect(text()).toContain("other phones");
  const pieces = [...root.querySelectorAll<HTMLInputElement>(".pieces input")];
  await act(() => {
    if (pieces[1]) pieces[1].value = "3";
    pieces[1]?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  expect(root.querySelector<HTMLInputElement>("#counted")?.value.replace(/\s/g, " ")).toBe("1 500");
});
