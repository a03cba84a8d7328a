// @vitest-environment node
/**
 * Short random programmes against the core: phones, tabs without locks, a network that loses, doubles and reorders, and a
 * server that changes rows and rights, forgets, and comes back from backups. A failing seed fails again: run it alone.
 */

import { expect, test } from "vitest";
import {
  type Answer,
  type Event,
  NEW_STATE,
  type State,
  step,
  type Why,
  type Write,
} from "../../../pwa/src/store/core";
import type { SyncAnswer, SyncRequest } from "../../../pwa/src/store/wire";
import { chance } from "../storm/chance";
import { Disk } from "./disk";
import { Town } from "./town";

const PROGRAMMES = 400;
const STEPS = 60;
const START = Date.parse("2026-11-25T08:00:00.000Z");
const SCOPES = ["cohort:c1", "enrolment:e1", "enrolment:e2"];
const WHYS: Why[] = ["start", "act", "user", "visible", "online", "timer"];

interface Tab {
  person: string;
  disk: Disk;
  state: State;
}
/** Under way, in either direction. */
interface Letter {
  tab: Tab;
  request: number;
  body: SyncRequest;
  reply: Pick<Answer, "status" | "body" | "retryAfter"> | null;
}

class Programme {
  now = START;
  random: () => number;
  town = new Town(() => this.now);
  tabs: Tab[] = [];
  net: Letter[] = [];
  backups: Town[] = [];
  made = new Map<string, Disk>();
  restores = 0;
  /** Restores that nobody told of: the epoch stayed as it was. */
  sneaks = 0;
  /** How many of those a phone has noticed, or has been told of since. */
  noticed = new Map<Disk, number>();

  constructor(seed: number) {
    this.random = chance(seed);
    const shared = new Disk(); // two tabs of one phone
    for (const disk of [shared, shared, new Disk()]) this.tabs.push({ person: "a", disk, state: NEW_STATE });
    this.tabs.push({ person: "b", disk: new Disk(), state: NEW_STATE });
    for (const person of ["a", "b"]) this.town.member(person, `person:${person}`, ...SCOPES.slice(0, 2));
    this.town.page = 1 + this.pick(3);
  }

  pick = (below: number) => Math.floor(this.random() * below);
  one = <T>(list: readonly T[]): T | undefined => list[this.pick(list.length)];

  /** One random thing happens; likely ones stand more than once. */
  step(): void {
    const all = [
      ...[this.act, this.act, this.turn, this.turn, this.turn, this.turn],
      ...[this.deliver, this.deliver, this.deliver, this.deliver, this.deliver, this.double, this.lose],
      ...[this.timeout, this.refuse, this.write, this.write, this.rights, this.compact],
      ...[this.reload, this.signOut, this.backUp, this.restore, this.mood],
    ];
    this.now += this.pick(60_000);
    this.one(all)?.call(this);
    this.check();
  }

  act(): void {
    const tab = this.one(this.tabs);
    if (!tab) return;
    const id = `op-${this.made.size}`;
    const body = { enrolment: this.one(["e1", "e2", "e3"]), lesson: `l${this.pick(4)}`, release: "r" };
    const at = new Date(this.now).toISOString();
    tab.disk.add({
      id,
      type: "progress.complete_lesson",
      v: 1,
      actor: tab.person,
      at,
      anchor: null,
      deps: [],
      body,
      blobs: [],
    });
    this.made.set(id, tab.disk);
  }

  turn(tab = this.one(this.tabs), why: Why = this.one(WHYS) ?? "user"): void {
    if (!tab) return;
    const me = { actor: tab.person, build: "", persisted: true };
    const proof = tab.disk.proof(this.random);
    this.decide(tab, { type: "turn", why, me, proof, visible: this.random() < 0.7, ...this.moment(tab) });
  }

  deliver(): void {
    const letter = this.take();
    if (!letter) return;
    if (!letter.reply) {
      const body = this.town.sync(letter.tab.person, letter.body);
      this.net.push({
        ...letter,
        reply: { status: 200, body: JSON.parse(JSON.stringify(body)), retryAfter: null },
      });
    } else this.hear(letter, letter.reply);
  }

  double(): void {
    const letter = this.one(this.net);
    if (letter) this.net.push(letter);
  }

  lose(): void {
    this.take();
  }

  /** The phone waits no longer; what is under way may arrive all the same, too late. */
  timeout(tab = this.one(this.tabs)): void {
    if (tab?.state.flight)
      this.answer(tab, tab.state.flight.id, { status: 0, body: undefined, retryAfter: null });
  }

  refuse(): void {
    const tab = this.one(this.tabs);
    if (!tab?.state.flight) return;
    const status = this.one([200, 400, 401, 403, 413, 413, 429, 500, 502, 503]) ?? 0;
    const body = this.random() < 0.7 ? { code: "x", detail: "y" } : undefined;
    this.answer(tab, tab.state.flight.id, {
      status,
      body,
      retryAfter: this.random() < 0.3 ? this.pick(50) : null,
    });
  }

  write(): void {
    const entity = this.one(["note", "cohort"]) ?? "";
    const d = this.random() < 0.3 ? null : { v: this.pick(1_000) };
    this.town.put(this.one(SCOPES) ?? "", entity, `row-${this.pick(4)}`, d);
  }

  rights(): void {
    const scopes = this.town.members.get(this.one(["a", "b"]) ?? "");
    const scope = this.one(SCOPES) ?? "";
    if (!scopes?.delete(scope)) scopes?.add(scope);
  }

  compact(): void {
    this.town.compact(this.one(SCOPES) ?? "");
  }

