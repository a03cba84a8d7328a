/** What somebody types who has no account yet: kept on this phone for a day, and never a password. */

const DAY = 86_400_000;
const nameOf = (key: string) => `verstat.typed.${key}`;

interface Kept<T> {
  at: number;
  value: T;
}

/** What was typed here before; nothing after a day, on a shared phone least of all. */
export function recall<T extends object>(key: string): T | null {
  try {
    const kept = JSON.parse(localStorage.getItem(nameOf(key)) ?? "null") as Kept<T> | null;
    if (kept && Date.now() - kept.at < DAY) return kept.value;
    localStorage.removeItem(nameOf(key));
  } catch {
    // A browser that keeps nothing: it is typed once more.
  }
  return null;
}

export function remember(key: string, value: object): void {
  try {
    localStorage.setItem(nameOf(key), JSON.stringify({ at: Date.now(), value } satisfies Kept<object>));
  } catch {
    // See above.
  }
}

/** Nobody reads what another person typed here: it goes whenever somebody signs in or out. */
export function forgetAll(): void {
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(nameOf(""))) localStorage.removeItem(name);
  } catch {
    // See above.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(nameOf(key));
  } catch {
    // See above.
  }
}
