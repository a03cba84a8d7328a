/** What the Desk and a cohort answer. */
import type { Local } from "../../i18n";

export const DESK = "/api/reports/desk";
export const cohortPath = (id: string): string => `/api/reports/cohorts/${id}`;

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
  behind: Learner[];
  silent: Learner[];
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
