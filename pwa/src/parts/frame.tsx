/** The frame of every screen for whoever is signed in: name, truth line, content, main button, bar. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { gettext } from "../i18n";
import { place } from "../router";
import { account } from "../store";
import { Icon, type IconName, Logo, Spine } from "./icon";
import { later } from "./later";
import { Notices } from "./notices";
import { isMember, placesFor } from "./places";
import { TruthLine } from "./truth";

interface Props {
  title: string;
  /** A short word on the right of the name: a date, a length. */
  note?: string;
  /** The screen above this one; without it the screen is one of the bar's. */
  up?: string;
  /** A lesson hides the bar: one thing at a time. */
  alone?: boolean;
  /** A small act on the right of the name. */
  tool?: ComponentChildren;
  /** The main button. */
  act?: ComponentChildren;
  /** What stands beside the detail on a wide screen. */
  list?: ComponentChildren;
  /** Text to be read keeps to a readable width. */
  narrow?: boolean;
  children: ComponentChildren;
}

/** Places that the bar has room for: of one more, one's own account is found above. */
const FITS = 4;

/** Says in the browser's tab and history where one is. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = gettext("%(screen)s · Verstat", { screen: title });
  }, [title, gettext("%(screen)s · Verstat")]);
}

export function Frame({ title, note, up, alone, tool, act, list, narrow, children }: Props) {
  useTitle(title);
  const places = placesFor(account.value?.roles ?? []);
  const me = places.length > FITS ? places.pop() : undefined;
  return (
    <div class={`app framed ${list ? "listed" : ""}`}>
      <header class="head">
        <div class="top">
          {up ? <Back to={up} /> : <Logo />}
          <h1 tabIndex={-1}>{title}</h1>
          {note && <span class="n">{note}</span>}
          {tool}
          {me && (
            <a class="hit" href={me.to} aria-label={me.name()}>
              <Icon name={me.icon} />
            </a>
          )}
        </div>
        <TruthLine />
      </header>
      {list && <aside class="list">{list}</aside>}
      <main class={narrow ? "narrow" : ""}>
        <Notices />
        {children}
      </main>
      <footer class="dock">
        {act}
        <div class={alone ? "rail alone" : "rail"}>
          <Bar places={places} />
          <Spine />
        </div>
      </footer>
    </div>
  );
}

/** Steps back when the screen above is where one came from, so that its scroll is kept. */
const Back = ({ to }: { to: string }) => (
  <a class="hit" href={to} rel="up" aria-label={gettext("Back")}>
    <Icon name="back" />
  </a>
);

/** The company's mark, once there is a company. */
const Company = later(
  async () => (await import("../rooms/manufactories/bar-mark")).default,
  <Icon name="work" />,
);

function Bar({ places }: { places: ReturnType<typeof placesFor> }) {
  const { path } = place.value;
  const isIn = isMember(account.value?.roles ?? []);
  return (
    <nav class="bar" aria-label={gettext("Main places")}>
      {places.map(({ to, icon, name }, i) => {
        const isHere = to === path || (path === "/" && i === 0);
        const here = isHere ? "page" : path.startsWith(`${to}/`) ? "true" : undefined;
        return (
          <a key={to} href={to} aria-current={here}>
            {isIn && to === "/workshop" ? <Company /> : <Icon name={icon} />}
            {name()}
          </a>
        );
      })}
    </nav>
  );
}

interface ActProps {
  label: string;
  icon?: IconName;
  busy?: boolean;
  /** Where it leads, or what it does. */
  to?: string;
  onPress?: () => void;
  /** The form it sends. */
  form?: string;
}

/** The one yellow thing of a screen: the next move. */
export function MainAct({ label, icon = "fwd", busy = false, to, onPress, form }: ActProps) {
  const inside = [<span key="word">{label}</span>, <Icon key="icon" name={icon} />];
  if (to)
    return (
      <a class="go-main" href={to}>
        {inside}
      </a>
    );
  return (
    <button
      class="go-main"
      type={form ? "submit" : "button"}
      form={form}
      aria-busy={busy}
      aria-disabled={busy}
      onClick={onPress}
    >
      {inside}
    </button>
  );
}
