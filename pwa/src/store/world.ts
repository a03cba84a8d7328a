/** Everything outside the store, in one place, so that tests can be the world. */

export interface World {
  fetch(path: string, init: RequestInit): Promise<Response>;
  now(): number;
  /** Milliseconds by a clock that nobody sets; counts from the opening of the page. */
  mono(): number;
  /** In [0, 1). */
  random(): number;
  bytes(): Uint8Array;
  /** Runs once, later; returns how to prevent it. */
  later(ms: number, run: () => void): () => void;
  online(): boolean;
  visible(): boolean;
  /** Every byte costs the person money, or they asked to spare it; where a browser does not tell, it does not. */
  metered(): boolean;
  listen(heard: (why: "online" | "visible") => void): void;
  /** Runs while no other tab does under this name; false if another one does. `steal` takes it from a tab that froze. */
  alone(name: string, steal: boolean, run: () => Promise<void>): Promise<boolean>;
  /** Opens the line between the tabs; returns how to speak. */
  tabs(heard: (message: unknown) => void): (message: unknown) => void;
  /** Asks the browser not to clear our storage; may be asked again. */
  persist(): Promise<boolean>;
  persisted(): Promise<boolean>;
  /** How the person will know this phone in a list of devices. */
  label(): string;
}

const never = () => Promise.resolve(false);

export const browser: World = {
  fetch: (path, init) => fetch(path, init),
  now: () => Date.now(),
  mono: () => performance.now(),
  random: () => Math.random(),
  bytes: () => crypto.getRandomValues(new Uint8Array(16)),
  later(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  online: () => navigator.onLine !== false,
  visible: () => document.visibilityState === "visible",
  metered() {
    const { connection } = navigator as { connection?: { saveData?: boolean; type?: string } };
    return connection?.saveData === true || connection?.type === "cellular";
  },
  listen(heard) {
    addEventListener("online", () => heard("online"));
    document.addEventListener("visibilitychange", () => browser.visible() && heard("visible"));
  },
  async alone(name, steal, run) {
    // Served without TLS there are no locks. Then two tabs may send the same, which is wasteful but harmless.
    if (!navigator.locks) return run().then(() => true);
    return navigator.locks.request(name, steal ? { steal } : { ifAvailable: true }, async (lock) => {
      if (lock) await run();
      return lock !== null;
    });
  },
  tabs(heard) {
    if (typeof BroadcastChannel === "undefined") return () => {};
    const channel = new BroadcastChannel("verstat");
    channel.onmessage = (event) => heard(event.data);
    return (message) => channel.postMessage(message);
  },
  persist: () => navigator.storage?.persist?.().catch(() => false) ?? never(),
  persisted: () => navigator.storage?.persisted?.().catch(() => false) ?? never(),
  label() {
    const { userAgent } = navigator;
    const find = (names: string[]) => names.find((name) => userAgent.includes(name));
    const system = find(["Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux"]);
    const program = find(["SamsungBrowser", "Edg", "OPR", "Firefox", "Chrome", "Safari"]);
    return [program === "Edg" ? "Edge" : program === "OPR" ? "Opera" : program, system]
      .filter(Boolean)
      .join(", ");
  },
};
