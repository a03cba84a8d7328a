/** What one good answer changes, as one unit. */

import type { Answer, Done, Entry, Flight, Refused, State, Write } from "./state";
import type { Pull, SyncAnswer, Verdict } from "./wire";

const JOURNAL_DAYS = 30;

interface Settled {
  write: Write;
  /** Numbers of the acts that the server wants to see again. */
  retry: number[];
  /** The pull was stored and moved on. */
  isFresh: boolean;
}

/** null: the answer speaks of an epoch that the phone has left. */
export function settle(flight: Flight, answer: SyncAnswer, { kept, outbox, now }: Answer): Settled | null {
  // By the clock that is behind: a server that wakes up in another year must not empty the journal.
  const today = Math.min(Date.parse(answer.now), now);
  const isOther = kept.epoch !== null && kept.epoch !== answer.epoch;
  if (isOther && flight.epoch !== kept.epoch) return null;
  const isBack = isOther || flight.proof.some((id) => answer.missing?.includes(id));
  const write: Write = {
    kept: { ...kept, epoch: answer.epoch },
    settled: [],
    done: [],
    refused: [],
    replay: isBack,
    drop: [],
    gone: [],
    rows: [],
    sweep: null,
    forget: new Date(today - JOURNAL_DAYS * 86_400_000).toISOString(),
  };
  if (isBack) {
    // The server came back from a backup, said or unsaid: what it has forgotten is in the journal, and all rows are read
    // anew, for its versions have begun again below the cursor. What other tabs have asked for is too late.
    Object.assign(write.kept, { cursor: null, shown: [], marks: kept.marks + 1 });
    return { write, retry: [], isFresh: false };
  }
  const retry = judge(write, flight, answer, outbox);
  return { write, retry, isFresh: answer.pull !== null && page(write, flight, answer.pull) };
}

/** Only verdicts on acts that were sent and still wait count, so that each act ends once. */
function judge(write: Write, flight: Flight, answer: SyncAnswer, outbox: Entry[]): number[] {
  const retry: number[] = [];
  for (const verdict of answer.verdicts) {
    const isIt = ({ op }: Entry) => op.id === verdict.id;
    const entry = flight.entries.some(isIt) ? outbox.find(isIt) : undefined;
    if (!entry || write.settled.includes(entry.n)) continue;
    if (verdict.status === "retry") retry.push(entry.n);
    else end(write, entry, verdict, answer);
  }
  return retry;
}

function end(write: Write, entry: Entry, verdict: Verdict, { epoch, now }: SyncAnswer): void {
  write.settled.push(entry.n);
  if (verdict.status === "rejected") {
    const { code, message, fix } = verdict;
    write.refused.push({ ...entry, code, message, fix: fix ?? "none" } satisfies Refused);
  } else {
    write.done.push({ ...entry, epoch, acked: now } satisfies Done);
    write.kept.shown = [...write.kept.shown, entry.n];
  }
}

/** The act that no request can carry becomes an issue; its words stay. */
export function blame(write: Write, outbox: Entry[], { n, problem }: NonNullable<State["suspect"]>): void {
  const entry = outbox.find((other) => other.n === n);
  if (!entry) return;
  write.settled.push(n);
  write.refused.push({ ...entry, code: problem.code, message: problem.detail, fix: problem.fix });
}

/** A page counts only on top of the very rows it was asked for: a late one would turn the cursor back. */
function page(write: Write, flight: Flight, pull: Pull): boolean {
  const { kept } = write;
  if (kept.cursor !== flight.cursor || kept.marks !== flight.marks) return false;
  if (flight.cursor === null) kept.sweep = { "*": ++kept.marks };
  kept.sweep = { ...kept.sweep };
  for (const scope of pull.reset) kept.sweep[scope] = ++kept.marks;
  for (const { s: scope, e: entity, id, d } of pull.rows) {
    const mark = kept.sweep[scope] ?? kept.sweep["*"] ?? 0;
    if (d) write.rows.push({ scope, entity, id, d, mark });
    else write.gone.push({ scope, entity, id });
  }
  const isFresh = kept.cursor !== pull.cursor;
  write.drop = pull.drop;
  kept.cursor = pull.cursor;
  if (!pull.more) {
    write.sweep = Object.keys(kept.sweep).length ? kept.sweep : null;
    Object.assign(kept, { sweep: {}, shown: [], complete: true });
  }
  return isFresh;
}
