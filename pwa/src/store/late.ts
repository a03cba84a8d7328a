/** What is brought after the first script, so that this one stays small: the loop, and what keeps texts. */

import type { Parts as BundleParts, Bundles } from "./bundles";
import type { Why } from "./state";
import type { Loop, Parts } from "./sync";

export type Waker = Pick<Loop, "wake" | "stop">;

const PAUSE = 60_000;

/** Nothing that a screen shows waits for it. */
export function lateLoop(parts: Parts): Waker {
  let loop: Loop | null = null;
  let coming: Promise<void> | null = null;
  let isOver = false;

  const bring = async () => {
    const { Loop } = await import("./sync");
    loop = isOver ? null : new Loop(parts);
  };
  const wake = (why: Why): void => {
    if (isOver || loop) {
      loop?.wake(why);
      return;
    }
    coming ??= bring();
    coming.then(
      () => loop?.wake(why),
      () => {
        coming = null; // not on the phone yet, and no network
        parts.world.later(PAUSE, () => wake("timer"));
      },
    );
  };
  return {
    wake,
    stop() {
      isOver = true;
      loop?.stop();
    },
  };
}

/** Runs with what keeps the texts; rejects while that is neither on the phone nor to be had. */
export type WithBundles = <T>(run: (bundles: Bundles) => Promise<T>) => Promise<T>;

export function lateBundles(parts: BundleParts): WithBundles {
  let coming: Promise<Bundles> | null = null;
  return async (run) => {
    coming ??= import("./bundles").then(({ Bundles }) => new Bundles(parts));
    const bundles = await coming.catch((error: unknown) => {
      coming = null;
      throw error;
    });
    return run(bundles);
  };
}
