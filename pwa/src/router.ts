/** Paths to screens, on the browser's own history. */
import { signal } from "@preact/signals";

export type ScreenName =
  | "today"
  | "learn"
  | "course"
  | "lesson"
  | "quiz"
  | "me"
  | "consents"
  | "my-data"
  | "outbox"
  | "desk"
  | "journal"
  | "groups"
  | "cohort"
  | "participant"
  | "mentors"
  | "mentor-day"
  | "my-groups"
  | "group"
  | "roll"
  | "log"
  | "plan"
  | "announce"
  | "workshop"
  | "till"
  | "book"
  | "entry"
  | "count"
  | "products"
  | "product"
  | "teams"
  | "team"
  | "team-people"
  | "team-gates"
  | "team-about"
  | "found"
  | "manufactories"
  | "manufactory"
  | "join"
  | "welcome"
  | "reset"
  | "sign-in"
  | "missing";

export interface Place {
  path: string;
  screen: ScreenName;
  /** The variable segments of the path, in order. */
  ids: readonly string[];
}

const PATHS: readonly (readonly [pattern: string, screen: ScreenName])[] = [
  ["/", "today"],
  ["/learn", "learn"],
  ["/learn/*", "course"],
  ["/learn/*/*", "lesson"],
  ["/learn/*/quiz/*", "quiz"],
  ["/me", "me"],
  ["/me/consents", "consents"],
  ["/me/data", "my-data"],
  ["/outbox", "outbox"],
  ["/desk", "desk"],
  ["/journal", "journal"],
  ["/groups", "groups"],
  ["/groups/*", "cohort"],
  ["/groups/*/people/*", "participant"],
  ["/groups/*/roll", "roll"],
  ["/groups/*/plan", "plan"],
  ["/groups/*/announce", "announce"],
  // with the act that the server refused, to be put right
  ["/groups/*/roll/*", "roll"],
  ["/groups/*/plan/*", "plan"],
  ["/groups/*/announce/*", "announce"],
  ["/log/*", "log"],
  ["/workshop", "workshop"],
  ["/workshop/*", "workshop"],
  ["/workshop/*/till", "till"],
  ["/workshop/*/book", "book"],
  ["/workshop/*/entry", "entry"],
  ["/workshop/*/entry/*", "entry"],
  ["/workshop/*/count", "count"],
  ["/workshop/*/count/*", "count"],
  ["/workshop/*/products", "products"],
  // a product's id, or "new"
  ["/workshop/*/products/*", "product"],
  ["/teams", "teams"],
  ["/teams/*", "team"],
  ["/teams/*/people", "team-people"],
  ["/teams/*/gates", "team-gates"],
  ["/teams/*/about", "team-about"],
  ["/found", "found"],
  ["/found/*", "found"],
  ["/manufactories", "manufactories"],
  ["/manufactories/*", "manufactory"],
  ["/mentors", "mentors"],
  ["/log", "log"],
  ["/join", "join"],
  ["/welcome", "welcome"],
  ["/reset", "reset"],
  ["/sign-in", "sign-in"],
];

/** The place a path names; anything unknown is the screen that says so. */
export function match(path: string): Place {
  const segments = path.split("/").filter(Boolean);
  for (const [pattern, screen] of PATHS) {
    const wanted = pattern.split("/").filter(Boolean);
    if (wanted.length !== segments.length) continue;
    if (wanted.every((want, i) => want === "*" || want === segments[i])) {
      return { path, screen, ids: segments.filter((_, i) => wanted[i] === "*") };
    }
  }
  return { path, screen: "missing", ids: [] };
}

export const place = signal<Place>(match(location.pathname));

interface Kept {
  /** Tells one entry of the history from another with the same path. */
  id?: number;
  /** The path one came from: a back arrow that leads there steps back, and so finds the scroll where it was. */
  from?: string;
}
const kept = (): Kept => (history.state as Kept | null) ?? {};
const scrolls = new Map<number | undefined, number>();
let entry = kept().id;
/** Between two screens: what scrolls now, as the page shrinks, is nobody's place. */
let isLeaving = false;

export function navigate(path: string, { replace = false } = {}): void {
  if (replace) {
    history.replaceState(kept(), "", path);
  } else {
    entry = Math.random();
    history.pushState({ id: entry, from: place.peek().path } satisfies Kept, "", path);
  }
  scrolls.delete(entry);
  isLeaving = true;
  place.value = match(path);
}

/** Whether the screen that is about to stand will be scrolled to where it was. */
export const isReturn = (): boolean => (scrolls.get(entry) ?? 0) > 0;

let isFirst = true;

/** To be called once the new screen stands: the scroll is where it was, and readers hear the new heading. */
export function arrived(): void {
  scrollTo(0, scrolls.get(entry) ?? 0);
  isLeaving = false;
  if (isFirst) {
    isFirst = false; // a page that was just opened is read from its beginning anyway
    return;
  }
  document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

function followed(event: MouseEvent): void {
  if (
    event.defaultPrevented ||
    event.button ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = (event.target as Element).closest("a");
  const path = link?.getAttribute("href");
  if (!link || !path?.startsWith("/") || link.target || link.hasAttribute("download")) return;
  event.preventDefault();
  if (link.rel === "up" && kept().from === path) history.back();
  else if (path !== place.peek().path) navigate(path);
}

/** Links inside the application change the screen instead of loading a page. */
export function listen(): void {
  history.scrollRestoration = "manual";
  addEventListener("click", followed);
  const scrolled = () => isLeaving || scrolls.set(entry, scrollY);
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("popstate", () => {
    entry = kept().id;
    if (location.pathname === place.peek().path) return;
    isLeaving = true;
    place.value = match(location.pathname);
  });
}
