/** A model of the server: receipts, versions, scopes, cursors, floors and epochs, and nothing that they do not need. */

import { pairId } from "../../../pwa/src/store/uuid";
import type { Hints, Op, Pull, SyncAnswer, SyncRequest, Verdict, WireRow } from "../../../pwa/src/store/wire";

interface Scope {
  version: number;
  floor: number;
  rows: Map<string, { version: number; row: WireRow }>;
}
/** Per scope: the version seen, and the floor when the phone last began it from nothing. */
type Cursor = { epoch: string; seen: Record<string, [number, number]> };

export class Town {
  epoch = "epoch-1";
  receipts = new Map<string, Verdict>();
  /** How often each operation took effect. */
  effects = new Map<string, number>();
  scopes = new Map<string, Scope>();
  members = new Map<string, Set<string>>();
  hints: Hints = { next_min_s: 30, spread_s: 60, max_ops: 50 };
  page = 500;
  /** At most so many verdicts an answer: the time is up. */
  prefix = 1_000;
  /** Takes what is brought, and has no time for pages. */
  isShort = false;
  judge: (op: Op) => "applied" | "rejected" | "retry" = () => "applied";

  constructor(public now: () => number) {}

  member(person: string, ...scopes: string[]): void {
    this.members.set(person, new Set([...(this.members.get(person) ?? []), ...scopes]));
  }

  put(scope: string, entity: string, id: string, d: object | null): void {
    const found = this.scope(scope);
    found.rows.set(`${entity}/${id}`, { version: ++found.version, row: { s: scope, e: entity, id, d } });
  }

  /** Forgets what was deleted, so that a phone which has not heard of it must begin anew. */
  compact(name: string): void {
    const scope = this.scope(name);
    for (const [key, { version, row }] of scope.rows) {
      if (row.d) continue;
      scope.rows.delete(key);
      scope.floor = Math.max(scope.floor, version);
    }
  }

  sync(person: string, request: SyncRequest): SyncAnswer {
    const missing = request.proof.filter((id) => !this.receipts.has(id));
    const verdicts = request.ops.slice(0, this.prefix).map((op) => this.apply(person, op));
    const pull =
      request.pull && !this.isShort ? this.pull(person, request.pull.cursor, request.pull.max_rows) : null;
    return {
      epoch: this.epoch,
      now: new Date(this.now()).toISOString(),
      verdicts,
      pull,
      hints: this.hints,
      ...(missing.length > 0 && { missing }),
    };
  }

  /** As a backup holds it. */
  copy(): Town {
    const { epoch, receipts, effects, scopes, members, hints, page, prefix, isShort, judge } = this;
    const data = structuredClone({ epoch, receipts, effects, scopes, members, hints, page, prefix, isShort });
    return Object.assign(new Town(this.now), data, { judge });
  }

  /** What this person's phone must hold once it has everything. */
  rowsFor(person: string): WireRow[] {
    const visible = [...(this.members.get(person) ?? [])].sort();
    return visible.flatMap((name) =>
      [...this.scope(name).rows.values()].map(({ row }) => row).filter((row) => row.d),
    );
  }

  private scope(name: string): Scope {
    const found = this.scopes.get(name) ?? { version: 0, floor: 0, rows: new Map() };
    this.scopes.set(name, found);
    return found;
  }

  private apply(person: string, op: Op): Verdict {
    const before = this.receipts.get(op.id);
    if (before) return before;
    const { enrolment = "", lesson = "" } = op.body as { enrolment?: string; lesson?: string };
    const scope = `enrolment:${enrolment}`;
    const judged = this.judge(op);
    if (judged === "retry") return { id: op.id, status: "retry", code: "busy", message: "Later" };
    const isTheirs = this.members.get(person)?.has(scope);
    const verdict: Verdict =
      judged === "applied" && isTheirs
        ? { id: op.id, status: "applied" }
        : { id: op.id, status: "rejected", code: "not_found", message: "No such lesson", fix: "ask_mentor" };
    if (verdict.status === "applied") {
      this.effects.set(op.id, (this.effects.get(op.id) ?? 0) + 1);
      this.put(scope, "completion", pairId(enrolment, lesson), { ...op.body, at: op.at, flag: null });
    }
    this.receipts.set(op.id, verdict);
    return verdict;
  }

  private pull(person: string, text: string | null, max: number): Pull {
    const asked: Cursor = text ? JSON.parse(text) : { epoch: this.epoch, seen: {} };
    const isForeign = asked.epoch !== this.epoch;
    const visible = [...(this.members.get(person) ?? [])].sort();
    const seen = isForeign
      ? {}
      : Object.fromEntries(Object.entries(asked.seen).filter(([name]) => visible.includes(name)));
    const drop = Object.keys(asked.seen).filter((name) => !visible.includes(name));
    const pull: Pull = { cursor: "", more: false, drop, reset: isForeign ? visible : [], rows: [] };
    for (const name of visible) {
      const left = Math.min(this.page, max) - pull.rows.length;
      if (left <= 0) pull.more = true;
      else seen[name] = this.pullScope(name, seen[name] ?? [0, this.scope(name).floor], left, pull);
    }
    pull.cursor = JSON.stringify({ epoch: this.epoch, seen } satisfies Cursor);
    return pull;
  }

  private pullScope(
    name: string,
    [since, base]: [number, number],
    left: number,
    pull: Pull,
  ): [number, number] {
    const { version, floor, rows } = this.scope(name);
    const isBehind = since < floor && base < floor;
    if (isBehind) pull.reset.push(name);
    const from = isBehind ? 0 : since;
    const changed = [...rows.values()]
      .filter((row) => row.version > from)
      .sort((a, b) => a.version - b.version);
    const sent = changed.slice(0, left);
    pull.rows.push(...sent.map(({ row }) => row));
    const isCut = sent.length < changed.length;
    if (isCut) pull.more = true;
    return [
      isCut ? (sent[sent.length - 1]?.version ?? from) : Math.max(from, version),
      isBehind ? floor : base,
    ];
  }
}
