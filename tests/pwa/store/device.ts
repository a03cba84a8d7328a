/** A phone for tests: its databases, tabs, clock, timers and network, all in the hands of the test. */

import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { Store } from "../../../pwa/src/store/face";
import { openStore } from "../../../pwa/src/store/store";
import "../../../pwa/src/store/bundles"; // here already when asked for late, whatever the disk is busy with
import "../../../pwa/src/store/sync";
import type { Person, SyncRequest } from "../../../pwa/src/store/wire";
import type { World } from "../../../pwa/src/store/world";
import { Town } from "./town";

export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
/** Stands between phone and server for one request: answers in its place, loses it, or lets it through. */
export type Fault = (pass: () => Reply) => Reply | "lost" | "never" | Promise<Reply | "lost" | "never">;

export const OLENA: Person = {
  id: "00000000-0000-7000-8000-00000000000a",
  login: "olena",
  name: "Olena",
  given: "Olena",
  language: "uk",
  roles: [],
};
export const TARAS: Person = {
  ...OLENA,
  id: "00000000-0000-7000-8000-00000000000b",
  login: "taras",
  name: "Taras",
};

export const lesson = (name: string) => ({ enrolment: "e1", lesson: name, release: "r1" });
export const lost: Fault = () => "lost";
export const lostAnswer: Fault = (pass) => {
  pass();
  return "lost";
};
export const never: Fault = () => "never";
export const html: Fault = () => ({
  status: 200,
  body: "<html>Welcome to the café</html>",
  headers: { "Content-Type": "text/html" },
});
export const problem =
  (status: number, code: string, headers: Record<string, string> = {}): Fault =>
  () => ({ status, body: { code, detail: `It is ${code}`, fix: "none" }, headers });

export class Device {
  now = Date.parse("2026-11-25T08:00:00.000Z");
  mono = 1_000;
  /** How far the phone's clock is off. */
  skew = 0;
  roll = 0.5;
  online = true;
  visible = true;
  /** On mobile data. */
  metered = false;
  hasLocks = true;
  cookie: string | null = null;
  people = [OLENA, TARAS];
  /** Those who have closed their account. */
  gone = new Set<string>();
  faults: Fault[] = [];
  /** What happens to every request, when no single fault is due. */
  weather: Fault = (pass) => pass();
  /** Syncs that left the phone. */
  sent: SyncRequest[] = [];
  paths: string[] = [];
  town = new Town(() => this.now);
  bundles = new Map<string, unknown>();
  reports = new Map<string, Reply>();
  private timers: { at: number; run: () => void }[] = [];
  private locks = new Set<string>();
  private tabs = new Set<(message: unknown) => void>();
  private listeners = new Set<(why: "online" | "visible") => void>();
  private count = 0;

  constructor() {
    globalThis.indexedDB = new IDBFactory();
    this.town.member(OLENA.id, `person:${OLENA.id}`, "enrolment:e1");
    this.town.member(TARAS.id, `person:${TARAS.id}`, "enrolment:e2");
  }

  /** One more tab of the app; start() has to be called. */
  tab(): Store {
    return openStore(this.world());
  }

  async started(): Promise<Store> {
    const store = this.tab();
    await store.start({ language: () => "uk", build: "test" });
    return store;
  }

  /** Signed in, and the first sync is over. */
  async signedIn(): Promise<Store> {
    const store = await this.started();
    await store.signIn(OLENA.login, "right");
    await until(() => store.truth.value.state === "delivered" && store.complete.value);
    await this.quiet();
    return store;
  }

  say(why: "online" | "visible"): void {
    for (const heard of this.listeners) heard(why);
  }

