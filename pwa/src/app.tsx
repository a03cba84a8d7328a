/** Which screen stands: by the path, by who is signed in, by whether the phone can keep anything. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { gettext, number } from "./i18n";
import { Skeleton } from "./parts/bits";
import { Frame } from "./parts/frame";
import { fetchPieces } from "./parts/later";
import { screenFor } from "./parts/places";
import { Broken } from "./parts/stops";
import { SignIn } from "./rooms/people/sign-in";
import { arrived, place, type ScreenName } from "./router";
import { account, trouble, whole } from "./store";

interface ScreenProps {
  ids: readonly string[];
  /** Where to go on after signing in. */
  onward: string;
}
type Screen = ComponentType<ScreenProps>;
interface Fetched {
  default: Screen;
  /** Reads what it shows; to be called once it is known who uses this phone. */
  ahead?: () => Promise<void>;
}

/** Fetched when first shown. Signing in is not among them: it is the first thing that a slow network must bring. */
const LAZY: Record<Exclude<ScreenName, "sign-in"> | "closed", () => Promise<Fetched>> = {
  closed: () => import("./parts/trouble"),
  missing: () => import("./parts/missing"),
  today: () => import("./rooms/courses/today"),
  learn: () => import("./rooms/courses/learn"),
  course: () => import("./rooms/courses/course"),
  lesson: () => import("./rooms/courses/lesson"),
  quiz: () => import("./rooms/courses/quiz"),
  me: () => import("./rooms/people/me"),
  consents: () => import("./rooms/people/consents"),
  "my-data": () => import("./rooms/people/my-data"),
  outbox: () => import("./rooms/sync/outbox"),
  desk: () => import("./rooms/reports/desk"),
  journal: () => import("./rooms/reports/journal"),
  groups: () => import("./rooms/reports/groups"),
  cohort: () => import("./rooms/reports/cohort"),
  participant: () => import("./rooms/programmes/participant"),
  mentors: () => import("./rooms/people/mentors"),
  "mentor-day": () => import("./rooms/mentoring/today"),
  "my-groups": () => import("./rooms/mentoring/groups"),
  group: () => import("./rooms/mentoring/group"),
  roll: () => import("./rooms/mentoring/roll"),
  log: () => import("./rooms/mentoring/log"),
  plan: () => import("./rooms/mentoring/plan"),
  announce: () => import("./rooms/mentoring/announce"),
  workshop: () => import("./rooms/manufactories/workshop"),
  till: () => import("./rooms/manufactories/till"),
  book: () => import("./rooms/manufactories/book"),
  entry: () => import("./rooms/manufactories/entry"),
  count: () => import("./rooms/manufactories/count"),
  products: () => import("./rooms/manufactories/products"),
  product: () => import("./rooms/manufactories/product"),
  teams: () => import("./rooms/manufactories/teams"),
  team: () => import("./rooms/manufactories/team"),
  "team-people": () => import("./rooms/manufactories/team-people"),
  "team-gates": () => import("./rooms/manufactories/team-gates"),
  "team-about": () => import("./rooms/manufactories/team-about"),
  found: () => import("./rooms/manufactories/found"),
  manufactories: () => import("./rooms/reports/manufactories"),
  manufactory: () => import("./rooms/reports/manufactory"),
  join: () => import("./rooms/programmes/join"),
  welcome: () => import("./rooms/people/welcome"),
  reset: () => import("./rooms/people/reset"),
};

/** Ways in, for whoever has no account yet; their secret stands in the fragment, which no server sees. */
const OPEN: ReadonlySet<ScreenName> = new Set(["join", "welcome", "reset"]);

/** They tell of books. */
const OF_BOOKS = /^(workshop|till|book|count|team|mentor-day)/;
/** What was fetched stands at once the next time. */
const here = new Map<string, Screen>([["sign-in", SignIn]]);

async function fetchScreen(name: ScreenName | "closed"): Promise<Fetched> {
  const found = await LAZY[name as keyof typeof LAZY]();
  here.set(name, found.default);
  return found;
}

const PAUSE = 3_000;
const KEEPS_INTL_READY = 1_000;
let isAhead = false;

/** Once the files are on the phone: what one may come to, one after the other, so that no press waits for a screen. */
async function fetchAhead(): Promise<void> {
  if (isAhead || !navigator.serviceWorker?.controller) return;
  isAhead = true;
  await new Promise((done) => setTimeout(done, PAUSE)); // the first screen is not held up by it
  number(KEEPS_INTL_READY); // nor is the first press that needs a thousand grouped
  for (const name of Object.keys(LAZY) as (keyof typeof LAZY)[]) {
    const roles = account.value?.roles ?? [];
    if (name === "closed" || OPEN.has(name) || here.has(name) || screenFor(name, roles) !== name) continue;
    await fetchScreen(name).catch(() => {}); // asked for again when it is to be shown
  }
}

/**
 * To be called where somebody has used this phone: their first screen comes while the databases open. Gives back how to
 * read what it shows.
 */
export async function expectHome(): Promise<Fetched["ahead"]> {
  const { screen } = place.peek();
  if (screen === "sign-in") return undefined;
  try {
    const { ahead } = await fetchScreen(screen);
    await fetchPieces();
    return ahead;
  } catch {
    return undefined; // said when it is to be shown
  }
}

interface Shown extends ScreenProps {
  Screen: Screen;
  /** The screen and the path: where one of them changes, one has arrived anew. */
  at: string;
}

/** The screen that stands stays until the next one is there. */
const shown = signal<Shown | "first" | "broken">("first");
let wanted = 0;

/** To be followed from before the first drawing, or a frame without a screen would be drawn first. */
export function show(): void {
  const { path, screen, ids } = place.value;
  const me = account.value;
  const isClosed = trouble.value?.code === "closed";
  const isOpen = OPEN.has(screen);
  const name = isClosed ? "closed" : isOpen ? screen : me ? screenFor(screen, me.roles) : "sign-in";
  const turn = ++wanted;
  if (OF_BOOKS.test(name) && !whole.value) return;
  const stand = (next: Shown | "broken") => {
    if (turn === wanted) shown.value = next;
    if (me) void fetchAhead();
  };
  const standing = (Screen: Screen): Shown => ({
    Screen,
    at: name + path,
    ids,
    onward: screen === "sign-in" ? "/" : path,
  });
  const found = here.get(name);
  if (found) stand(standing(found));
  else
    fetchScreen(name).then(
      ({ default: Screen }) => stand(standing(Screen)),
      () => stand("broken"),
    );
}

export function App() {
  const now = shown.value;
  const at = typeof now === "string" ? now : now.at;
  useLayoutEffect(() => {
    if (at !== "first") arrived();
  }, [at]);
  if (now === "broken") return <Broken />;
  if (now === "first")
    return (
      <Frame title={gettext("Verstat")}>
        <Skeleton rows={4} />
      </Frame>
    );
  const { Screen, at: key, ...props } = now;
  return <Screen key={key} {...props} />;
}
