/** An act that is saved first, and only then does the screen go on; what was not saved is said. */
import { useState } from "preact/hooks";
import { gettext } from "../i18n";
import { StoreError } from "../store";
import { Banner, Shown } from "./bits";

export const codeOf = (error: unknown): StoreError["code"] =>
  error instanceof StoreError ? error.code : "closed";

export interface Saving {
  busy: boolean;
  failed: StoreError["code"] | undefined;
  /** Whether it is saved. */
  save: (run: () => Promise<unknown>) => Promise<boolean>;
}

export function useSaving(): Saving {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<StoreError["code"]>();
  const save = async (run: () => Promise<unknown>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setFailed(undefined);
    try {
      await run();
      return true;
    } catch (error) {
      setFailed(codeOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failed, save };
}

/** Nothing is claimed, earlier work is safe, what to do. */
export const NotSaved = ({ code }: { code: StoreError["code"] | undefined }) =>
  code ? (
    <Shown>
      <Banner
        tone="err"
        title={
          code === "full" ? gettext("No room left on this phone") : gettext("The phone could not save this")
        }
      >
        <p>
          {code === "full"
            ? gettext(
                "What you did last is not saved yet. Delete a few photos or videos and do it once more. Earlier work is safe.",
              )
            : gettext(
                "What you did last is not saved yet. Close Verstat, open it again and do it once more. Earlier work is safe.",
              )}
        </p>
      </Banner>
    </Shown>
  ) : null;
