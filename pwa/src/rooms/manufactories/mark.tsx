/** A maker's mark (клеймо): the figure of a manufactory on its pigment. Beside a name it is decoration. */
import type { Figure, Pigment } from "../../store/wire";
import { DRAWINGS } from "./drawings";

/** The colours of the style sheet: ground, then figure. Ink lies on clay, cream on all others. */
const GROUND: Record<Pigment, string> = { clay: "fl", blue: "fb", patina: "fp", ink: "fi" };
const on = (pigment: Pigment): string => (pigment === "clay" ? "fi" : "fc");

interface Props {
  figure: Figure;
  pigment: Pigment;
  /** On a poster of the same pigment the mark is turned inside out. */
  inverse?: boolean;
  class?: string;
}

export function Mark({ figure, pigment, inverse = false, class: name = "pic" }: Props) {
  const { shape, cut } = DRAWINGS[figure];
  const [ground, print] = inverse ? [on(pigment), GROUND[pigment]] : [GROUND[pigment], on(pigment)];
  return (
    <svg class={name} viewBox="0 0 48 48" aria-hidden="true">
      <circle class={ground} cx="24" cy="24" r="24" />
      <g transform="translate(24 24) scale(.74) translate(-24 -24)">
        <path class={print} d={shape} />
        {cut && <path class={ground} d={cut} />}
      </g>
    </svg>
  );
}

/** The figure alone, as large as a tile of the till. */
export function Drawn({ figure, pigment }: { figure: Figure; pigment: Pigment }) {
  const { shape, cut } = DRAWINGS[figure];
  return (
    <svg class="art" viewBox="0 0 48 48" aria-hidden="true">
      <path class={on(pigment)} d={shape} />
      {cut && <path class={GROUND[pigment]} d={cut} />}
    </svg>
  );
}
