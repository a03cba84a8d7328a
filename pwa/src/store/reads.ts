/** Online reads, whose last answer stays visible with its time. */

import type { Session } from "./account";
import { StoreError } from "./face";
import { type Ask, isGood, type Reply, refusal } from "./http";
import type { World } from "./world";

export interface Read<T> {
  data: T;
  /** When the server gave it, by the phone's clock. */
  at: string;
  /** From the phone, for lack of an answer. */
  stale: boolean;
}

export function createReads(world: World, ask: Ask, need: () => Session) {
  return async <T>(path: string, isKept = true): Promise<Read<T>> => {
    const session = need();
    const reply = await ask(path);
    if (need() !== session) throw new StoreError("closed"); // another person's by now
    const { base } = session;
    if (isGood(reply) && reply.body !== undefined) {
      const answer = { data: reply.body, at: new Date(world.now()).toISOString() };
      const keep = () =>
        base.write(["answers"], "relaxed", (tx) => tx.objectStore("answers").put(answer, path));
      if (isKept) await keep().catch(() => {}); // no room to keep it: it is shown all the same
      return { data: reply.body as T, at: answer.at, stale: false };
    }
    const db = await base.open();
    if (isGone(reply)) await db.delete("answers", path);
    const last = await db.get("answers", path);
    if (!last) throw refusal(reply);
    return { data: last.data as T, at: last.at, stale: true };
  };
}

/** A lost right removes what was seen by it; an expired session and a broken line do not. */
const isGone = ({ status, body }: Reply) => (status === 403 || status === 404) && body !== undefined;
