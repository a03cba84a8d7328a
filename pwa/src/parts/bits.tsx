/** Small pieces of screens. */
import type { ComponentChildren } from "preact";
import { gettext, ngettext } from "../i18n";
import { Icon, type IconName } from "./icon";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** What is not known is not 0. */
export const UNKNOWN = "–";

/** "5 of 12 lessons" */
export const ofLessons = (done: number | string, total: number): string =>
  ngettext("%(done)s of %(num)s lesson", "%(done)s of %(num)s lessons", total, { done });

interface RingProps {
  /** Null while it cannot be told: the lessons are not on this phone yet. */
  done: number | null;
  total: number;
}

/** A ring of one segment a lesson; a smooth share would say less. */
export function Ring({ done, total }: RingProps) {
  const gap = total > 20 ? 0.3 : 0.14;
  const piece = `${1 - gap} ${gap}`;
  const shape = { cx: 60, cy: 60, r: 50, pathLength: total };
  return (
    <svg class="ring" viewBox="0 0 120 120" role="img" aria-label={ofLessons(done ?? UNKNOWN, total)}>
      <g transform="rotate(-90 60 60)">
        <circle {...shape} stroke-dasharray={piece} />
        {done !== null && done > 0 && (
          <circle
            class="on"
            {...shape}
            stroke-dasharray={`${`${piece} `.repeat(done - 1)}${1 - gap} ${total}`}
          />
        )}
      </g>
      <text x="60" y="74" text-anchor="middle" font-size="40">
        {done ?? UNKNOWN}
        <tspan font-size="22">/{total}</tspan>
      </text>
    </svg>
  );
}

export const Dots = ({ done, total }: { done: number; total: number }) => (
  <span class="dots" role="img" aria-label={ofLessons(done, total)}>
    {upTo(total).map((i) => (
      <i key={i} class={i < done ? "" : "o"} />
    ))}
  </span>
);

/** `marks` says of each lesson whether it is done. */
export const Meter = ({ marks, label }: { marks: readonly boolean[]; label: string }) => (
  <div class="meter" role="img" aria-label={label}>
    {marks.map((on, i) => (
      <i key={i} class={on ? "on" : ""} />
    ))}
  </div>
);

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

/** The place of rows that have never been here; what is on the phone is never covered by it. */
export const Skeleton = ({ rows = 3 }: { rows?: number }) => (
  <div class="rows" role="status" aria-label={gettext("Loading")}>
    {upTo(rows).map((i) => (
      <div key={i} class="skel" />
    ))}
  </div>
);

/** The empty bench: what will be here and the one thing to do first. */
export const Empty = ({
  title,
  children,
  steps = [],
}: {
  title: string;
  children: ComponentChildren;
  steps?: string[];
}) => (
  <div class="empty">
    <svg class="art" viewBox="0 -4 328 150" aria-hidden="true">
      <g class="fe">
        <circle cx="64" cy="44" r="40" />
        <path d="M124 4h80v80h-80zM264 4l44 80h-88z" />
      </g>
      <path class="fk" d="M0 86h328v22H0zM32 112h40v32H32zM256 112h40v32h-40z" />
    </svg>
    <h2>{title}</h2>
    <p>{children}</p>
    {steps.length > 0 && (
      <ol class="steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    )}
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
