/** A command that needs the network: one at a time, and why it did not work, in words. */
import { useState } from "preact/hooks";
import { gettext } from "../i18n";
import { ProblemError } from "../store";

export function useOnline() {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const run = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    if (busy) return undefined;
    setBusy(true);
    setFailed(undefined);
    try {
      return await ask();
    } catch (error) {
      const detail = error instanceof ProblemError ? error.detail : "";
      setFailed(detail || gettext("This needs the network. Try again with a network."));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failed, run };
}
