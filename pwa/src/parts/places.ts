/** Which screens a person's roles open: the bar is made of them and so is the way home. */
import { gettext, pgettext } from "../i18n";
import type { ScreenName } from "../router";
import { table } from "../store";
import type { IconName } from "./icon";

interface BarPlace {
  to: string;
  icon: IconName;
  name: () => string;
}
type Roles = readonly { kind: string }[];

const STAFF = new Set(["coordinator", "manager"]);
const isStaff = (roles: Roles): boolean => roles.some(({ kind }) => STAFF.has(kind));
export const isMentor = (roles: Roles): boolean => roles.some(({ kind }) => kind === "mentor");
export const isMember = (roles: Roles): boolean => roles.some(({ kind }) => kind === "member");
/** Where no programme on this phone founds manufactories, nobody is shown an empty workshop. */
const founds = (): boolean => table("rule_set").value.length > 0;
/** Whoever is neither staff nor mentor learns or is about to: a person without a group is told how to get into one. */
export const isLearner = (roles: Roles): boolean =>
  (!isStaff(roles) && !isMentor(roles)) ||
  roles.some(({ kind }) => kind === "learner" || kind === "applicant");

export function placesFor(roles: Roles): BarPlace[] {
  const places: BarPlace[] = [];
  const add = (to: string, icon: IconName, name: () => string) => places.push({ to, icon, name });
  if (isLearner(roles) || isMentor(roles)) add("/", "today", () => gettext("Today"));
  if (isLearner(roles)) add("/learn", "learn", () => gettext("Learn"));
  if (isMember(roles) || (isLearner(roles) && founds())) add("/workshop", "work", () => gettext("Workshop"));
  if (isStaff(roles)) add("/desk", "desk", () => gettext("Desk"));
  if (isMentor(roles)) add("/teams", "teams", () => gettext("Teams"));
  if (isStaff(roles) || isMentor(roles)) add("/groups", "grid", () => gettext("Groups"));
  if (isMentor(roles)) add("/log", "log", () => pgettext("place", "Session"));
  if (isStaff(roles)) add("/manufactories", "work", () => pgettext("place", "Workshops"));
  add("/me", "me", () => gettext("Me"));
  return places;
}

const LEARNERS: readonly ScreenName[] = ["learn", "course", "lesson", "quiz"];
const STAFFS: readonly ScreenName[] = [
  "desk",
  "journal",
  "participant",
  "mentors",
  "manufactories",
  "manufactory",
];
const LEADERS: readonly ScreenName[] = ["groups", "cohort", "roll", "plan", "announce", "log"];
/** What a team has on its phones: with whoever else holds it, the screen itself says that there is nothing. */
const TEAMS: readonly ScreenName[] = ["teams", "team", "team-people", "team-gates", "team-about"];
/** What staff reads online, a mentor has on the phone. */
const MENTORS: Partial<Record<ScreenName, ScreenName>> = { groups: "my-groups", cohort: "group" };

/** The screen to show for one asked for: home is the first place of the bar, and a place of others does not exist. */
export function screenFor(asked: ScreenName, roles: Roles): ScreenName {
  if (asked === "today" && !isLearner(roles)) return isMentor(roles) ? "mentor-day" : "desk";
  if (LEARNERS.includes(asked) && !isLearner(roles)) return "missing";
  if (STAFFS.includes(asked) && !isStaff(roles)) return "missing";
  if (TEAMS.includes(asked) && !isMentor(roles)) return "missing";
  if (asked === "found" && !isStaff(roles) && !isMentor(roles)) return "missing";
  if (LEADERS.includes(asked) && !isStaff(roles))
    return isMentor(roles) ? (MENTORS[asked] ?? asked) : "missing";
  return asked;
}
