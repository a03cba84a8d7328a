/** Who uses this phone. Every account has a database of its own, and only one is open. */

import { type Signal, signal } from "@preact/signals";
import {
  type AccountSchema,
  type Base,
  type DeviceSchema,
  type OnClosed,
  openAccount,
  openDevice,
} from "./db";
import { type Account, type SignedIn, StoreError } from "./face";
import { type Ask, isGood, type Reply, refusal } from "./http";
import type { Waker } from "./late";
import type { Memory } from "./memory";
import { NEW_KEPT } from "./state";
import type { World } from "./world";

export interface Session {
  id: string;
  base: Base<AccountSchema>;
  loop: Waker;
}
interface Parts {
  world: World;
  ask: Ask;
  memory: Memory;
  closed: OnClosed;
  makeLoop(id: string, base: Base<AccountSchema>): Waker;
  /** Tells the other tabs. */
  say(): void;
}

interface Device {
  current: unknown;
  farewell: unknown;
  accounts: DeviceSchema["accounts"]["value"][];
}

const HANGS = 10_000;
/** Nobody needs it before an account is closed or left. */
export const closing = () => import("./closing");

export class Accounts {
  readonly account: Signal<Account | null> = signal(null);
  /** Acts left unsent by those who signed out; counted while nobody is signed in. */
  readonly left: Signal<number> = signal(0);
  /** What the server said to whoever closed the account used here last; until somebody signs in. */
  readonly farewell: Signal<unknown> = signal(null);
  /** Somebody used this phone, and its databases know nothing of it. */
  readonly vanished: Signal<boolean> = signal(false);
  session: Session | null = null;
  readonly parts: Parts;
  readonly device: Base<DeviceSchema>;
  private leaving = Promise.resolve();

  constructor(parts: Parts) {
    this.parts = parts;
    this.device = openDevice(parts.closed);
  }

  /** The open account, or a StoreError. */
  need(): Session {
    if (!this.session) throw new StoreError("closed");
    return this.session;
  }

  /** Opens what the device remembers; after a failure it goes on trying by itself. */
  async open(tries = 0): Promise<void> {
    const { world, closed } = this.parts;
    const done = world.later(HANGS, () => closed("error")); // some browsers never answer
    try {
      await this.follow();
      closed(null);
    } catch (error) {
      if (!(error instanceof StoreError)) closed("error"); // it opens, and cannot be read
      world.later(Math.min(30_000, 1_000 * 2 ** tries), () => void this.open(tries + 1));
    } finally {
      done();
    }
  }

  /** Does as the device remembers, which another tab may have changed. */
  async follow(): Promise<void> {
    const { current, accounts, farewell } = await this.look();
    const found = accounts.find(({ id }) => id === current);
    if (found?.person) await this.enter(found.person);
    else this.leave();
    this.vanished.value = current === undefined && isMarked();
    if (accounts.some(isToGo)) await this.clearAll();
    if (!found) {
      this.farewell.value = farewell;
      await this.remember();
      void this.goodbye();
    }
  }

  /** All that the device remembers at once: the first screen waits for it. */
  private async look(isRescued = false): Promise<Device> {
    const tx = (await this.device.open()).transaction(["meta", "accounts"]);
    const meta = tx.objectStore("meta");
    const [rescue, current, farewell, accounts] = await Promise.all([
      meta.get("rescue"),
      meta.get("current"),
      meta.get("farewell"),
      tx.objectStore("accounts").getAll(),
    ]);
    if (!rescue || isRescued) return { current, farewell, accounts };
    await (await import("./rescue")).finish(this);
    return this.look(true);
  }

  /** Asks the server in; whom its answer names uses this phone from then on. */
  async enterBy(path: string, given: object): Promise<SignedIn> {
    const { ask, world, say } = this.parts;
    await this.goodbye(); // else a late sign-out would end the session that begins now
    const body = { ...given, label: world.label() };
    const answer = readSignedIn(await ask(path, { method: "POST", body }));
    const { person } = answer;
    await this.become(person);
    say();
    try {
      await this.beEager(person.id);
      await this.enter(person);
    } catch (error) {
      void this.open(); // signed in, but the database fails: go on trying
      throw error;
    }
    return answer;
  }

  async signOut(): Promise<void> {
    if (!this.session) return;
    await this.become(null);
    this.parts.say();
    void this.goodbye();
  }

  /** Tells the server of a sign-out that it has not heard of. */
  goodbye(): Promise<void> {
    this.leaving = this.leaving.then(() => this.sayGoodbye()).catch(() => {});
    return this.leaving;
  }

