/** What is typed into a form: kept at every change, given back, and never over what another tab has done. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Drafted, useDraft } from "../../../pwa/src/parts/draft";

const phone = vi.hoisted(() => ({ drafts: new Map<string, unknown>(), full: false, acts: [] as unknown[] }));
vi.mock("../../../pwa/src/store", () => {
  class StoreError extends Error {
    constructor(readonly code: string) {
      super(code);
    }
  }
  return {
    StoreError,
    draft: (key: string) => ({
      get: async () => phone.drafts.get(key),
      set: async (value: unknown) => {
        if (phone.full) throw new StoreError("full");
        phone.drafts.set(key, value);
      },
      clear: async () => void phone.drafts.delete(key),
    }),
    act: async (type: string, body: object, options: { draft: string }) => {
      phone.acts.push({ type, body, ...options });
      phone.drafts.delete(options.draft);
    },
  };
});

interface Typed {
  given: string;
  family: string;
}
let form: Drafted<Typed>;
function Screen({ name, before }: { name: string; before?: Partial<Typed> }) {
  form = useDraft<Typed>(name, before);
  return null;
}
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 5)));
const open = async (name = "form", before?: Partial<Typed>) => {
  act(() => render(<Screen name={name} {...(before && { before })} />, document.body));
  await settle();
};

beforeEach(() => {
  phone.drafts.clear();
  phone.full = false;
});
afterEach(() => act(() => render(null, document.body)));

test("two changes of one moment are both kept, and given back", async () => {
  await open();
  await act(() => {
    form.change({ given: "Ганна" });
    form.change({ family: "Коваль" });
  });
  await settle();
  expect(phone.drafts.get("form")).toEqual({ given: "Ганна", family: "Коваль" });
  act(() => render(null, document.body));
  await open();
  expect(form.typed).toEqual({ given: "Ганна", family: "Коваль" });
});

test("what was typed under another name is not shown", async () => {
  phone.drafts.set("one", { given: "Ганна" });
  await open("one");
  act(() => render(<Screen name="two" />, document.body));
  expect([form.isReady, form.typed]).toEqual([false, {}]);
  await settle();
  expect([form.isReady, form.typed]).toEqual([true, {}]);
});

test("an act that is mended stands in the form, what is typed stands over it", async () => {
  await open("form", { given: "Ганна", family: "Коваль" });
  await act(() => form.change({ family: "Коваленко" }));
  expect(form.typed).toEqual({ given: "Ганна", family: "Коваленко" });
});

test("what another tab has sent is no longer in the form when one comes back to it", async () => {
  await open();
  await act(() => form.change({ given: "Ганна" }));
  await settle();
  phone.drafts.delete("form");
  act(() => void dispatchEvent(new Event("visibilitychange")));
  await settle();
  expect(form.typed).toEqual({});
});

test("what a full phone did not keep is said, and stays in the form", async () => {
  await open();
  phone.full = true;
  await act(() => form.change({ given: "Ганна" }));
  await settle();
  expect(form.failed).toBe("full");
  act(() => void dispatchEvent(new Event("visibilitychange")));
  await settle();
  expect(form.typed).toEqual({ given: "Ганна" });
  phone.full = false;
  await act(() => form.change({ family: "Коваль" }));
  await settle();
  expect([form.failed, phone.drafts.get("form")]).toEqual([undefined, { given: "Ганна", family: "Коваль" }]);
});
