/** One phone: its disk, its tabs, its clocks, and the requests that have left it. Everything it does it is told to. */

import { Script } from "node:vm";
import type { Store } from "../../../pwa/src/store/face";
import type { openStore } from "../../../pwa/src/store/store";
import type { World } from "../../../pwa/src/store/world";
import { chance } from "./chance";
import { Access, Disk } from "./disk";
import { drain, soon } from "./tasks";

type Page = { openStore: typeof openStore };
type Happened = Record<string, unknown>;
interface Held {
  tab: Tab;
  hear(response: Response): void;
  fail(error: Error): void;
}
interface Lock {
  tab: Tab;
  lose(error: Error): void;
}
/** An answer as the network gives it; `broken`: the line is cut within its body. */
export interface Given {
  status: number;
  headers: Record<string, string>;
  text: string;
  broken?: boolean;
}

const NEVER = new Promise<never>(() => {});

/**
 * Pages that the store was loaded into. One whose tab is gone and quiet serves the next tab: nothing in the store's
 * modules outlives a page, and code that has run before runs ten times as fast.
 */
export class Pages {
  private readonly make: (databases: { open: Access["open"] }) => Page;
  private readonly free: ((access: Access) => Page)[] = [];
  private left: ((access: Access) => Page)[] = [];

  constructor(code: string) {
    this.make = new Script(`(function (indexedDB) { ${code}\nreturn page; })`).runInThisContext();
  }

  /** A page for a tab, and how to give it back. */
  take(access: Access): [Page, () => void] {
    const load = this.free.pop() ?? this.loaded();
    return [load(access), () => void this.left.push(load)];
  }

  /** All is quiet: pages of tabs that are gone will not stir again. */
  sweep(): void {
    this.free.push(...this.left);
    this.left = [];
  }

  private loaded(): (access: Access) => Page {
    let mine: Access | null = null;
    const none = () => {
      throw new Error("a page without a tab");
    };
    const page = this.make({ open: (name, version) => mine?.open(name, version) ?? none() });
    return (access) => {
      mine = access;
      return page;
    };
  }
}

class Tab {
  readonly access: Access;
  readonly store: Store;
  isDead = false;
  isFrozen = false;
  timers: { at: number; run: () => void }[] = [];
  hear: (message: unknown) => void = () => {};
  wake: (why: "online" | "visible") => void = () => {};
  private readonly opened: number;
  private readonly leave: () => void;

  constructor(
    readonly name: number,
    private readonly phone: Handset,
  ) {
    this.access = new Access(phone.disk);
    this.opened = phone.steady;
    const [page, leave] = phone.pages.take(this.access);
    this.store = page.openStore(this.world());
    this.leave = leave;
  }

  end(): void {
    this.isDead = true;
    this.timers = [];
    this.access.end();
    this.leave();
  }

  private world(): World {
    const { phone } = this;
    const alive = <T>(value: T): Promise<T> => (this.isDead ? NEVER : Promise.resolve(value));
    return {
      fetch: (path, init) => (this.isDead ? NEVER : phone.fetch(this, path, init)),
      now: () => phone.now,
      mono: () => phone.steady - this.opened,
      random: phone.random,
      bytes: () => Uint8Array.from({ length: 16 }, () => Math.floor(phone.random() * 256)),
      later: (ms, run) => this.later(ms, run),
      online: () => phone.online,
      visible: () => phone.visible,
      metered: () => true,
      listen: (heard) => {
        this.wake = heard;
      },
      alone: (name, steal, run) => phone.alone(this, name, steal, run),
      tabs: (heard) => {
        this.hear = heard;
        return (message) => phone.tell(this, structuredClone(message));
      },
      persist: () => alive(true),
      persisted: () => alive(true),
      label: () => "Chrome, Android",
    };
  }

  private later(ms: number, run: () => void): () => void {
    if (this.isDead) return () => {};
    const timer = { at: this.phone.steady + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }
}

export class Handset {
  readonly disk = new Disk();
  readonly random: () => number;
  readonly tabs = new Map<number, Tab>();
  online = true;
  visible = true;
  /** How far the phone's clock is off, in milliseconds. */
  skew = 0;
  steady = 0;
  private readonly requests = new Map<number, Held>();
  private readonly locks = new Map<string, Lock>();
  private count = 0;

  constructor(
    seed: number,
    /** The true time at which the program begins, in milliseconds. */
    private readonly began: number,
    /** Served without TLS there are no locks between tabs. */
    private readonly hasLocks: boolean,
    readonly pages: Pages,
    private readonly tells: (happened: Happened) => void,
  ) {
    this.random = chance(seed);
  }

