/** An attempt under way, kept on the phone at every answer: a killed browser goes on where it was. */
import { useEffect, useState } from "preact/hooks";
import { draft, StoreError } from "../../store";
import type { Begun } from "../progress/taking";

interface Keeping {
  /** Undefined until the phone has told, null when none is under way. */
  begun: Begun | null | undefined;
  /** Shows it at once and writes it; what could not be written is said by `failed`. */
  put(next: Begun): void;
  forget(): void;
  failed: StoreError["code"] | undefined;
}

export const codeOf = (error: unknown): StoreError["code"] =>
  error instanceof StoreError ? error.code : "closed";

export function useBegun(key: string): Keeping {
  const [begun, setBegun] = useState<Begun | null>();
  const [failed, setFailed] = useState<StoreError["code"]>();
  useEffect(() => {
    const show = (found: unknown) => setBegun((found as Begun | undefined) ?? null);
    draft(key)
      .get()
      .then(show, (error: unknown) => setFailed(codeOf(error)));
  }, [key]);
  return {
    begun,
    failed,
    put(next) {
      setBegun(next);
      draft(key)
        .set(next)
        .then(
          () => setFailed(undefined),
          (error: unknown) => setFailed(codeOf(error)),
        );
    },
    forget: () => setBegun(null),
  };
}