  reload(): void {
    const tab = this.one(this.tabs);
    if (!tab) return;
    this.net = this.net.filter((letter) => letter.tab !== tab || !letter.reply);
    tab.state = { ...NEW_STATE, seq: tab.state.seq };
  }

  signOut(): void {
    if (this.random() < 0.3) this.one(this.tabs)?.disk.throwAway();
  }

  backUp(): void {
    this.backups.push(this.town.copy());
  }

  restore(): void {
    const backup = this.one(this.backups);
    if (!backup || this.restores++ > 1) return;
    const { members, epoch } = this.town;
    this.town = backup.copy();
    this.town.members = members;
    const isTold = this.random() < 0.5;
    this.town.epoch = isTold ? `epoch-${this.restores + 1}` : epoch;
    if (!isTold) this.sneaks++;
  }

  mood(): void {
    this.town.page = 1 + this.pick(4);
    this.town.prefix = this.pick(4) || 1_000;
    this.town.isShort = this.random() < 0.2;
    const busy = `l${this.pick(8)}`;
    this.town.judge = (op) => ((op.body as { lesson: string }).lesson === busy ? "retry" : "applied");
  }

  /** The weather clears: everything must come right, and in a bounded number of requests. */
  finish(): void {
    this.net = [];
    this.town.judge = () => "applied";
    this.town.prefix = 1_000;
    this.town.isShort = false;
    const rounds = this.sneaks ? 30 : 4; // what nobody told of is found by asking, now and then
    for (let round = 0; round < rounds; round++) {
      for (const tab of this.tabs) {
        this.timeout(tab);
        this.now += 2 * 3_600_000;
        this.settle(tab);
      }
    }
    for (const tab of this.tabs) this.compare(tab);
  }

  private settle(tab: Tab): void {
    this.turn(tab, "user");
    for (let requests = 0; tab.state.flight; requests++) {
      expect(requests, "requests until it rests").toBeLessThan(200);
      const letter = this.net.pop();
      if (!letter) throw new Error("a flight without a letter");
      const body = this.town.sync(tab.person, letter.body);
      if (this.answer(tab, letter.request, { status: 200, body, retryAfter: null })) this.turn(tab, "again");
    }
  }

  private compare({ disk, person }: Tab): void {
    const rows = disk.allRows().map(({ scope, entity, id, d }) => ({ s: scope, e: entity, id, d }));
    const key = (row: object) => JSON.stringify(row);
    const isTold = (this.noticed.get(disk) ?? 0) === this.sneaks; // whoever has lost nothing cannot know
    if (isTold) expect(rows.map(key).sort()).toEqual(this.town.rowsFor(person).map(key).sort());
    expect([...disk.outbox.values()], "unsent").toEqual([]);
    expect(disk.kept.shown).toEqual([]);
    for (const { op, epoch } of disk.journal.values()) {
      expect(epoch).toBe(this.town.epoch);
      expect(this.town.effects.get(op.id), `effects of ${op.id}`).toBe(1);
    }
  }

  private moment({ disk }: Tab) {
    const outbox = [...disk.outbox.values()].sort((one, other) => one.n - other.n);
    return { now: this.now, roll: this.random(), online: true, kept: structuredClone(disk.kept), outbox };
  }

  private take(): Letter | undefined {
    return this.net.splice(this.pick(this.net.length), 1)[0];
  }

  private hear({ tab, request }: Letter, reply: NonNullable<Letter["reply"]>): void {
    if (this.answer(tab, request, reply) && this.random() < 0.8) this.turn(tab, "again");
  }

  /** True if the core wants to go on at once. */
  private answer(tab: Tab, request: number, reply: NonNullable<Letter["reply"]>): boolean {
    return this.decide(tab, { type: "answer", request, ...reply, ...this.moment(tab) });
  }

  private decide(tab: Tab, event: Event): boolean {
    const [state, effects] = step(tab.state, event);
    expect(step(tab.state, event), "the same again").toEqual([state, effects]);
    tab.state = state;
    for (const effect of effects) {
      if (effect.do === "keep") this.keep(tab.disk, effect.write, event);
      if (effect.do === "send") {
        this.net.push({
          tab,
          request: effect.request,
          body: structuredClone(effect.body),
          reply: null,
        });
      }
    }
    return effects.some((effect) => effect.do === "again");
  }

  private keep(disk: Disk, write: Write, event: Event): void {
    const before = JSON.parse(disk.kept.cursor ?? "{}") as {
      epoch?: string;
      seen?: Record<string, [number, number]>;
    };
    const after = JSON.parse(write.kept.cursor ?? "{}") as typeof before;
    const reset = event.type === "answer" ? ((event.body as SyncAnswer | undefined)?.pull?.reset ?? []) : [];
    for (const [scope, [version]] of Object.entries(after.seen ?? {})) {
      const [old = 0] = before.seen?.[scope] ?? [];
      if (before.epoch === after.epoch && !reset.includes(scope)) expect(version).toBeGreaterThanOrEqual(old);
    }
    if (write.replay) this.noticed.set(disk, this.sneaks);
    disk.apply(structuredClone(write));
  }

  /** Holds after every step. */
  private check(): void {
    for (const [id, disk] of this.made) expect(disk.places(id), `places of ${id}`).toBe(1);
    for (const [id, times] of this.town.effects) expect(times, `effects of ${id}`).toBe(1);
  }
}

test("whatever happens, every act ends once, rows agree in the end, and cursors only go forward", () => {
  for (let seed = 1; seed <= PROGRAMMES; seed++) {
    const programme = new Programme(seed);
    try {
      for (let i = 0; i < STEPS; i++) programme.step();
      programme.finish();
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
  }
}, 60_000);
