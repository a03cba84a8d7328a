/** Which screen stands: by the path, by who is signed in, by whether the phone can keep anything. */
import { signal, useSignalEffect } from "@preact/signals";
import type { ComponentType } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { gettext } from "./i18n";
import { Skeleton } from "./parts/bits";
import { Frame } from "./parts/frame";
import { Sprite } from "./parts/icon";
import { Missing } from "./parts/missing";
import { screenFor } from "./parts/places";
import { Broken, Closed } from "./parts/stops";
import { SignIn } from "./rooms/people/sign-in";
import { arrived, place, type ScreenName } from "./router";
import { account, trouble } from "./store";

export interface ScreenProps {
  ids: readonly string[];
  /** Where to go on after signing in. */
  onward: string;
}
type Screen = ComponentType<ScreenProps>;

/** Fetched when first shown. Signing in is not among them: it is the first thing that a slow network must bring. */
const LAZY: Partial<Record<ScreenName, () => Promise<{ default: Screen }>>> = {
  today: () => import("./rooms/courses/today"),
  learn: () => import("./rooms/courses/learn"),
  course: () => import("./rooms/courses/course"),
  lesson: () => import("./rooms/courses/lesson"),
  me: () => import("./rooms/people/me"),
  outbox: () => import("./rooms/sync/outbox"),
  desk: () => import("./rooms/reports/desk"),
  groups: () => import("./rooms/reports/groups"),
  cohort: () => import("./rooms/reports/cohort"),
};

async function load(name: ScreenName): Promise<Screen> {
  if (name === "sign-in") return SignIn;
  return (await LAZY[name]?.())?.default ?? Missing;
}

interface Shown extends ScreenProps {
  Screen: Screen;
  path: string;
}

/** The screen that stands stays until the next one is there. */
const shown = signal<Shown | "first" | "broken">("first");
let wanted = 0;

async function show(): Promise<void> {
  const { path, screen, ids } = place.value;
  const me = account.value;
  const name = me ? screenFor(screen, me.roles) : "sign-in";
  const turn = ++wanted;
  try {
    const Screen = await load(name);
    if (turn === wanted) shown.value = { Screen, path, ids, onward: screen === "sign-in" ? "/" : path };
  } catch {
    if (turn === wanted) shown.value = "broken";
  }
}

export function App() {
  useSignalEffect(() => void show());
  const now = shown.value;
  const path = typeof now === "string" ? now : now.path;
  useLayoutEffect(() => {
    if (path !== "first") arrived();
  }, [path]);
  return (
    <>
      <Sprite />
      {trouble.value?.code === "closed" ? <Closed reason={trouble.value.reason} /> : <Standing now={now} />}
    </>
  );
}

function Standing({ now }: { now: Shown | "first" | "broken" }) {
  if (now === "broken") return <Broken />;
  if (now === "first")
    return (
      <Frame title={gettext("Verstat")}>
        <Skeleton rows={4} />
      </Frame>
    );
  const { Screen, ...props } = now;
  return <Screen key={props.path} {...props} />;
}
