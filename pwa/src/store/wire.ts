/** What crosses the wire: rows, operations and the one sync request, as the server writes them. */

import type { components } from "../api.gen";

export type Text = { uk: string; en: string };
export type Language = keyof Text;
export type Role = { kind: RoleKind; place_kind: string; place: string; source: string };
export type RoleKind = "applicant" | "learner" | "member" | "mentor" | "coordinator" | "manager";
export type Fix = "none" | "edit" | "retry" | "sign_in" | "ask_mentor" | "update_app";

/** The rows that a phone pulls, by entity. */
export interface Entities {
  person: {
    family: string;
    given: string;
    patronymic: string | null;
    preferred: string | null;
    name: string;
    login: string;
    language: Language;
    institution: Text | null;
  };
  role: Role;
  enrolment: { person: string; cohort: string; status: string; name: string };
  completion: {
    enrolment: string;
    lesson: string;
    release: string;
    at: string;
    flag: null | "clock" | "after_end";
  };
  cohort: {
    name: Text;
    programme: Text;
    institution: Text;
    starts: string;
    ends: string;
    seats: number;
  };
  course: {
    cohort: string;
    course: string;
    position: number;
    title: Text;
    summary: Text;
    hours: number;
    lessons: number;
    release: string;
    bundles: Record<Language, { hash: string; size: number }>;
  };
  roster: { enrolment: string; cohort: string; person: string; name: string; status: string };
  institution: { name: Text; short: Text };
  school_cohort: {
    institution: string;
    cohort: string;
    name: Text;
    programme: Text;
    starts: string;
    ends: string;
    seats: number;
  };
}
export type Entity = keyof Entities;

/** The acts that may be made without a network, by operation type. */
export interface Acts {
  "progress.complete_lesson": { enrolment: string; lesson: string; release: string };
  "people.choose_language": { language: Language };
}

export interface Bundle {
  course: string;
  release: string;
  language: Language;
  title: string;
  summary: string;
  hours: number;
  modules: {
    id: string;
    title: string;
    lessons: {
      id: string;
      title: string;
      minutes: number;
      summary: string;
      html: string;
      terms: { term: string; definition: string }[];
    }[];
  }[];
}

export interface Person {
  id: string;
  login: string;
  name: string;
  given: string;
  language: Language;
  roles: Role[];
}

export interface Op {
  id: string;
  type: string;
  v: number;
  actor: string;
  /** What the phone's clock said; right or wrong, it is kept as evidence. */
  at: string;
  /** The last server time seen and how long ago, at least, by a clock that nobody can set. */
  anchor: null | { srv: string; since_ms: number };
  deps: string[];
  body: object;
  blobs: string[];
}

export interface SyncRequest {
  protocol: 1;
  build: string;
  actor: string;
  now: string;
  epoch: string | null;
  ops: Op[];
  /** null while more operations follow: only the last request of a row needs to look back. */
  pull: null | { cursor: string | null; max_rows: number };
  diag: { outbox: number; oldest_s: number; persisted: boolean };
}

export type Verdict =
  | { id: string; status: "applied" }
  | { id: string; status: "rejected"; code: string; message: string; fix: Fix }
  | { id: string; status: "retry"; code: string; message: string };

export interface WireRow {
  s: string;
  e: string;
  id: string;
  d: object | null;
}

export interface Pull {
  cursor: string;
  more: boolean;
  drop: string[];
  reset: string[];
  rows: WireRow[];
}

export interface Hints {
  next_min_s: number;
  spread_s: number;
  max_ops: number;
}

export interface SyncAnswer {
  epoch: string;
  now: string;
  verdicts: Verdict[];
  pull: Pull | null;
  hints: Hints;
}

/** The parts of an RFC 9457 problem that the phone acts upon. */
export interface Problem {
  code: string;
  detail: string;
  fix: Fix;
}

type Sent = components["schemas"];
/** Ours says more exactly what the server's own types allow, and names the same members. */
type Agree<Ours extends Theirs, Theirs extends Record<keyof Ours, unknown>> = Ours;
/** Does not compile when the server and the phone speak of different things. */
export type Agreed = [
  Agree<Entities["person"], Sent["PersonRow"]>,
  Agree<Entities["role"], Sent["RoleRow"]>,
  Agree<Entities["enrolment"], Sent["EnrolmentRow"]>,
  Agree<Entities["completion"], Sent["CompletionRow"]>,
  Agree<Entities["cohort"], Sent["CohortRow"]>,
  Agree<Entities["course"], Sent["CourseRow"]>,
  Agree<Entities["roster"], Sent["RosterRow"]>,
  Agree<Entities["institution"], Sent["InstitutionRow"]>,
  Agree<Entities["school_cohort"], Sent["SchoolCohortRow"]>,
  Agree<Bundle, Sent["CourseBundle"]>,
  Agree<Person, Sent["Account"]>,
  Agree<Hints, Sent["Hints"]>,
  Agree<WireRow & { d: Sent["FeedRow"]["d"] }, Sent["FeedRow"]>,
];
