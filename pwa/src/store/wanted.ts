/** Which bundles are to be on the phone, the most urgent first: pure. */
import { type Known, nextOf } from "./next";
import type { BundleRef, Language, Outline } from "./wire";

/** What a person asked for, by course: the whole of it, or nothing by itself. */
export type Wishes = Partial<Record<string, "whole" | "none">>;

/** A course of the person's own; the outline is undefined until it is on the phone. */
export interface Kept {
  course: string;
  outline: Outline | undefined;
  parts: readonly { module: string; bundles: Record<Language, BundleRef> }[];
  done: Known;
  tried: Known;
}

interface Place extends Kept {
  /** Places of modules in the course: the one that the person is in, -1 when all is done, and the one after. */
  at: number;
  isBegun: boolean;
}

function placeOf(kept: Kept): Place {
  const modules = kept.outline?.modules ?? [];
  const next = nextOf(modules, kept.done, kept.tried);
  const isBegun = modules.some(({ lessons }) => lessons.some(({ id }) => kept.done.has(id)));
  return { ...kept, at: next ? modules.indexOf(next.module) : -1, isBegun };
}

/**
 * Modules, by the hashes of their parts: of every course under way the one that the person is in, then the one after;
 * on a connection that costs nothing, and where the person asked for it, all others too.
 */
export function wanted(
  courses: readonly Kept[],
  language: Language,
  isMetered: boolean,
  wishes: Wishes,
): string[] {
  const places = courses.filter(({ course }) => wishes[course] !== "none").map(placeOf);
  const first = places.find(({ at }) => at >= 0);
  const underWay = places.filter((place) => place.at >= 0 && (place.isBegun || place === first));
  const hashOf = ({ parts, outline }: Kept, at: number): string[] => {
    const module = outline?.modules[at]?.id;
    return parts.filter((part) => part.module === module).map(({ bundles }) => bundles[language].hash);
  };
  const allOf = ({ parts }: Kept): string[] => parts.map(({ bundles }) => bundles[language].hash);
  /** The module after the one of this place: the next course's first, where this one ends. */
  const after = (place: Place): string[] => {
    const following = hashOf(place, place.at + 1);
    const course = places[places.indexOf(place) + 1];
    return following.length || !course ? following : hashOf(course, Math.max(course.at, 0));
  };
  const whole = places.filter(({ course }) => !isMetered || wishes[course] === "whole");
  return [
    ...new Set([
      ...underWay.flatMap((place) => hashOf(place, place.at)),
      ...underWay.flatMap(after),
      ...whole.flatMap(allOf),
    ]),
  ];
}
