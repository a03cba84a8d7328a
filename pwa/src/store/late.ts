/** Brings the loop after the first paint: nothing that a screen shows waits for it, and a third of the store stays out. */

import type { Why } from "./state";
import type { Loop, Parts } from "./sync";

export type Waker = Pick<Loop, "wake" | "stop">;

const PAUSE = 60_000;

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
