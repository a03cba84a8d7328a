/** Courses stand apart by pigment, and the poster of the next lesson shows where in the course it lies. */
import { gettext } from "../../i18n";
import type { Course } from "./shelf";

const PIGMENTS = ["", "blue", "clay"] as const;
export const pigment = ({ row }: Course): (typeof PIGMENTS)[number] => PIGMENTS[(row.position - 1) % 3] ?? "";

const LEFT = 64;
const WIDTH = 232;

/** The way through the course: what is behind in cream, what is ahead in colour, a tick for each lesson. */
export function WayArt({ n, total, clay, quiz }: { n: number; total: number; clay: boolean; quiz: boolean }) {
  const at = (i: number) => Math.round(LEFT + (total > 1 ? ((i - 1) / (total - 1)) * WIDTH : WIDTH / 2));
  const x = at(n);
  const ahead = clay ? "fb" : "fl";
  const ticks = Array.from({ length: total }, (_, i) => i + 1).filter((i) => Math.abs(at(i) - x) > 34);
  return (
    <svg
      class="art"
      viewBox="0 0 360 176"
      role="img"
      aria-label={
        quiz
          ? gettext("Quiz after lesson %(n)s of %(total)s", { n, total })
          : gettext("Lesson %(n)s of %(total)s", { n, total })
      }
    >
      <path class="fc" d={`M${-2.67 * x} 176L${x} 88 0 176z`} />
      <path class={ahead} d={`M${x} 88L360 4v64z`} />
      <path class="fi" d={`M0 176L${x} 88 360 68v108z`} />
      <circle class="fc" cx={x} cy="88" r="30" />
      <circle class={ahead} cx={x} cy="88" r="15" />
      <path class="fc" d={`M${x - 2} 118h4v12h-4z`} />
      <text x={x} y="170" text-anchor="middle" font-size="48">
        {quiz ? "?" : n}
      </text>
      <path
        class="fc"
        d={ticks.map((i) => `M${at(i)} ${i % 4 ? 168 : 160}h2v${i % 4 ? 8 : 16}h-2z`).join("")}
      />
    </svg>
  );
}
