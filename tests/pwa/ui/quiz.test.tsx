/** The screen of a quiz: every answer kept as it is given, any interruption survived, an older edition finished. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { use } from "../../../pwa/src/i18n";
import QuizScreen from "../../../pwa/src/rooms/courses/quiz";
import type { Begun } from "../../../pwa/src/rooms/progress/taking";
import type { Bundle, Outline, Part } from "../../../pwa/src/store";

const phone = vi.hoisted(() => ({
  drafts: new Map<string, unknown>(),
  bundles: new Map<string, unknown>(),
  rows: {} as Record<string, object[]>,
  acts: [] as unknown[],
  full: false,
}));
vi.mock("../../../pwa/src/store", async () => {
  const { signal } = await import("@preact/signals");
  class StoreError extends Error {
    constructor(readonly code: string) {
      super(code);
    }
  }
  return {
    StoreError,
    account: signal({ id: "me", roles: [] }),
    truth: signal({ state: "delivered", at: null }),
    trouble: signal(null),
    complete: signal(true),
    held: signal({ here: new Set(), coming: new Set() }),
    table: (entity: string) => ({ value: phone.rows[entity] ?? [] }),
    bundle: async (hash: string) => phone.bundles.get(hash) ?? null,
    draft: (key: string) => ({
      get: async () => phone.drafts.get(key),
      set: async (value: unknown) => {
        if (phone.full) throw new StoreError("full");
        phone.drafts.set(key, value);
      },
      clear: async () => void phone.drafts.delete(key),
    }),
    act: async (type: string, body: object, options: { draft?: string }) => {
      phone.acts.push({ type, body, ...options });
      phone.drafts.delete(options.draft ?? "");
      return "op";
    },
  };
});

const KEY = "quiz e1 q";
const question = (id: string, text: string) => ({
  id,
  kind: "single" as const,
  text,
  options: ["Right one", "Wrong one"],
  rights: [],
  key: { options: [0] },
  feedback: `Because of ${id}`,
});
const part = (release: string, texts: string[]): Part => ({
  course: "c",
  release,
  module: "m",
  language: "en",
  lessons: [],
  quizzes: [
    {
      id: "q",
      title: "Price",
      graded: false,
      attempts: 3,
      pass_percent: 60,
      questions: texts.map((text, i) => question(`q${i}`, text)),
    },
  ],
});
const outline = (release: string): Outline => ({
  course: "c",
  release,
  language: "en",
  title: "Sale",
  summary: "",
  hours: 1,
  counts: "best",
  modules: [
    {
      id: "m",
      title: "M",
      lessons: [],
      quizzes: [{ id: "q", title: "Price", graded: false, attempts: 3, pass_percent: 60, questions: 2 }],
    },
  ],
});
const begun = (more: Partial<Begun> = {}): Begun => ({
  part: "r1-m",
  release: "r1",
  started_at: "2026-11-16T12:00:00.000Z",
  answers: {},
  checked: [],
  at: 0,
  ...more,
});

/** The phone holds this release, and maybe parts of an older one. */
function publish(release: string, older: Record<string, Bundle> = {}): void {
  const ref = (hash: string) => ({ en: { hash, size: 1 } });
  const bundles = { [`${release}-o`]: outline(release), [`${release}-m`]: part(release, ["New 1", "New 2"]) };
  phone.bundles = new Map(Object.entries({ ...older, ...bundles }));
  phone.rows = {
    enrolment: [{ id: "e1", person: "me", cohort: "g", status: "active" }],
    course: [
      {
        id: "row",
        cohort: "g",
        course: "c",
        position: 1,
        release,
        title: { en: "Sale" },
        bundles: ref(`${release}-o`),
        parts: [{ module: "m", bundles: ref(`${release}-m`) }],
      },
    ],
  };
}

