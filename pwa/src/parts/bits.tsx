/** Small pieces of screens. */
import type { ComponentChildren } from "preact";
import { gettext } from "../i18n";
import { Icon, type IconName } from "./icon";

interface BannerProps {
  tone?: "good" | "err";
  icon?: IconName;
  title: string;
  children?: ComponentChildren;
  /** Buttons: the next step. */
  acts?: ComponentChildren;
}

/** What happened, that the work is kept, the next step. Read out when it appears. */
export const Banner = ({ tone, icon = "warn", title, children, acts }: BannerProps) => (
  <div class={`ban ${tone ?? ""}`} role={tone === "err" ? "alert" : "status"}>
    <Icon name={icon} />
    <div>
      <h2 class="as-h3">{title}</h2>
      {children}
      {acts && <div class="pick">{acts}</div>}
    </div>
  </div>
);

/** One presses at the end of a long screen: what went wrong must come to where one looks. */
export const Shown = ({ children }: { children: ComponentChildren }) => <div ref={show}>{children}</div>;
const show = (node: Element | null) => node?.scrollIntoView({ block: "center" });

/** The place of rows that have never been here; what is on the phone is never covered by it. */
export const Skeleton = ({ rows = 3 }: { rows?: number }) => (
  <div class="rows" role="status" aria-label={gettext("Loading")}>
    {Array.from({ length: rows }, (_, i) => (
      <div key={i} class="skel" />
    ))}
  </div>
);

export const Section = ({
  title,
  id,
  children,
}: {
  title: string;
  id?: string;
  children: ComponentChildren;
}) => (
  <section class="part" id={id}>
    <h2 class="sec">{title}</h2>
    {children}
  </section>
);
