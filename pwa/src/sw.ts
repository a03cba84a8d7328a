/**
 * The service worker: the whole PWA lies on the phone, so that it starts without a network. It answers navigations of the
 * PWA and the files of the build, and nothing else; a new version waits until the page says "update-now".
 */
declare const self: ServiceWorkerGlobalScope;
/** [path, SHA-256] of every file of the build; a file whose name already carries its hash has "". */
declare const __FILES__: [path: string, hash: string][];
declare const __VERSION__: string;

const CACHE = `verstat-${__VERSION__}`;
const PAGE = "/index.html";
const SERVERS_OWN = /^\/(api|admin|schema|verify)(\/|$)/;
const FILES = new Map(__FILES__);

const keyOf = (path: string): string => `${path}?${encodeURIComponent(FILES.get(path) ?? "")}`;

/** The file that answers `request`; undefined leaves it to the network. */
function fileFor(request: Request): string | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || SERVERS_OWN.test(pathname)) return undefined;
  const isPage = request.mode === "navigate" && !pathname.slice(pathname.lastIndexOf("/")).includes(".");
  const path = isPage ? PAGE : pathname;
  return FILES.has(path) ? path : undefined;
}

/** Fails unless every byte is of this very build: half an old and half a new version never start together. */
async function keep(cache: Cache, path: string, hash: string): Promise<void> {
  const known = await caches.match(keyOf(path)); // unchanged since the version before: no network
  const checked: RequestInit = hash ? { cache: "no-cache", integrity: `sha256-${hash}` } : {};
  const response = known ?? (await fetch(path, checked));
  if (!response.ok || response.redirected) throw new Error(path); // a redirect is a captive portal's
  await cache.put(keyOf(path), response);
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all([...FILES].map(([path, hash]) => keep(cache, path, hash)));
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith("verstat-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "update-now") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const path = fileFor(event.request);
  if (path) event.respondWith(caches.match(keyOf(path)).then((kept) => kept ?? fetch(event.request)));
});
