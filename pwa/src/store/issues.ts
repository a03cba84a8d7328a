/** What a person decides about a refused act. Fetched when it happens. */

import type { Session } from "./account";
import type { Entry } from "./state";
import { uuid7 } from "./uuid";
import type { World } from "./world";

/** The same fact under a new id, for the old one has its final verdict. */
export async function again({ base }: Session, id: string, world: World): Promise<void> {
  await base.write(["outbox", "issues"], "strict", async (tx) => {
    const issues = tx.objectStore("issues");
    const issue = (await issues.getAll()).find(({ op }) => op.id === id);
    if (!issue) return;
    await issues.delete(issue.n);
    const op = { ...issue.op, id: uuid7(world.now(), world.bytes()) };
    const { label } = issue;
    await tx.objectStore("outbox").add({ op, retry_of: id, ...(label && { label }) } as Entry);
  });
}

export async function setAside({ base }: Session, id: string): Promise<void> {
  await base.write(["issues"], "strict", async (tx) => {
    const issue = (await tx.objectStore("issues").getAll()).find(({ op }) => op.id === id);
    if (issue) await tx.objectStore("issues").put({ ...issue, aside: true });
  });
}
