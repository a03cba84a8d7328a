/** How far a course is, in words, or why it cannot be told yet. */
import { gettext } from "../../i18n";
import { whatIsLeft } from "../progress/words";
import type { Course } from "./shelf";

export function state({ bundle, lessons, done }: Course): string {
  if (bundle) return whatIsLeft(lessons, done);
  return bundle === null ? gettext("Not on this phone yet") : gettext("On its way to this phone");
}
