// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";

type Handler = (event: object) => void;
const ORIGIN = "https://school.example";

/** One phone: its caches and network outlive a version of the worker. */
let stores: Map<string, Map<string, Response>>;
let site: Map<string, string>;
let asked: { path: string; integrity: string | undefined }[];
let claimed: number;
let skipped: number;

const match = async (key: string) => {
  for (const store of stores.values()) if (store.has(key)) return store.get(key)?.clone();
  return undefined;
};

const open = async (name: string) => {
  const store = stores.get(name) ?? new Map<string, Response>();
  stores.set(name, store);
  return { put: async (key: string, answer: Response) => void store.set(key, answer) };
};

const network = async (path: string, options?: RequestInit) => {
  asked.push({ path, integrity: options?.integrity });
  const body = site.get(path);
  return body === undefined ? new Response("", { status: 404 }) : new Response(body);
};

/** Loads the worker of a build and gives a way to send it events. */
async function worker(version: string, files: [string, string][]) {
  const handlers = new Map<string, Handler>();
  vi.resetModules();
  vi.stubGlobal("__VERSION__", version);
  vi.stubGlobal("__FILES__", files);
  vi.stubGlobal("location", { origin: ORIGIN });
  vi.stubGlobal("fetch", network);
  vi.stubGlobal("caches", {
    open,
    match,
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
  });
  vi.stubGlobal("self", {
    addEventListener: (type: string, handler: Handler) => handlers.set(type, handler),
    skipWaiting: async () => void skipped++,
    clients: { claim: async () => void claimed++ },
  });
  await import("../../../pwa/src/sw");
  return async (type: string, event: object = {}) => {
    let promise: Promise<unknown> | undefined;
    const keep = (given: Promise<unknown>) => {
      promise = given;
    };
    handlers.get(type)?.({ ...event, waitUntil: keep, respondWith: keep });
    return promise;
  };
}

const ask = (path: string, mode = "navigate", method = "GET") => ({
  request: { url: new URL(path, ORIGIN).href, mode, method },
});

const FILES: [string, string][] = [
  ["/index.html", "page1"],
  ["/assets/main-1.js", ""],
];

beforeEach(() => {
  stores = new Map();
  site = new Map([
    ["/index.html", "page"],
    ["/assets/main-1.js", "code"],
    ["/assets/main-2.js", "new code"],
  ]);
  asked = [];
  claimed = skipped = 0;
});

test("it keeps every file of the build, and checks those whose name does not tell their content", async () => {
  await (await worker("1", FILES))("install");
  expect(asked).toEqual([
    { path: "/index.html", integrity: "sha256-page1" },
    { path: "/assets/main-1.js", integrity: undefined },
  ]);
  expect([...(stores.get("verstat-1")?.keys() ?? [])]).toHaveLength(2);
});

test("without a network every screen is the kept page", async () => {
  const send = await worker("1", FILES);
  await send("install");
  asked = [];
  for (const path of ["/", "/learn/some-course", "/index.html?x=1"]) {
    expect(await ((await send("fetch", ask(path))) as Response).text()).toBe("page");
  }
  expect(asked).toEqual([]);
});

test.each([
  ["/api/sync", "cors"],
  ["/api", "navigate"],
  ["/admin/", "navigate"],
  ["/schema", "navigate"],
  ["/verify/ABC", "navigate"],
  ["/certificate.pdf", "navigate"],
  ["https://elsewhere.example/", "navigate"],
  ["/assets/unknown.js", "no-cors"],
])("it leaves %s to the network", async (path, mode) => {
  const send = await worker("1", FILES);
  await send("install");
  expect(await send("fetch", ask(path, mode))).toBeUndefined();
});

test("it never answers anything but a GET", async () => {
  const send = await worker("1", FILES);
  await send("install");
  expect(await send("fetch", ask("/", "navigate", "POST"))).toBeUndefined();
});

test("a new version fetches only what changed, and drops the old one when it takes over", async () => {
  await (await worker("1", FILES))("install");
  asked = [];
  const send = await worker("2", [
    ["/index.html", "page1"],
    ["/assets/main-2.js", ""],
  ]);
  await send("install");
  expect(asked.map((one) => one.path)).toEqual(["/assets/main-2.js"]);
  stores.set("someone-else", new Map());
  await send("activate");
  expect([...stores.keys()]).toEqual(["verstat-2", "someone-else"]);
  expect(claimed).toBe(1);
});

test("it waits until the page says so", async () => {
  const send = await worker("1", FILES);
  await send("install");
  await send("message", { data: "something" });
  expect(skipped).toBe(0);
  await send("message", { data: "update-now" });
  expect(skipped).toBe(1);
});

test("half a build is no build", async () => {
  site.delete("/assets/main-1.js");
  const send = await worker("1", FILES);
  await expect(send("install")).rejects.toThrow("/assets/main-1.js");
});

test("a captive portal's redirect is not the app", async () => {
  const send = await worker("1", FILES);
  vi.stubGlobal("fetch", async () =>
    Object.defineProperty(new Response("portal"), "redirected", { value: true }),
  );
  await expect(send("install")).rejects.toThrow();
});
