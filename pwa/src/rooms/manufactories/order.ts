/** A long list kept in order while single things of it change: twenty thousand entries are not sorted anew for each sale. */

/** So many changes at once are a new list. */
const FEW = 200;

export function inOrder<T>(compare: (a: T, b: T) => number): (now: readonly T[]) => readonly T[] {
  let before: readonly T[] = [];
  let sorted: readonly T[] = [];
  return (now) => {
    const [gone, news] = changes(before, now);
    before = now;
    sorted =
      news.length > FEW
        ? [...now].reverse().sort(compare) // the oldest lies first on the disk: almost in order
        : merged(gone.size ? sorted.filter((one) => !gone.has(one)) : sorted, news.sort(compare), compare);
    return sorted;
  };
}

/** What is no longer where it was, and what stands there now; a table keeps its rows in their places. */
function changes<T>(before: readonly T[], now: readonly T[]): [gone: Set<T>, news: T[]] {
  const [gone, news]: [Set<T>, T[]] = [new Set(), []];
  for (let i = 0; i < Math.max(before.length, now.length); i++) {
    if (before[i] === now[i]) continue;
    if (i < before.length) gone.add(before[i] as T);
    if (i < now.length) news.push(now[i] as T);
  }
  return [gone, news];
}

function merged<T>(old: readonly T[], news: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  const all = old.slice();
  let at = 0;
  for (const one of news) {
    while (at < all.length && compare(all[at] as T, one) < 0) at++;
    all.splice(at, 0, one);
  }
  return all;
}
