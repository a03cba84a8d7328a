/** Which part of a long list stands in sight: pure. The rest is empty room of the same height. */

/** The pages between `top` and `bottom`, which are measured from the head of the list, as a range; never none. */
export function inSight(heights: readonly number[], top: number, bottom: number): [from: number, to: number] {
  let [at, from, to] = [0, 0, 0];
  for (const [i, height] of heights.entries()) {
    if (at + height <= top) from = i + 1;
    if (at < bottom) to = i + 1;
    at += height;
  }
  from = Math.max(0, Math.min(from, heights.length - 1));
  return [from, Math.max(to, Math.min(from + 1, heights.length))];
}

/** The room of the pages that are left out. */
export const room = (heights: readonly number[], from: number, to: number): number =>
  heights.slice(from, to).reduce((sum, height) => sum + height, 0);

/** So many rows are drawn or left out together: as many as stand in sight. */
export const PAGE = 10;

/** A page is cut wherever it is full, in the middle of a day too. */
export function pagesOf<T extends { day: string }>(all: readonly T[]): T[][] {
  const pages: T[][] = [];
  for (let i = 0; i < all.length; i += PAGE) pages.push(all.slice(i, i + PAGE));
  return pages;
}

/** The runs of one day in a page; the first goes on with the day before it when the page was cut there. */
export function daysOf<T extends { day: string }>(page: readonly T[]): { day: string; all: T[] }[] {
  const days: { day: string; all: T[] }[] = [];
  for (const one of page) {
    const last = days.at(-1);
    if (last?.day === one.day) last.all.push(one);
    else days.push({ day: one.day, all: [one] });
  }
  return days;
}
