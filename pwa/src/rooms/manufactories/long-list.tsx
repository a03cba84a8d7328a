/** A list of any length, of which only what is in sight and a screen around it stands in the page. */
import { type ComponentChildren, Fragment } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { afterPaint } from "../../parts/below";
import { inSight, room } from "./seen";

interface Props<T> {
  pages: readonly T[];
  /** The height of a page before it was ever drawn. */
  guess: (page: T) => number;
  /** Asked once of every page; one that is to look otherwise is another object. */
  page: (page: T, i: number) => ComponentChildren;
}

export function LongList<T extends object>({ pages, guess, page }: Props<T>) {
  const list = useRef<HTMLDivElement>(null);
  const known = useRef<number[]>([]);
  const heights = pages.map((one, i) => (known.current[i] ??= guess(one)));
  const [[from, to, kept], setDrawn] = useState<Drawn>(() => [...inSight(heights, 0, innerHeight), -1]);
  const made = useRef(new WeakMap<object, ComponentChildren>());
  /** The same page is the same drawing: a scroll draws only what comes into sight. */
  const draw = (i: number): ComponentChildren => {
    const one = pages[i] as T;
    if (!made.current.has(one)) made.current.set(one, page(one, i));
    return made.current.get(one);
  };
  const drawn = pages.map((_, i) => i).filter((i) => (i >= from && i < to) || i === kept);
  /** What is drawn tells its height; then it is seen whether others belong in sight. */
  const look = () => {
    for (const node of list.current?.querySelectorAll<HTMLElement>("[data-page]") ?? [])
      heights[pageOf(node)] = known.current[pageOf(node)] = node.offsetHeight;
    const top = -(list.current?.getBoundingClientRect().top ?? 0);
    const now: Drawn = [...inSight(heights, top - innerHeight, top + 2 * innerHeight), focused(list.current)];
    setDrawn((before) => (now.every((one, i) => one === before[i]) ? before : now));
  };
  const [isNew, setNew] = useState(true); // what is out of sight does not hold up what is in it
  useLayoutEffect(() => afterPaint(() => setNew(false)), []);
  useLayoutEffect(() => {
    if (!isNew) look();
    let frame = 0;
    const moved = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    addEventListener("scroll", moved, { passive: true });
    addEventListener("resize", moved);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("scroll", moved);
      removeEventListener("resize", moved);
    };
  });
  return (
    <div ref={list}>
      {drawn.map((i, n) => (
        <Fragment key={i}>
          <Room height={room(heights, (drawn[n - 1] ?? -1) + 1, i)} />
          <div data-page={i}>{draw(i)}</div>
        </Fragment>
      ))}
      <Room height={room(heights, (drawn.at(-1) ?? -1) + 1, pages.length)} />
    </div>
  );
}

/** The range in sight, and the page that has the focus: it stays, so that the keyboard is never thrown to the top. */
type Drawn = [from: number, to: number, kept: number];

const pageOf = (node: Element): number => Number(node.getAttribute("data-page"));

function focused(list: HTMLElement | null): number {
  const page = document.activeElement?.closest<HTMLElement>("[data-page]");
  return page && list?.contains(page) ? pageOf(page) : -1;
}

const Room = ({ height }: { height: number }) =>
  height > 0 ? <svg width="1" height={height} aria-hidden="true" /> : null;
