/** An act of a form: saved first, and only then does the screen go on; what was not saved is said. */
import { useState } from "preact/hooks";
import { gettext } from "../i18n";
import { StoreError } from "../store";

export function useSaving() {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const save = async (run: () => Promise<unknown>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setFailed(undefined);
    try {
      await run();
      return true;
    } catch (error) {
      const isFull = error instanceof StoreError && error.code === "full";
      setFailed(
        isFull
          ? gettext("There is no room left on this phone. Delete a few photos or videos and press once more.")
          : gettext("The phone could not save this. Close Verstat, open it again and press once more."),
      );
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failed, save };
}
