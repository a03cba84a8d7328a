/** What the Desk, a cohort, the manufactories and one of them answer. */
import type { Local } from "../../i18n";
import type {
  Carrier,
  EntryKind,
  Figure,
  GateKind,
  Pigment,
  PostKind,
  SessionKind,
  Unit,
} from "../../store/wire";
import type { Stand } from "../manufactories/stands";

export const DESK = "/api/reports/desk";
export const cohortPath = (id: string): string => `/api/reports/cohorts/${id}`;
export const MANUFACTORIES = "/api/reports/manufactories";
/** The screen of one. */
export const pathOf = (id: string): string => `/manufactories/${id}`;
export const manufactoryPath = (id: string): string => `${MANUFACTORIES}/${id}`;

export interface Learner {
  enrolment: string;
  cohort: string;
  name: string;
  status: string;
  done: number;
  total: number;
  courses: { id: string; done: number; total: number }[];
  last_seen_at: string | null;
  unsent: number | null;
  behind: boolean;
  silent: boolean;
}

export interface CohortLine {
  id: string;
  name: Local;
  starts: string;
  ends: string;
  seats: number;
  learners: number;
  lessons_done: number;
  lessons_total: number;
}

export interface Desk {
  as_of: string;
  cohorts: CohortLine[];
  /** The first of them: the counts say how many there are. */
  behind: Learner[];
  silent: Learner[];
  behind_count: number;
  silent_count: number;
}

export interface Cohort {
  as_of: string;
  id: string;
  name: Local;
  programme: Local;
  institution: Local;
  starts: string;
  ends: string;
  seats: number;
  courses: { id: string; title: Local; lessons: number }[];
  learners: Learner[];
}

export interface Line extends Stand {
  id: string;
  name: Local;
  makes: Local;
  figure: Figure;
  pigment: Pigment;
  carrier: Carrier;
  school: Local;
  cohort: Local;
  programme: Local;
  members: number;
  mentors: string[];
  /** Kopecks, as all sums are. */
  revenue: number;
  result: number;
  units: number;
  first_sale: string | null;
  break_even: string | null;
  gates_passed: { passed: number; total: number };
}

export interface Manufactories {
  as_of: string;
  manufactories: Line[];
}

export interface Waiting {
  id: string;
  kind: EntryKind;
  note: string;
  kopecks: number;
  person: string;
  by: string;
  at: string;
  day: string;
}

export interface GateOf {
  kind: GateKind;
  name: Local;
  due: string;
  overdue: boolean;
  passed_on: string | null;
  steps: { act: "passed" | "undone"; said: string; day: string; by: string; at: string }[];
}

export interface Manufactory extends Line {
  as_of: string;
  institution: string;
  /** Whether the reader's school looks after it. */
  led: boolean;
  /** Of the balance what lies in the box, and what on the account. */
  cash: number;
  card: number;
  weeks: { monday: string; came: number; went: number }[];
  products: { id: string | null; name: Local; unit: Unit | null; units: number; revenue: number }[];
  team: { name: string; posts: PostKind[] }[];
  team_mentors: { person: string; name: string }[];
  gates: GateOf[];
  waiting_entries: Waiting[];
  sessions: { kind: SessionKind; day: string; minutes: number; by: string }[];
}
