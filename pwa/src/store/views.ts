/** What the store says of itself: the thin line of truth, the lists of acts, the troubles. */

import { computed, type ReadonlySignal } from "@preact/signals";
import type { ClosedReason } from "./db";
import type { Issue, Item, Trouble, Truth } from "./face";
import type { Memory } from "./memory";
import { type Entry, isStuck } from "./state";

const SKEW = 600_000;

/** An act as the screens know it. */
export const item = ({ op, label }: Entry) =>
  ({ id: op.id, type: op.type, body: op.body, at: op.at, ...(label && { label }) }) as Item;

export function views(
  memory: Memory,
  closed: ReadonlySignal<ClosedReason | null>,
  full: ReadonlySignal<boolean>,
  vanished: ReadonlySignal<boolean>,
) {
  const { kept, outbox, refused, done } = memory;
  return {
    truth: computed(() => truthOf(memory)),
    trouble: computed<Trouble | null>(() => {
      if (closed.value) return { code: "closed", reason: closed.value };
      if (vanished.value) return { code: "vanished" };
      return full.value ? { code: "full" } : troubleOf(memory);
    }),
    waiting: computed(() => outbox.value.map(item)),
    issues: computed(() =>
      refused.value.map((issue): Issue => {
        const { code, message, fix } = issue;
        return { ...item(issue), code, message, fix };
      }),
    ),
    delivered: computed(() => done.value.map(item)),
    complete: computed(() => kept.value.complete),
  };
}

function truthOf({ kept, outbox, refused }: Memory): Truth {
  const waiting = outbox.value.length;
  if (kept.value.sign_in) return { state: "sign_in", waiting };
  if (refused.value.length || isStuck(kept.value)) return { state: "attention", waiting };
  return waiting ? { state: "saved", waiting } : { state: "delivered", at: kept.value.synced_at };
}

function troubleOf({ kept, outbox }: Memory): Trouble | null {
  const { skew_ms, trouble, fails } = kept.value;
  if (Math.abs(skew_ms) > SKEW) return { code: "clock", skew_ms };
  if (trouble?.code === "portal") return trouble; // the person can mend it
  const oldest = outbox.value[0];
  if (oldest && isStuck(kept.value)) return { code: "watchdog", since: oldest.op.at };
  return fails > 1 ? trouble : null; // one stumble of a server is no news
}
