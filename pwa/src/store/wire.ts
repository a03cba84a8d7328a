/** What crosses the wire: operations and the one sync request, as the server writes them. */

import type { components } from "../api.gen";
import type { Language, Outline, Part } from "./edition";
import type { Entities, Fix, Role } from "./rows";

export type { Acts } from "./acts";
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
export type {
  Adult,
  Carrier,
  Entities,
  Entity,
  EntryKind,
  Figure,
  Fix,
  GateKind,
  LeavingReason,
  LedgerAccount,
  Line,
  MarkBody,
  Money,
  Names,
  Outcome,
  Pigment,
  PostKind,
  Presence,
  Purpose,
  RefusalReason,
  Role,
  SaleItem,
  SessionKind,
  Status,
  Unit,
} from "./rows";

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
  /** Ids of acts that were applied in this epoch; now and then, to see whether the server still knows them. */
  proof: string[];
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
  /** Those of `proof` that it knows nothing of. */
  missing?: string[];
  /** Others who have used this phone and closed their account since. */
  closed?: unknown;
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
  Agree<Entities["rule_set"], Sent["RuleSetRow"]>,
  Agree<Entities["manufactory"], Sent["ManufactoryRow"]>,
  Agree<Entities["school_manufactory"], Sent["SchoolManufactoryRow"]>,
  Agree<Entities["member"], Sent["MemberRow"]>,
  Agree<Entities["team_mentor"], Sent["TeamMentorRow"]>,
  Agree<Entities["gate"], Sent["GateRow"]>,
  Agree<Entities["product"], Sent["ProductRow"]>,
  Agree<Entities["entry"], Sent["EntryRow"]>,
  Agree<Entities["team_session"], Sent["TeamSessionRow"]>,
  Agree<Outline, Sent["CourseBundle"]>,
  Agree<Part, Sent["ModuleBundle"]>,
  Agree<Person, Sent["Account"]>,
  Agree<Hints, Sent["Hints"]>,
  Agree<WireRow & { d: Sent["FeedRow"]["d"] }, Sent["FeedRow"]>,
];
