/** Which screen stands: by the path, by who is signed in, by whether the phone can keep anything. */
import { signal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { gettext } from "./i18n";
import { Skeleton } from "./parts/bits";
import { Frame } from "./parts/frame";
import { screenFor } from "./parts/places";
import { Broken } from "./parts/stops";
import { SignIn } from "./rooms/people/sign-in";
import { arrived, place, type ScreenName } from "./router";
import { account, trouble } from "./store";

interface ScreenProps {
  ids: readonly string[];
  /** Where to go on after signing in. */
  onward: string;
}
type Screen = ComponentType<ScreenProps>;

/** Fetched when first shown. Signing in is not among them: it is the first thing that a slow network must bring. */
const LAZY: Record<Exclude<ScreenName, "sign-in"> | "closed", () => Promise<{ default: Screen }>> = {
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

async function load(name: ScreenName | "closed"): Promise<Screen> {
  return name === "sign-in" ? SignIn : (await LAZY[name]()).default;
}

interface Shown extends ScreenProps {
  Screen: Screen;
  /** The screen and the path: where one of them changes, one has arrived anew. */
  at: string;
}

/** The screen that stands stays until the next one is there. */
const shown = signal<Shown | "first" | "broken">("first");
let wanted = 0;

async function show(): Promise<void> {
  const { path, screen, ids } = place.value;
  const me = account.value;
  const isClosed = trouble.value?.code === "closed";
  const isOpen = OPEN.has(screen);
  const name = isClosed ? "closed" : isOpen ? screen : me ? screenFor(screen, me.roles) : "sign-in";
  const turn = ++wanted;
  try {
    const Screen = await load(name);
    if (turn === wanted)
      shown.value = { Screen, at: name + path, ids, onward: screen === "sign-in" ? "/" : path };
  } catch {
    if (turn === wanted) shown.value = "broken";
  }
}

export function App() {
  useSignalEffect(() => void show());
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
