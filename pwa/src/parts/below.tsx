/** What is drawn after the first paint of a screen, so that a press is answered by what stands in sight. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { isReturn } from "../router";

const FRAME = 16;

/** Runs when what is drawn now has been painted; on a slow phone an effect runs before. Returns how to prevent it. */
export function afterPaint(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(run, FRAME);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** It has to stand at the end of what it stands in: what is above it never moves. */
export function Below({ children }: { children: ComponentChildren }) {
  const [isDue, setDue] = useState(isReturn); // to a place further down, which has to be there
  useLayoutEffect(() => afterPaint(() => setDue(true)), []);
  return isDue ? children : null;
}
