/** How far a course is, in words, or why it cannot be told yet; how much of it is on the phone. */
import { gettext, number } from "../../i18n";
import { held } from "../../store";
import { whatIsLeft } from "../progress/words";
import type { Course } from "./shelf";
import { refOf } from "./texts";

export function state({ outline, lessons, done }: Course): string {
  if (outline) return whatIsLeft(lessons, done);
  return outline === null ? gettext("Not on this phone yet") : gettext("On its way to this phone");
}

/** "62 kB", never apart from its unit */
export function size(bytes: number): string {
  return gettext("%(num)s kB", { num: number(Math.ceil(bytes / 1000)) }).replace(/ /g, "\u00a0");
}

interface OnPhone {
  /** Of each module, whether it is here. */
  here: boolean[];
  /** In bytes. */
  kept: number;
  missing: number;
  /** Bytes on their way now. */
  coming: number;
}

/** What of a course lies on the phone, module by module, and how large it is. */
export function onPhone({ row }: Course): OnPhone {
  const parts = row.parts.map(({ bundles }) => refOf(bundles)).filter((ref) => ref !== undefined);
  const sum = (refs: typeof parts) => refs.reduce((bytes, ref) => bytes + ref.size, 0);
  const isHere = ({ hash }: { hash: string }) => held.value.here.has(hash);
  return {
    here: parts.map(isHere),
    kept: sum(parts.filter(isHere)),
    missing: sum(parts.filter((ref) => !isHere(ref))),
    coming: sum(parts.filter(({ hash }) => held.value.coming.has(hash))),
  };
}
