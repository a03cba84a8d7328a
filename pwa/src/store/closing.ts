/** The end of an account, or of a visit: what lies here of it goes, and nothing of anybody else. Fetched when it happens. */

import { forgetAll } from "../parts/kept";
import type { Accounts } from "./account";
import { isGood, refusal } from "./http";
import { NEW_KEPT } from "./state";

const STORES = ["rows", "bundles", "answers", "outbox", "journal", "issues", "drafts"] as const;

/** Closes the account for ever. Rejects with a ProblemError. */
export async function close(accounts: Accounts, password: string): Promise<void> {
  const { id } = accounts.need();
  const reply = await accounts.parts.ask("/api/people/me/close", { method: "POST", body: { password } });
  const said = (reply.body as { said?: unknown } | undefined)?.said;
  if (!isGood(reply) || typeof said !== "string") throw refusal(reply); // nothing goes by the word of a café's page
  await erase(accounts, id, said);
}

/**
 * All that lies here of a closed account goes, unsent work too. What is written down first is finished at the next start,
 * should the power fail now.
 */
export async function erase(accounts: Accounts, id: string, said?: string): Promise<void> {
  const isHere = await accounts.device.write(["accounts", "meta"], "strict", async (tx) => {
    const [known, meta] = [tx.objectStore("accounts"), tx.objectStore("meta")];
    if (!(await known.get(id))) return false;
    await known.put({ id, person: null, purge: false, erase: true });
    if ((await meta.get("current")) !== id) return true;
    await meta.put(null, "current");
    await meta.put(said, "farewell");
    return true;
  });
  if (!isHere) return;
  forgetAll(); // what was typed at the door
  await accounts.follow();
  accounts.parts.say();
}

/** Removes what was pulled for a person; what they did stays: outbox, issues, drafts and the journal. */
export async function throwAway(accounts: Accounts, id: string): Promise<void> {
  await accounts.with(id, (base) =>
    base.write(["rows", "bundles", "answers", "meta"], "strict", async (tx) => {
      const meta = tx.objectStore("meta");
      const { epoch, marks, shown, hints } = (await meta.get("sync")) ?? NEW_KEPT;
      await meta.put({ ...NEW_KEPT, epoch, shown, hints, marks: marks + 1 }, "sync");
      for (const name of ["rows", "bundles", "answers"] as const) await tx.objectStore(name).clear();
    }),
  );
  await accounts.device.write(["accounts"], "relaxed", async (tx) => {
    const known = tx.objectStore("accounts");
    await known.put({ person: null, ...(await known.get(id)), id, purge: false });
  });
}

/** Empties the database of an account that is to be erased; what an answer on its way brings is too late. */
export async function wipe(accounts: Accounts, id: string): Promise<void> {
  await accounts.with(id, (base) =>
    base.write([...STORES, "meta"], "strict", async (tx) => {
      const meta = tx.objectStore("meta");
      const marks = ((await meta.get("sync")) ?? NEW_KEPT).marks + 1;
      await meta.put({ ...NEW_KEPT, marks }, "sync");
      for (const name of STORES) await tx.objectStore(name).clear();
    }),
  );
  await accounts.device.write(["accounts"], "strict", (tx) => tx.objectStore("accounts").delete(id));
}
