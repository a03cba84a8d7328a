/** Which screens a person's roles open: the bar is made of them and so is the way home. */
import { gettext } from "../i18n";
import type { ScreenName } from "../router";
import type { IconName } from "./icon";

export interface BarPlace {
  to: string;
  icon: IconName;
  name: () => string;
}
type Roles = readonly { kind: string }[];

const STAFF = new Set(["coordinator", "manager"]);
export const isStaff = (roles: Roles): boolean => roles.some(({ kind }) => STAFF.has(kind));
/** Whoever is not staff learns or is about to: a person without a group is told how to get into one. */
export const isLearner = (roles: Roles): boolean =>
  !isStaff(roles) || roles.some(({ kind }) => kind === "learner");

export function placesFor(roles: Roles): BarPlace[] {
  const places: BarPlace[] = [];
  if (isLearner(roles)) {
    places.push({ to: "/", icon: "today", name: () => gettext("Today") });
    places.push({ to: "/learn", icon: "learn", name: () => gettext("Learn") });
  }
  if (isStaff(roles)) {
    places.push({ to: "/desk", icon: "desk", name: () => gettext("Desk") });
    places.push({ to: "/groups", icon: "grid", name: () => gettext("Groups") });
  }
  places.push({ to: "/me", icon: "me", name: () => gettext("Me") });
  return places;
}

const LEARNERS: readonly ScreenName[] = ["today", "learn", "course", "lesson"];
const STAFFS: readonly ScreenName[] = ["desk", "groups", "cohort"];

/** The screen to show for one asked for: home is the first place of the bar, and a place of others does not exist. */
export function screenFor(asked: ScreenName, roles: Roles): ScreenName {
  if (asked === "today" && !isLearner(roles)) return "desk";
  if (LEARNERS.includes(asked) && !isLearner(roles)) return "missing";
  if (STAFFS.includes(asked) && !isStaff(roles)) return "missing";
  return asked;
}
