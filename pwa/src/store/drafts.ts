/** What is being typed, kept at every field, so that leaving and coming back loses nothing. */

import type { Session } from "./account";
import type { Draft } from "./face";

export function createDraft(key: string, need: () => Session): Draft {
  return {
    async get() {
      return (await need().base.open()).get("drafts", key);
    },
    async set(value) {
      await need().base.write(["drafts"], "strict", (tx) => tx.objectStore("drafts").put(value, key));
    },
    async clear() {
      await need().base.write(["drafts"], "strict", (tx) => tx.objectStore("drafts").delete(key));
    },
  };
}
