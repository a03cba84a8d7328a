/** The loop around the core: asks the database, the clock and the server, and does what the core decides. */

import { readProblem } from "./answer";
import {
  type Effect,
  type Event,
  NEW_KEPT,
  NEW_STATE,
  step,
  type Turn,
  type Why,
  type Write,
  wantsProof,
} from "./core";
import { type AccountSchema, apply, type Base, SYNCED, sample } from "./db";
import { StoreError } from "./face";
import type { Ask, Reply } from "./http";
import type { World } from "./world";

export interface Parts {
  world: World;
  ask: Ask;
  actor: string;
  build: string;
  base: Base<AccountSchema>;
  isPersisted(): boolean;
  /** The database has changed; resolves when the screens know. */
  changed(write: Write): Promise<void>;
  /** An account was closed, this one or another that lies on the phone: all of it goes, with what the server says. */
  erase(id: string, said?: string): Promise<void>;
  /** Does the database fail again and again? Then nothing could be sent, and nobody would know. */
  broken(isBroken: boolean): void;
  /** Has the phone room for what came? */
  full(isFull: boolean): void;
}
type Moment = Pick<Turn, "now" | "roll" | "online" | "kept" | "outbox" | "proof">;

const URGENCY: Why[] = ["timer", "online", "visible", "start", "act", "user"];
const FROZEN = 120_000;
const PAUSE = 60_000;
const PATIENCE = 3;
const LONGEST_TIMER = 3_600_000;

export class Loop {
  private parts: Parts;
  private state = NEW_STATE;
  private isRunning = false;
  private isOver = false;
  private next: Why | null = null;
  private failures = 0;
  private lockedSince: number | null = null;
  private cancel = () => {};
  private abort = new AbortController();

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Something may be to do. Level-triggered: too often does no harm, and a call during a run is not lost. */
  wake(why: Why): void {
    if (this.isOver) return;
    if (this.isRunning) {
      if (!this.next || URGENCY.indexOf(why) > URGENCY.indexOf(this.next)) this.next = why;
      return;
    }
    this.isRunning = true;
    void this.runAlone(why).then(() => {
      this.isRunning = false;
      const again = this.next;
      this.next = null;
      if (again) this.wake(again);
    });
  }

  /** For good; a request on its way is called off. */
  stop(): void {
    this.isOver = true;
    this.cancel();
    this.abort.abort();
  }

  private async runAlone(why: Why): Promise<void> {
    const { world, actor } = this.parts;
    let work: Promise<void> | undefined;
    try {
      const steal = this.lockedSince !== null && world.mono() - this.lockedSince > FROZEN;
      const isAlone = await world.alone(`verstat-sync-${actor}`, steal, () => {
        work = this.run(why);
        return work;
      });
      this.lockedSince = isAlone ? null : (this.lockedSince ?? world.mono());
      if (!isAlone) this.pause();
      if (this.failures >= PATIENCE) this.parts.broken(false);
      this.failures = 0;
    } catch (error) {
      await work?.catch(() => {}); // the lock may be stolen from a run that goes on
      this.state = { ...this.state, flight: null }; // or the database failed us: what was sent goes again
      const isFull = error instanceof StoreError && error.code === "full";
      if (!isFull && ++this.failures >= PATIENCE) this.parts.broken(true);
      this.pause();
    }
  }

  private async run(why: Why): Promise<void> {
    for (let now: Why | null = why; now && !this.isOver; ) now = await this.turn(now);
  }

  /** One request and its answer; the reason for another one at once, or null. */
  private async turn(why: Why): Promise<Why | null> {
    const { world, ask, actor, build, isPersisted, erase } = this.parts;
    const me = { actor, build, persisted: isPersisted() };
    const visible = world.visible();
    const effects = await this.decide((moment) => ({ type: "turn", why, visible, me, ...moment }));
    const send = effects.find((effect) => effect.do === "send");
    if (!send) return this.follow(effects);
    const reply = await ask("/api/sync", { method: "POST", body: send.body, signal: this.abort.signal });
    if (this.isOver) return null;
    const { code, person, detail } = readClosing(reply);
    if (code === "account_closed" && person === actor) {
      await erase(actor, detail);
      return null;
    }
    const next = this.follow(await this.take(send.request, reply));
    for (const id of closedIn(reply)) if (id !== actor) await erase(id).catch(() => {}); // told again with the next answer
    return next;
  }

  private async take(request: number, reply: Reply): Promise<Effect[]> {
    const { full } = this.parts;
    const answer = { type: "answer" as const, request, ...reply };
    try {
      const effects = await this.decide((moment) => ({ ...answer, ...moment }));
      if (reply.status === 200) full(false);
      return effects;
    } catch (error) {
      if (!(error instanceof StoreError && error.code === "full")) throw error;
      full(true); // no room for the rows: take the verdicts at least, so that the outbox drains
      return this.decide((moment) => ({ ...answer, body: withoutPull(answer.body), full: true, ...moment }));
    }
  }

  /**
   * Lets the core decide upon what the database holds and stores its decision, in one transaction. Relaxed is enough:
   * a verdict that a power cut takes back leaves its act in the outbox, and is given again.
   */
  private async decide(event: (moment: Moment) => Event): Promise<Effect[]> {
    const { world, base, changed } = this.parts;
    const [state, effects] = await base.write(SYNCED, "relaxed", async (tx) => {
      const kept = (await tx.objectStore("meta").get("sync")) ?? NEW_KEPT;
      const outbox = await tx.objectStore("outbox").getAll();
      const now = world.now();
      const isAsked = !this.state.flight && wantsProof(this.state, now);
      const proof = isAsked ? await sample(tx, world.random) : []; // about once an hour
      const moment = { now, roll: world.random(), online: world.online(), kept, outbox, proof };
      const decided = step(this.state, event(moment));
      for (const effect of decided[1]) if (effect.do === "keep") await apply(tx, effect.write);
      return decided;
    });
    this.state = state;
    for (const effect of effects) if (effect.do === "keep" && !this.isOver) await changed(effect.write);
    return effects;
  }

  private follow(effects: Effect[]): Why | null {
    for (const effect of effects) {
      if (effect.do === "again") return "again";
      if (effect.do === "rest") this.rest(effect.until);
    }
    return null;
  }

  private pause(): void {
    const { world } = this.parts;
    this.rest(world.now() + PAUSE * (0.5 + world.random()));
  }

  private rest(until: number): void {
    const { world } = this.parts;
    this.cancel();
    if (this.isOver) return;
    const wait = Math.min(Math.max(until - world.now(), 0), LONGEST_TIMER);
    this.cancel = world.later(wait, () => this.wake("timer"));
  }
}

const withoutPull = (body: unknown): unknown =>
  typeof body === "object" && body !== null ? { ...body, pull: null } : body;

/** Whose account the refusal is about is looked at: of two people on one phone it erases the right one or nobody. */
function readClosing({ status, body }: Reply): { code?: string; person?: unknown; detail?: string } {
  const problem = status === 401 ? readProblem(body) : null;
  return problem ? { ...(body as object), ...problem } : {};
}

function closedIn({ status, body }: Reply): string[] {
  const closed: unknown = status === 200 ? (body as { closed?: unknown } | undefined)?.closed : [];
  return Array.isArray(closed) ? closed.filter((id) => typeof id === "string") : [];
}
