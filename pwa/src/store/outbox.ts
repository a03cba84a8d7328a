/** A person's acts on their way into the outbox. Nothing here resolves before the disk has it. */

import type { Session } from "./account";
import type { ActOptions } from "./face";
import type { Entry, Kept } from "./state";
import { uuid7 } from "./uuid";
import type { Op } from "./wire";
import type { World } from "./world";

/** When the server was last heard, by its clock and by the one that nobody sets. */
export interface Heard {
  srv: string;
  mono: number;
}

export function makeOp(
  world: World,
  actor: string,
  type: string,
  body: object,
  kept: Kept,
  heard: Heard | null,
): Op {
  const now = world.now();
  // After a reload the steady clock has begun anew: "at least 0 ms" is all that is known.
  const since_ms = heard && heard.srv === kept.srv ? Math.round(world.mono() - heard.mono) : 0;
  return {
    id: uuid7(now, world.bytes()),
    type,
    v: 1,
    actor,
    at: new Date(now).toISOString(),
    anchor: kept.srv === null ? null : { srv: kept.srv, since_ms },
    deps: [],
    body: JSON.parse(JSON.stringify(body)) as object,
    blobs: [],
  };
}

/** The act, the end of its draft and of what it puts right are one write: none without the others. */
export async function put({ base }: Session, op: Op, { draft, label, mends }: ActOptions): Promise<Entry> {
  return base.write(["outbox", "drafts", "issues"], "strict", async (tx) => {
    const issue = mends && (await tx.objectStore("issues").getAll()).find((one) => one.op.id === mends);
    const { at, anchor } = issue ? issue.op : op; // it happened then, however late it is written right
    const entry = { op: { ...op, at, anchor }, ...(label && { label }) } as Entry;
    const n = await tx.objectStore("outbox").add(entry);
    if (issue) await tx.objectStore("issues").put({ ...issue, aside: true });
    if (draft !== undefined) await tx.objectStore("drafts").delete(draft);
    return { ...entry, n };
  });
}