  get now(): number {
    return this.began + this.steady + this.skew;
  }

  /** A page is opened in a tab; one that is there is closed. */
  open(name: number): void {
    this.kill(name);
    const tab = new Tab(name, this);
    this.tabs.set(name, tab);
    void this.run(tab, "started", () => tab.store.start({ language: () => "uk", build: "storm" }));
  }

  kill(name: number): void {
    const tab = this.tabs.get(name);
    if (!tab) return;
    tab.end();
    this.tabs.delete(name);
    for (const [id, held] of this.requests) {
      if (held.tab !== tab) continue;
      this.requests.delete(id);
      this.tells({ aborted: id });
    }
    for (const [lock, { tab: holder }] of this.locks) if (holder === tab) this.locks.delete(lock);
  }

  /** The battery is taken out. */
  async cutPower(): Promise<void> {
    for (const name of [...this.tabs.keys()]) this.kill(name);
    await drain();
    this.disk.forget();
  }

  /** Lets the person do something; what came of it is told once it is known. */
  do(name: number, what: string, run: (store: Store) => Promise<unknown>): void {
    const tab = this.tabs.get(name);
    if (tab) void this.run(tab, what, () => run(tab.store));
  }

  answer(id: number, { status, headers, text, broken }: Given): void {
    const held = this.requests.get(id);
    this.requests.delete(id);
    held?.hear({
      status,
      headers: new Headers(headers),
      text: () => (broken ? Promise.reject(new TypeError("network error")) : Promise.resolve(text)),
    } as Response);
  }

  fail(id: number): void {
    const held = this.requests.get(id);
    this.requests.delete(id);
    held?.fail(new TypeError("Failed to fetch"));
  }

  /** Time goes on to that moment, and the timers that are due run; those of a phone that slept meanwhile once, at its end. */
  async pass(to: number, isAsleep: boolean): Promise<void> {
    if (isAsleep) this.steady = Math.max(this.steady, to - 1);
    for (;;) {
      const waking = [...this.tabs.values()].filter(({ isFrozen }) => !isFrozen);
      const all = waking.flatMap((tab) => tab.timers.map((timer) => ({ tab, timer })));
      const next = all.filter(({ timer }) => timer.at <= to).sort((a, b) => a.timer.at - b.timer.at)[0];
      if (!next) break;
      const { tab, timer } = next;
      tab.timers = tab.timers.filter((other) => other !== timer);
      this.steady = Math.max(this.steady, timer.at);
      timer.run();
      await drain();
    }
    this.steady = Math.max(this.steady, to);
  }

  fetch(tab: Tab, path: string, init: RequestInit): Promise<Response> {
    const isText = path.startsWith("/api/courses/"); // texts of lessons are no part of this
    if (!this.online || isText) return Promise.reject(new TypeError("Failed to fetch"));
    const id = ++this.count;
    const { method = "GET", body = "" } = init;
    return new Promise((resolve, reject) => {
      this.requests.set(id, { tab, hear: resolve, fail: reject });
      init.signal?.addEventListener("abort", () => {
        if (!this.requests.delete(id)) return;
        this.tells({ aborted: id });
        reject(new DOMException("aborted", "AbortError"));
      });
      this.tells({ request: id, tab: tab.name, path, method, body });
    });
  }

  tell(from: Tab, message: unknown): void {
    for (const tab of this.tabs.values()) {
      if (tab !== from) soon(() => tab.isDead || tab.hear(message));
    }
  }

  alone(tab: Tab, name: string, steal: boolean, run: () => Promise<void>): Promise<boolean> {
    if (tab.isDead) return NEVER;
    if (!this.hasLocks) return run().then(() => true);
    const before = this.locks.get(name);
    if (before && !steal) return Promise.resolve(false);
    before?.lose(new DOMException("stolen", "AbortError"));
    return new Promise((resolve, reject) => {
      const lock = { tab, lose: reject };
      this.locks.set(name, lock);
      const release = () => this.locks.get(name) === lock && this.locks.delete(name);
      run().then(
        () => resolve(Boolean(release()) || true),
        (error: Error) => {
          release();
          reject(error);
        },
      );
    });
  }

  private async run(tab: Tab, what: string, act: () => Promise<unknown>): Promise<void> {
    const tell = (happened: Happened) => tab.isDead || this.tells({ did: what, tab: tab.name, ...happened });
    await act().then(
      (value) => tell({ value: value ?? null }),
      (error: Error & { code?: string }) => tell({ error: error.code ?? `${error.name}: ${error.message}` }),
    );
  }
}
