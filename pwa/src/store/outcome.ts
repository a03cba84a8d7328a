/** What an answer, or none, means for the queue and for the next try. */

import { readAnswer, readProblem } from "./answer";
import { blame, settle } from "./settle";
import {
  type Answer,
  type Effect,
  type Entry,
  type Flight,
  HOUR,
  justKept,
  type Kept,
  MAX_OPS,
  rest,
  SECOND,
  type State,
  type Step,
  tick,
  type Write,
  wantsProof,
} from "./state";
import type { Problem, SyncAnswer } from "./wire";

const FEW_OPS = 5;
const SLOW = 20 * SECOND;

export function answer(state: State, event: Answer): Step {
  const { flight } = state;
  if (!flight || flight.id !== event.request) return [state, []];
  const landed = { ...state, flight: null };
  const { status, retryAfter } = event;
  if (status === 200) return accepted(landed, event, flight);
  if (status === 0) return noAnswer(landed, event, flight);
  if (status === 429 || status === 503) {
    const trouble = status === 503 && retryAfter === null ? { code: "server" as const, status } : null;
    return failed(landed, event, flight, trouble);
  }
  const problem = readProblem(event.body);
  if (status < 500 && !problem) return failed(landed, event, flight, { code: "portal" });
  if (status === 401 || status === 403) return unknownPerson(landed, event, flight);
  if (problem && (status === 400 || status === 413 || status === 422)) {
    return tooMuch(landed, event, flight, problem);
  }
  return stumbled(landed, event, flight);
}

function accepted(state: State, event: Answer, flight: Flight): Step {
  const body = readAnswer(event.body);
  if (!body) return failed(state, event, flight, { code: "portal" });
  const result = settle(flight, body, event);
  if (!result) return [state, [{ do: "rest", until: event.now + SECOND }]];
  const { write, retry, isFresh } = result;
  if (state.suspect && flight.entries.length === 0) blame(write, event.outbox, state.suspect);
  const left = event.outbox.filter(({ n }) => !write.settled.includes(n));
  const isMute = flight.entries.length > 0 && body.verdicts.length === 0;
  if (isMute && !write.replay) return failed(state, event, flight, null, write);

  credit(write, body, event, left, flight.asks && !event.full);
  write.kept.stuck = tried(write.kept, event, flight, left);
  const skip = [...state.skip, ...retry];
  const isMore = left.some(({ n }) => !skip.includes(n)) || (body.pull?.more === true && isFresh);
  const at = Math.max(write.kept.until, tick(event.now, event.roll));
  const after: Effect = isMore && !write.replay ? { do: "again" } : { do: "rest", until: at };
  const proved = wantsProof(state, flight.at) ? event.now : state.proved;
  const next = { ...state, skip, suspect: null, limit: Math.min(MAX_OPS, state.limit * 2), proved };
  return [next, [{ do: "keep", write }, after]];
}

/**
 * The server is there and knows us. Where it has come back from a backup all phones replay, and where it had no time for
 * the page that was asked for it is full: then each waits its turn.
 */
function credit(
  { kept, replay }: Write,
  { hints, now: srv, pull }: SyncAnswer,
  event: Answer,
  left: Entry[],
  asked: boolean,
): void {
  const { now, roll } = event;
  const held = replay || (asked && !pull);
  const spread = held ? roll * hints.spread_s : 0;
  const until = now + ((replay ? 0 : hints.next_min_s) + spread) * SECOND;
  const skew_ms = now - Date.parse(srv);
  Object.assign(kept, { hints, srv, skew_ms, until, held, sign_in: false, trouble: null, fails: 0 });
  const isAll = left.length === 0 && pull?.more === false && !replay;
  if (isAll) kept.synced_at = new Date(now).toISOString();
}

function failed(
  state: State,
  event: Answer,
  flight: Flight,
  trouble: Kept["trouble"],
  write = justKept({ ...event.kept }),
): Step {
  const { retryAfter, roll, now } = event;
  const { kept } = write;
  const held = retryAfter !== null;
  const wait = held
    ? Math.min(retryAfter * SECOND, HOUR) + roll * kept.hints.spread_s * SECOND
    : roll * Math.min(300 * SECOND, 2 * SECOND * 2 ** kept.fails);
  const stuck = tried(kept, event, flight, event.outbox);
  Object.assign(kept, { trouble, held, until: now + wait, fails: kept.fails + 1, stuck });
  return [state, [{ do: "keep", write }, rest(event, kept.until)]];
}

/** One more try that the oldest act did not end by; without a network, or when asked to wait, it had no chance. */
function tried({ stuck }: Kept, answer: Answer, { entries }: Flight, left: Entry[]): Kept["stuck"] {
  if (!stuck || left[0]?.n !== stuck.n) return null;
  const wasSent = entries.some(({ n }) => n === stuck.n);
  return answer.online && answer.retryAfter === null && wasSent
    ? { ...stuck, tries: stuck.tries + 1 }
    : stuck;
}

/** After a long wait the line may be too slow for so much at once; where there is none, size does not matter. */
function noAnswer(state: State, event: Answer, flight: Flight): Step {
  const isSlow = event.now - flight.at > SLOW;
  const limit = isSlow ? Math.max(FEW_OPS, flight.entries.length >> 1) : state.limit;
  return failed({ ...state, limit }, event, flight, null);
}

/** The queue is kept and tried again now and then, since another tab or a restart of the server may mend it. */
function unknownPerson(state: State, event: Answer, flight: Flight): Step {
  const write = justKept({ ...event.kept, sign_in: true });
  return failed(state, event, { ...flight, entries: [] }, null, write); // not a try that the acts are to blame for
}

/** Nothing of the request was applied: halve it; one act alone is checked against an empty request before it is blamed. */
function tooMuch(state: State, event: Answer, flight: Flight, problem: Problem): Step {
  const [first, second] = flight.entries;
  const again: Effect = { do: "again" };
  if (second) return [{ ...state, limit: flight.entries.length >> 1 }, [again]];
  if (first) return [{ ...state, suspect: { n: first.n, problem } }, [again]];
  // The request itself is refused. A cursor that the server no longer reads is the one cause that we can mend.
  const write = justKept({ ...event.kept, cursor: null });
  return failed({ ...state, suspect: null }, event, flight, { code: "server", status: event.status }, write);
}

/** The server broke, perhaps over one act: smaller batches find it, and the others pass it by. */
function stumbled(state: State, event: Answer, flight: Flight): Step {
  const [first, second] = flight.entries;
  const next = second
    ? { ...state, limit: flight.entries.length >> 1 }
    : first
      ? { ...state, skip: [...state.skip, first.n] }
      : state;
  return failed(next, event, flight, { code: "server", status: event.status });
}
