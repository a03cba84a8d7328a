// @vitest-environment node
/** What only the core can be asked: answers that come after the phone has moved on, and a clock that leaps. */

import { expect, test } from "vitest";
import {
  type Entry,
  isStuck,
  type Kept,
  NEW_KEPT,
  NEW_STATE,
  step,
  type Write,
} from "../../../pwa/src/store/core";
import type { SyncAnswer } from "../../../pwa/src/store/wire";

const HOUR = 3_600_000;
const me = { actor: "p", build: "", persisted: true };
const op = { id: "a", type: "t", v: 1, actor: "p", at: "", anchor: null, deps: [], body: {}, blobs: [] };
const outbox: Entry[] = [{ n: 1, op }];
const answer: SyncAnswer = {
  epoch: "e1",
  now: "2026-11-25T08:00:00Z",
  verdicts: [{ id: "a", status: "rejected", code: "no", message: "No", fix: "none" }],
  pull: { cursor: "1", more: false, drop: [], reset: [], rows: [{ s: "s", e: "note", id: "r", d: {} }] },
  hints: NEW_KEPT.hints,
};

/** What is stored when the answer to a request made of `then` meets the phone as it is `now`. */
function meet(body: SyncAnswer, then: Kept, now: Kept, left = outbox): Write | undefined {
  const moment = { now: 0, roll: 0, online: true, proof: [] };
  const [state] = step(NEW_STATE, {
    type: "turn",
    why: "user",
    visible: true,
    me,
    ...moment,
    kept: then,
    outbox,
  });
  const reply = { type: "answer" as const, request: state.seq, status: 200, retryAfter: null, body };
  const [keep] = step(state, { ...reply, ...moment, kept: now, outbox: left })[1];
  return keep?.do === "keep" ? keep.write : undefined;
}

test("an answer in time brings its verdict and its rows", () => {
  expect(meet(answer, NEW_KEPT, NEW_KEPT)).toMatchObject({
    settled: [1],
    refused: [{ n: 1 }],
    rows: [{ id: "r" }],
  });
});

test("an answer to whoever has thrown the rows away meanwhile brings none, even to the first request", () => {
  const write = meet(answer, NEW_KEPT, { ...NEW_KEPT, marks: NEW_KEPT.marks + 1 });
  expect(write).toMatchObject({ settled: [1], rows: [], kept: { cursor: null, complete: false } });
});

test("an act that another tab has settled is not settled again", () => {
  expect(meet(answer, NEW_KEPT, NEW_KEPT, [])).toMatchObject({ settled: [], refused: [], done: [] });
});

test("an answer from before the restore changes nothing once the phone knows of the restore", () => {
  expect(meet(answer, { ...NEW_KEPT, epoch: "e1" }, { ...NEW_KEPT, epoch: "e2" })).toBeUndefined();
});

test("what another tab asked for before a server was found set back is too late", () => {
  const proof = ["lost"];
  const moment = { now: 0, roll: 0, online: true, visible: true, me, proof, kept: NEW_KEPT, outbox };
  const [state] = step(NEW_STATE, { type: "turn", why: "start", ...moment });
  const body = { ...answer, missing: proof };
  const reply = { type: "answer" as const, request: state.seq, status: 200, retryAfter: null, body };
  const [keep] = step(state, { ...reply, ...moment })[1];
  const kept = keep?.do === "keep" ? keep.write.kept : NEW_KEPT;
  expect(keep).toMatchObject({ write: { replay: true, settled: [], rows: [], kept: { cursor: null } } });
  expect(meet(answer, NEW_KEPT, kept)).toMatchObject({ rows: [], kept: { cursor: null } });
});

test("a verdict on an act that was not sent is nobody's", () => {
  const other = { ...answer, verdicts: [{ id: "b", status: "applied" as const }] };
  const left = [...outbox, { n: 2, op: { ...op, id: "b" } }];
  expect(meet(other, NEW_KEPT, NEW_KEPT, left)).toMatchObject({ settled: [], done: [] });
});

test("a day of network without delivery asks for a person, however few the tries; a leap of the clock does not", () => {
  const turn = (kept: Kept, now: number, online = true): Kept => {
    const moment = {
      now,
      roll: 0,
      online,
      visible: true,
      kept: { ...kept, held: true, until: now + HOUR },
      outbox,
      proof: [],
    };
    const [keep] = step(NEW_STATE, { type: "turn", why: "timer", me, ...moment })[1];
    return keep?.do === "keep" ? keep.write.kept : kept;
  };
  let kept = NEW_KEPT;
  for (let now = 0; now < 23.9 * HOUR; now += 60_000) kept = turn(kept, now);
  for (let day = 2; day < 30; day++) kept = turn(kept, day * 24 * HOUR, false);
  expect(isStuck(kept)).toBe(false);
  for (let now = 0; now < 0.2 * HOUR; now += 60_000) kept = turn(kept, 40_000 * HOUR + now);
  expect(isStuck(kept)).toBe(true);
});