let root: HTMLElement;
beforeEach(() => {
  use({ lang: "en", p: { one: 0, other: 1 }, m: {} });
  Object.assign(phone, { drafts: new Map(), acts: [], full: false });
  root = document.createElement("div");
  document.body.replaceChildren(root);
});

/** Open the app anew, as after a kill. */
async function open(): Promise<void> {
  await act(() => render(null, root));
  await act(async () => {
    render(<QuizScreen ids={["c", "q"]} />, root);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
}
const all = (selector: string): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(selector)];
const text = (selector: string): string =>
  all(selector)
    .map((one) => one.textContent)
    .join(" | ");
async function press(name: string): Promise<void> {
  const found = all("button").find((one) => one.textContent?.trim() === name);
  if (!found) throw new Error(`no button ${name} among: ${text("button")}`);
  await act(async () => {
    if (found.getAttribute("type") === "submit") root.querySelector("form")?.requestSubmit();
    else found.click();
    await Promise.resolve();
  });
}

test("every answer is kept as it is given, and the same question stands after a kill", async () => {
  publish("r2");
  await open();
  await press("Start the quiz");
  expect(text("h1")).toBe("Question 1 of 2");
  await press("Right one");
  expect(phone.drafts.get(KEY)).toMatchObject({ part: "r2-m", release: "r2", answers: { q0: 0 }, at: 0 });
  await press("Check the answer");
  expect(text(".ban")).toContain("Because of q0");
  await press("Next question");
  await press("Wrong one");
  await open();
  expect(text("h1")).toBe("Question 2 of 2");
  expect(text("[aria-pressed=true]")).toBe("Wrong one");
});

test("it is handed in once, with the release and the answers, and its draft ends", async () => {
  publish("r2");
  await open();
  await press("Start the quiz");
  await press("Right one");
  await press("Check the answer");
  await press("Next question");
  await press("Wrong one");
  await press("Check the answer");
  await press("Finish the quiz");
  const body = { enrolment: "e1", quiz: "q", release: "r2", answers: { q0: 0, q1: 1 } };
  expect(phone.acts).toMatchObject([{ type: "progress.submit_quiz", body, draft: KEY, label: "Price" }]);
  expect(phone.drafts.size).toBe(0);
});

test("nothing is checked before there is an answer; a question may be passed over", async () => {
  publish("r2");
  await open();
  await press("Start the quiz");
  await press("Check the answer");
  expect(text("[role=status]")).toContain("Give an answer first");
  expect(text("h1")).toBe("Question 1 of 2");
  await press("Skip for now");
  await press("Skip for now");
  expect(text("h2")).toContain("0 of 2 questions answered");
  expect(phone.acts).toEqual([]);
});

test("an attempt is finished on the edition that it was begun with", async () => {
  publish("r2", { "r1-m": part("r1", ["Old 1", "Old 2"]) });
  phone.drafts.set(KEY, begun({ answers: { q0: 0 }, checked: ["q0"], at: 1 }));
  await open();
  expect(text("h2")).toContain("Old 2");
  await press("Right one");
  await press("Check the answer");
  await press("Finish the quiz");
  expect(phone.acts).toMatchObject([{ body: { release: "r1", answers: { q0: 0, q1: 0 } } }]);
});

test("where that edition has left the phone, the answers given can be handed in as they are", async () => {
  publish("r2");
  phone.drafts.set(KEY, begun({ part: "r0-m", release: "r0", answers: { q0: 0 }, at: 1 }));
  await open();
  expect(text(".ban")).toContain("This quiz has changed since you began");
  await press("Hand in as it is");
  expect(phone.acts).toMatchObject([{ body: { release: "r0", answers: { q0: 0 } }, draft: KEY }]);
});

test("an answer that could not be kept is said, and claims nothing", async () => {
  publish("r2");
  await open();
  await press("Start the quiz");
  phone.full = true;
  await press("Right one");
  await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
  expect(text("[role=alert]")).toContain("What you did last is not saved yet");
  expect(phone.drafts.get(KEY)).toMatchObject({ answers: {} });
});
