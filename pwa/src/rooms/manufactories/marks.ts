/** Which marks are free: no two teams of a group have the same. */
import type { Figure, Pigment } from "../../store/wire";
import { FIGURES, PIGMENTS } from "./drawings";

export interface Chosen {
  figure: Figure;
  pigment: Pigment;
}
/** Another team's mark. */
export interface Taken extends Chosen {
  name: string;
}

export const isTaken = ({ figure, pigment }: Chosen, taken: readonly Chosen[]): boolean =>
  taken.some((other) => other.figure === figure && other.pigment === pigment);

/** The first one that nobody has. */
export function freeMark(taken: readonly Chosen[]): Chosen {
  const all = PIGMENTS.flatMap((pigment) => FIGURES.map((figure): Chosen => ({ figure, pigment })));
  return all.find((one) => !isTaken(one, taken)) ?? { figure: "candle", pigment: "clay" };
}
