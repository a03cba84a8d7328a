/** What the core of sync knows, is told and decides: plain values only. */

import type { Fix, Hints, Op, Problem, SyncRequest } from "./wire";

export const SECOND = 1_000;
export const HOUR = 3_600 * SECOND;
export const MAX_OPS = 50;
const STUCK_TRIES = 20;
const STUCK_ONLINE = 24 * HOUR;

/** An act on this phone; `n` is its place in the order of acts, given by the database. */
export interface Entry {
  n: number;
  op: Op;
  retry_of?: string;
  /** How the act is called in lists, written down when it was made; never sent. */
  label?: string;
}
export interface Done extends Entry {
  epoch: string;
  /** By the server's clock, since the phone's may lie. */
  acked: string;
}
export interface Refused extends Entry {
  code: string;
  message: string;
  fix: Fix;
  aside?: true;
}
export interface StoredRow {
  scope: string;
  entity: string;
  id: string;
  d: object;
  mark: number;
}

export interface Kept {
  epoch: string | null;
  cursor: string | null;
  /** Scopes being replaced ("*": all): rows without this mark go when the snapshot is complete, and not before. */
  sweep: Record<string, number>;
  /** The last mark given. It also moves when rows are thrown away, so that answers on their way are too late. */
  marks: number;
  /** Applied, but the pull that shows it has not come to its end: still part of what the screens see. */
  shown: number[];
  complete: boolean;
  synced_at: string | null;
  srv: string | null;
  skew_ms: number;
  sign_in: boolean;
  trouble: { code: "portal" } | { code: "server"; status: number } | null;
  /** Nothing is tried by itself before this; `held`: nor by hand, for the server asked to wait. */
  until: number;
  held: boolean;
  fails: number;
  /** The oldest unsent act and how long it had a chance to go. */
  stuck: { n: number; tries: number; online_ms: number; tick: number } | null;
  hints: Hints;
}

export interface Flight {
  id: number;
  at: number;
  entries: Entry[];
  epoch: string | null;
  cursor: string | null;
  marks: number;
  /** A page was asked for. */
  asks: boolean;
  proof: string[];
}
export interface State {
  seq: number;
  flight: Flight | null;
  /** At most so many operations in the next request. */
  limit: number;
  /** Not now: the server said `retry`, or stumbled over it. Others go first. */
  skip: number[];
  /** Refused with its whole request: the next one goes without operations, to tell a bad act from a bad request. */
  suspect: { n: number; problem: Problem } | null;
  /** When the server last answered to a proof. */
  proved: number | null;
}

export type Why = "start" | "act" | "user" | "visible" | "online" | "timer" | "again";
export interface Turn {
  type: "turn";
  why: Why;
  now: number;
  /** A random number in [0, 1). */
  roll: number;
  online: boolean;
  visible: boolean;
  kept: Kept;
  outbox: Entry[];
  /** Ids of a few acts of the journal, the newest among them; needed only when `wantsProof`. */
  proof: string[];
  me: { actor: string; build: string; persisted: boolean };
}
export interface Answer {
  type: "answer";
  request: number;
  /** 0 when no answer came. */
  status: number;
  /** Seconds, from the Retry-After header. */
  retryAfter: number | null;
  /** undefined when it is not JSON. */
  body: unknown;
  now: number;
  roll: number;
  online: boolean;
  kept: Kept;
  outbox: Entry[];
  /** The phone had no room for the page that came, so it is left out of the body. */
  full?: true;
}
export type Event = Turn | Answer;

/** One unit of change to the account's database. */
export interface Write {
  kept: Kept;
  settled: number[];
  done: Done[];
  refused: Refused[];
  /** The whole journal returns to the outbox. */
  replay: boolean;
  /** In this order: drop scopes, then gone and rows, then sweep. */
  drop: string[];
  gone: { scope: string; entity: string; id: string }[];
  rows: StoredRow[];
  sweep: Record<string, number> | null;
  /** Journal entries acknowledged before this go. */
  forget: string | null;
}
export type Effect =
  | { do: "send"; request: number; body: SyncRequest }
  | { do: "keep"; write: Write }
  | { do: "again" }
  | { do: "rest"; until: number };
export type Step = [State, Effect[]];

export const NEW_STATE: State = {
  seq: 0,
  flight: null,
  limit: MAX_OPS,
  skip: [],
  suspect: null,
  proved: null,
};
export const NEW_KEPT: Kept = {
  epoch: null,
  cursor: null,
  sweep: {},
  marks: 0,
  shown: [],
  complete: false,
  synced_at: null,
  srv: null,
  skew_ms: 0,
  sign_in: false,
  trouble: null,
  until: 0,
  held: false,
  fails: 0,
  stuck: null,
  hints: { next_min_s: 30, spread_s: 60, max_ops: MAX_OPS },
};

/** At the start and then about once an hour; a clock that leaps does not put it off. */
export const wantsProof = ({ proved }: State, now: number): boolean =>
  proved === null || Math.abs(now - proved) >= HOUR;

/** Work lies unsent although it had its chances: a person must be told. */
export const isStuck = ({ stuck }: Kept): boolean =>
  stuck !== null && (stuck.tries >= STUCK_TRIES || stuck.online_ms > STUCK_ONLINE);

/** Wakes up by itself at that moment; with work waiting also about once a minute, for whatever nobody told us. */
export function rest({ now, roll, outbox }: Pick<Event, "now" | "roll" | "outbox">, at: number): Effect {
  return { do: "rest", until: outbox.length ? Math.min(at, tick(now, roll)) : at };
}

/** Once a minute, but not every phone in the same second. */
export const tick = (now: number, roll: number): number => now + 60 * SECOND * (0.5 + roll);

export const justKept = (kept: Kept): Write => ({
  kept,
  settled: [],
  done: [],
  refused: [],
  replay: false,
  drop: [],
  gone: [],
  rows: [],
  sweep: null,
  forget: null,
});