  /** Time goes on, and the timers that are due run. */
  async pass(ms: number): Promise<void> {
    const end = this.mono + ms;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.tick(next.at);
      next.run();
      await this.quiet();
    }
    this.tick(end);
    await this.quiet();
  }

  /** Lets everything that was started come to its rest. */
  async quiet(): Promise<void> {
    for (let calm = 0, before = -1; calm < 12; calm++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      const activity = this.paths.length;
      if (activity !== before) calm = 0;
      before = activity;
    }
  }

  private tick(to: number): void {
    this.now += Math.max(0, to - this.mono);
    this.mono = Math.max(this.mono, to);
  }

  private world(): World {
    let mine: ((message: unknown) => void) | null = null;
    return {
      fetch: (path, init) => this.fetch(path, init),
      now: () => this.now + this.skew,
      mono: () => this.mono,
      random: () => this.roll,
      bytes: () => {
        const bytes = new Uint8Array(16);
        new DataView(bytes.buffer).setUint32(12, ++this.count);
        return bytes;
      },
      later: (ms, run) => {
        const timer = { at: this.mono + ms, run };
        this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((other) => other !== timer);
        };
      },
      online: () => this.online,
      visible: () => this.visible,
      metered: () => this.metered,
      listen: (heard) => this.listeners.add(heard),
      alone: async (name, steal, run) => {
        if (!this.hasLocks) return run().then(() => true);
        if (this.locks.has(name) && !steal) return false;
        this.locks.add(name);
        await run().finally(() => this.locks.delete(name));
        return true;
      },
      tabs: (heard) => {
        mine = heard;
        this.tabs.add(heard);
        return (message) => {
          const copy = structuredClone(message);
          for (const other of this.tabs) if (other !== mine) setTimeout(() => other(copy), 0);
        };
      },
      persist: () => Promise.resolve(true),
      persisted: () => Promise.resolve(false),
      label: () => "Chrome, Android",
    };
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    this.paths.push(path);
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    if (path === "/api/sync") this.sent.push(body);
    const fault = this.faults.shift() ?? this.weather;
    const reply = await fault(() => this.serve(path, body));
    if (reply === "lost") throw new TypeError("Failed to fetch");
    if (reply === "never") {
      await new Promise((_, cut) => init.signal?.addEventListener("abort", () => cut(new Error("aborted"))));
      throw new Error("unreachable");
    }
    const headers = { "Content-Type": "application/json", ...reply.headers };
    const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    return new Response(reply.status === 204 ? null : text, { status: reply.status, headers });
  }

  private serve(path: string, body: SyncRequest & { login: string; password: string }): Reply {
    if (path === "/api/people/sign-in") return this.serveSignIn(body);
    if (path === "/api/people/sign-out") {
      this.cookie = null;
      return { status: 204 };
    }
    if (!this.cookie) return { status: 401, body: { code: "sign_in", detail: "Sign in", fix: "sign_in" } };
    if (this.gone.has(this.cookie)) return this.refuse(401, "account_closed", { person: this.cookie });
    if (path === "/api/people/me/close") {
      if (body.password !== "right") return this.refuse(403, "not_your_password");
      this.gone.add(this.cookie);
      return { status: 200, body: { left_alone: [], said: "Farewell" } };
    }
    if (path === "/api/sync") {
      if (body.actor !== this.cookie)
        return { status: 403, body: { code: "wrong_actor", detail: "Other", fix: "sign_in" } };
      const closed = this.gone.size ? { closed: [...this.gone] } : {};
      return { status: 200, body: { ...this.town.sync(this.cookie, body), ...closed } };
    }
    const bundle = this.bundles.get(path.replace("/api/courses/bundles/", ""));
    return bundle
      ? { status: 200, body: bundle }
      : (this.reports.get(path) ?? { status: 404, body: { code: "not_found" } });
  }

  private refuse(status: number, code: string, more: object = {}): Reply {
    return { status, body: { code, detail: `It is ${code}`, fix: "none", ...more } };
  }

  private serveSignIn({ login, password }: { login: string; password: string }): Reply {
    const person = this.people.find((other) => other.login === login);
    if (!person || password !== "right") {
      return { status: 401, body: { code: "wrong_password", detail: "Wrong", fix: "edit" } };
    }
    this.cookie = person.id;
    return { status: 200, body: { person, now: new Date(this.now).toISOString() } };
  }
}

/** Waits for what must come true soon. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 3_000; i++) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error(`not so: ${isSo}`);
}