  /** Takes over names and roles that a pull has brought. */
  refresh(): void {
    const { memory } = this.parts;
    const me = this.account.value;
    const row = memory.table("person").value.find(({ id }) => id === me?.id);
    if (!me || !row || !memory.kept.value.complete) return;
    const { name, given, language } = row;
    const own = memory.table("role").value;
    const roles = own.map(({ kind, place_kind, place, source }) => ({ kind, place_kind, place, source }));
    const person = { ...me, name, given, language, roles };
    if (JSON.stringify(person) === JSON.stringify(me)) return;
    this.account.value = person;
    const put = this.device.write(["accounts"], "relaxed", (tx) =>
      tx.objectStore("accounts").put({ id: me.id, person, purge: false }),
    );
    put.catch(() => {}); // the next pull brings it again
  }

  private async enter(person: Account): Promise<void> {
    const { memory, closed, makeLoop } = this.parts;
    if (this.session?.id !== person.id) {
      this.leave();
      const base = openAccount(person.id, closed);
      this.session = { id: person.id, base, loop: makeLoop(person.id, base) };
    }
    const { base, loop } = this.session;
    try {
      await memory.open(base, () => void this.open());
    } finally {
      // A database that fails must not look like a sign-out.
      if (this.session?.base === base) this.account.value = person;
    }
    loop.wake("start");
  }

  private leave(): void {
    this.session?.loop.stop();
    this.session?.base.close();
    this.session = null;
    this.account.value = null;
    this.parts.memory.clear();
  }

  /** Makes `next` the user of this phone. Rows of the one before are as good as gone, even if the power fails now. */
  private async become(next: Account | null): Promise<void> {
    const before = this.session && this.session.id !== next?.id ? this.session.id : null;
    const left = this.unsent();
    await this.device.write(["accounts", "meta"], "strict", async (tx) => {
      const [accounts, meta] = [tx.objectStore("accounts"), tx.objectStore("meta")];
      if (before) await accounts.put({ id: before, person: null, purge: true, left });
      if (next) {
        const purge = (await accounts.get(next.id))?.purge ?? false;
        await accounts.put({ id: next.id, person: next, purge });
      }
      await meta.put(next?.id ?? null, "current");
      await meta.put(next === null, "goodbye");
      await meta.delete("farewell");
    });
    this.farewell.value = null;
    this.vanished.value = false;
    mark();
    if (!before) return;
    this.leave();
    await this.clear(before).catch(() => {}); // else at the next start
    if (!next) await this.remember().catch(() => {});
  }

  private async clearAll(): Promise<void> {
    for (const one of await (await this.device.open()).getAll("accounts"))
      if (isToGo(one)) await this.clear(one.id, one.erase).catch(() => {}); // else at the next start
  }

  private async clear(id: string, erase = false): Promise<void> {
    const { wipe, throwAway } = await closing();
    await (erase ? wipe : throwAway)(this, id);
  }

  /** What the one who goes leaves behind. */
  private unsent(): number {
    const { outbox, refused } = this.parts.memory;
    return outbox.value.length + refused.value.length;
  }

  private async remember(): Promise<void> {
    const known = await (await this.device.open()).getAll("accounts");
    this.left.value = known.reduce((sum, { left }) => sum + (left ?? 0), 0);
  }

  /** Whoever signs in wants to send now, whatever the waiting was for. */
  private beEager(id: string): Promise<void> {
    return this.with(id, (base) =>
      base.write(["meta"], "relaxed", async (tx) => {
        const kept = (await tx.objectStore("meta").get("sync")) ?? NEW_KEPT;
        const eager = { sign_in: false, until: 0, held: false, fails: 0 };
        await tx.objectStore("meta").put({ ...kept, ...eager }, "sync");
      }),
    );
  }

  async with(id: string, run: (base: Base<AccountSchema>) => Promise<void>): Promise<void> {
    const open = this.session?.id === id ? this.session.base : null;
    const base = open ?? openAccount(id, () => {}); // whoever uses the phone is not held up by another's
    await run(base).finally(() => open ?? base.close());
  }

  private async sayGoodbye(): Promise<void> {
    const db = await this.device.open();
    if (!(await db.get("meta", "goodbye"))) return;
    const { status } = await this.parts.ask("/api/people/sign-out", { method: "POST" });
    if (status === 204 || status === 401) await db.put("meta", false, "goodbye");
  }
}

const isToGo = ({ purge, erase }: Device["accounts"][number]): boolean => purge || erase === true;

/** Stands apart from the databases, so that their loss is noticed. */
const MARK = "verstat.used";

export function isMarked(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false;
  }
}

function mark(): void {
  try {
    localStorage.setItem(MARK, "");
  } catch {
    // A browser that keeps nothing.
  }
}

function readSignedIn(reply: Reply): SignedIn {
  const answer = reply.body as SignedIn | undefined;
  const person = answer?.person;
  if (!isGood(reply) || typeof person?.id !== "string" || !Array.isArray(person.roles)) throw refusal(reply);
  return answer as SignedIn;
}
