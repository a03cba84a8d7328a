/** Progress drawn, each picture with its words. */
import { ngettext, percent } from "../i18n";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** What is not known is not 0. */
export const UNKNOWN = "–";

/** Without lessons nothing is measured, and a share of nothing is not 0. */
export const share = (done: number, total: number): string => (total ? percent(done / total) : UNKNOWN);

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
