/**
 * The deciding half of sync, free of I/O: a state and an event in, a state and effects out, nothing else touched.
 *
 * What must survive a restart is `Kept` and the stored entries; every event brings them as they are in the database
 * at that moment, and every change to them leaves as one `Write` that is stored whole or not at all. `State` is what
 * one tab may forget. Clock, chance and answers come in with the events, so the same events give the same effects.
 */

import { answer } from "./outcome";
import {
  type Effect,
  type Entry,
  type Event,
  HOUR,
  justKept,
  type Kept,
  rest,
  SECOND,
  type State,
  type Step,
  type Turn,
  wantsProof,
} from "./state";
import type { SyncRequest } from "./wire";

export * from "./state";

const MAX_BYTES = 252 * 1_024; // 256 KiB less the envelope
const LONGEST_WAIT = 2 * HOUR;

export function step(state: State, event: Event): Step {
  return event.type === "turn" ? turn(state, event) : answer(state, event);
}

function turn(state: State, event: Turn): Step {
  if (state.flight) return [state, []];
  const kept = { ...event.kept, stuck: watch(event) };
  const keep: Effect = { do: "keep", write: justKept(kept) };
  const at = due(kept, event);
  if (at > event.now) {
    if (!kept.held) kept.until = Math.min(kept.until, at); // what woke us may have shortened the wait
    return [state, [keep, rest(event, at)]];
  }
  const [next, send] = request(state, event, kept);
  return [next, [keep, send]];
}

/** Counts the time in which the oldest act could have gone; leaps of the clock count for minutes at most. */
function watch({ kept, outbox, now, online }: Turn): Kept["stuck"] {
  const head = outbox[0];
  if (!head) return null;
  const before = kept.stuck?.n === head.n ? kept.stuck : { n: head.n, tries: 0, online_ms: 0, tick: now };
  const passed = online ? Math.min(Math.max(now - before.tick, 0), 300 * SECOND) : 0;
  return { ...before, online_ms: before.online_ms + passed, tick: now };
}

/** When to try: now, or the moment to ask again. */
function due(kept: Kept, { why, now, roll, visible, outbox }: Turn): number {
  // A wait longer than any we set means that the clock was turned back meanwhile.
  const until = kept.until - now > LONGEST_WAIT ? now : kept.until;
  const early =
    why === "online"
      ? now + roll * SECOND * (visible ? 2 : kept.hints.spread_s) // the power comes back for all at once
      : why === "timer" && !visible && outbox.length === 0
        ? now + 60 * SECOND
        : now;
  if (kept.held || why === "timer" || (why === "visible" && !kept.fails)) return Math.max(until, early);
  return early;
}

function request(state: State, event: Turn, kept: Kept): [State, Effect] {
  const { outbox, now, me, why } = event;
  const fresh = outbox.filter((entry) => !state.skip.includes(entry.n));
  const isOver = fresh.length === 0 && why !== "again"; // everything else went: those skipped have their turn
  const queue = isOver ? outbox : fresh;
  const entries = state.suspect ? [] : batch(queue, Math.min(state.limit, kept.hints.max_ops || 1));
  const isLast = state.suspect !== null || entries.length === queue.length;
  const { epoch, cursor, marks } = kept;
  const proof = wantsProof(state, now) ? event.proof : [];
  const flight = { id: state.seq + 1, at: now, entries, epoch, cursor, marks, asks: isLast, proof };
  const head = outbox[0];
  const body: SyncRequest = {
    protocol: 1,
    build: me.build,
    actor: me.actor,
    now: new Date(now).toISOString(),
    epoch: kept.epoch,
    ops: entries.map((entry) => entry.op),
    pull: isLast ? { cursor: kept.cursor, max_rows: kept.fails ? 100 : 500 } : null, // less over a line that stalls
    diag: {
      outbox: outbox.length,
      oldest_s: head ? Math.max(0, Math.round((now - Date.parse(head.op.at)) / SECOND)) : 0,
      persisted: me.persisted,
    },
    proof,
  };
  const next = { ...state, seq: flight.id, flight, skip: isOver ? [] : state.skip };
  return [next, { do: "send", request: flight.id, body }];
}

/** The oldest acts that fit, and always the first, for only the server can refuse it. */
function batch(queue: Entry[], limit: number): Entry[] {
  const encoder = new TextEncoder();
  let bytes = 0;
  const end = queue.slice(0, limit).findIndex(({ op }, i) => {
    bytes += encoder.encode(JSON.stringify(op)).length + 1;
    return bytes > MAX_BYTES && i > 0;
  });
  return queue.slice(0, end < 0 ? limit : end);
}
