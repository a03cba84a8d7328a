/** What crosses the wire: rows, operations and the one sync request, as the server writes them. */

import type { components } from "../api.gen";
import type { Answers, BundleRef, Language, Outline, Part, Text } from "./edition";

export type {
  Answer,
  Answers,
  Bundle,
  BundleRef,
  Key,
  Language,
  Outline,
  Part,
  Question,
  QuestionKind,
  Quiz,
  Text,
} from "./edition"; // named, for the grammar that finds the words knows no star
export type Role = { kind: RoleKind; place_kind: string; place: string; source: string };
type RoleKind = "applicant" | "learner" | "member" | "mentor" | "coordinator" | "manager";
export type Fix = "none" | "edit" | "retry" | "sign_in" | "ask_mentor" | "update_app";

export type Purpose = "taking_part" | "photos" | "public_profile" | "statistics" | "contact";
export type Status =
  | "applied"
  | "accepted"
  | "waitlisted"
  | "refused"
  | "active"
  | "paused"
  | "completed"
  | "withdrawn"
  | "transferred"
  | "alumni";
export type RefusalReason = "no_seats" | "wrong_group" | "not_known" | "not_eligible" | "other";
export type LeavingReason =
  | "work"
  | "moved"
  | "health"
  | "lost_interest"
  | "school_decision"
  | "no_connection"
  | "other";
export type Outcome = "cleared" | "refused";
export type SessionKind = "mentoring" | "workshop" | "visit" | "fair" | "online";
export type Adult = "second_adult" | "observable";
export type Presence = "present" | "absent" | "late" | "excused";
export type MarkBody = { enrolment: string; status: Presence; late_minutes: number | null };

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
  enrolment: {
    person: string;
    cohort: string;
    status: Status;
    name: string;
    since: string;
    reason: string | null;
    cohort_name: Text;
    institution: Text;
    minor: boolean;
    due: Purpose[];
  };
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
    /** The outline; the lessons lie in `parts`, module by module. */
    bundles: Record<Language, BundleRef>;
    parts: { module: string; bundles: Record<Language, BundleRef> }[];
  };
  roster: {
    enrolment: string;
    cohort: string;
    person: string;
    name: string;
    status: Status;
    since: string;
    reason: string | null;
    institution: string | null;
    minor: boolean;
    consents: Purpose[];
    due: Purpose[];
    seen_at: string | null;
    unsent: number | null;
  };
  institution: { name: Text; short: Text };
  school_cohort: {
    institution: string;
    cohort: string;
    name: Text;
    programme: Text;
    starts: string;
    ends: string;
    seats: number;
    code: string;
  };
  consent: {
    purpose: Purpose;
    given: boolean;
    text: string;
    language: Language;
    guardian: string | null;
    at: string;
  };
  mentor: { cohort: string; person: string; name: string };
  school_mentor: {
    institution: string;
    person: string;
    name: string;
    outcome: Outcome | null;
    checked_on: string | null;
    expires_on: string | null;
  };
  invitation: { institution: string; label: string; until: string; used: boolean };
  attempt: {
    enrolment: string;
    quiz: string;
    release: string;
    answers: Answers;
    score: number;
    passed: boolean;
    graded: boolean;
    results: Record<string, number> | null;
    explanations: { question: string; text: Text }[] | null;
    started_at: string;
    at: string;
    flag: string | null;
  };
  plan: {
    cohort: string;
    starts_at: string;
    minutes: number;
    place: string;
    topic: string;
    cancelled: boolean;
    by: string;
  };
  announcement: { cohort: string; text: string; person: string; by: string; at: string };
  session: {
    cohort: string;
    plan: string | null;
    roll: string;
    kind: SessionKind;
    held_on: string;
    minutes: number;
    adult: Adult | null;
    note: string;
    next_steps: string;
    person: string;
    by: string;
    at: string;
    flags: string[];
  };
  mark: {
    cohort: string;
    enrolment: string;
    roll: string;
    held_on: string;
    status: Presence;
    late_minutes: number | null;
    person: string;
    by: string;
    at: string;
    flag: string | null;
  };
  attendance: {
    enrolment: string;
    roll: string;
    held_on: string;
    status: Presence;
    late_minutes: number | null;
    at: string;
  };
}
export type Entity = keyof Entities;

/** The acts that may be made without a network, by operation type. */
export interface Acts {
  "progress.complete_lesson": { enrolment: string; lesson: string; release: string };
  "progress.submit_quiz": {
    enrolment: string;
    quiz: string;
    release: string;
    started_at: string;
    answers: Answers;
  };
  "people.choose_language": { language: Language };
  "people.give_consent": { answers: Partial<Record<Purpose, boolean>>; text: string; language: Language };
  "people.record_clearance": {
    institution: string;
    person: string;
    outcome: Outcome;
    checked_on: string;
    expires_on: string | null;
  };
  "programmes.accept": { enrolment: string };
  "programmes.refuse": { enrolment: string; reason: RefusalReason };
  "programmes.withdraw": { enrolment: string; reason: LeavingReason };
  "programmes.record_consent": {
    enrolment: string;
    guardian: string;
    signed_on: string;
    answers: Partial<Record<Purpose, boolean>>;
    text: string;
    language: Language;
  };
  "programmes.assign_mentor": { cohort: string; person: string };
  "programmes.dismiss_mentor": { cohort: string; person: string };
  "mentoring.call_roll": { cohort: string; held_on: string; marks: MarkBody[]; plan: string | null };
  "mentoring.log_session": {
    cohort: string;
    kind: SessionKind;
    held_on: string;
    minutes: number;
    marks: MarkBody[];
    adult: Adult | null;
    note: string;
    next_steps: string;
    plan: string | null;
  };
  "mentoring.plan_session": {
    cohort: string;
    starts_at: string;
    minutes: number;
    place: string;
    topic: string;
  };
  "mentoring.cancel_session": { plan: string };
  "mentoring.announce": { cohort: string; text: string };
  "mentoring.retract": { announcement: string };
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
  Agree<Entities["consent"], Sent["ConsentRow"]>,
  Agree<Entities["school_mentor"], Sent["SchoolMentorRow"]>,
  Agree<Entities["invitation"], Sent["InvitationRow"]>,
  Agree<Entities["mentor"], Sent["MentorRow"]>,
  Agree<Entities["attempt"], Sent["AttemptRow"]>,
  Agree<Entities["plan"], Sent["PlanRow"]>,
  Agree<Entities["announcement"], Sent["AnnouncementRow"]>,
  Agree<Entities["session"], Sent["SessionRow"]>,
  Agree<Entities["mark"], Sent["MarkRow"]>,
  Agree<Entities["attendance"], Sent["AttendanceRow"]>,
  Agree<Outline, Sent["CourseBundle"]>,
  Agree<Part, Sent["ModuleBundle"]>,
  Agree<Person, Sent["Account"]>,
  Agree<Hints, Sent["Hints"]>,
  Agree<WireRow & { d: Sent["FeedRow"]["d"] }, Sent["FeedRow"]>,
];
