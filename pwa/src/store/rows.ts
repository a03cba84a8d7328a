/** What the rows carry that a phone pulls, as the server writes them. */

import type { Answers, BundleRef, Language, Text } from "./edition";

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

export type Figure =
  | "candle"
  | "rings"
  | "layers"
  | "loaf"
  | "spool"
  | "jug"
  | "sun"
  | "wheel"
  | "leaf"
  | "gear"
  | "house"
  | "book";
/** What a team calls something: in the language of whoever typed it, or in both. */
export type Names = Record<string, string>;
export type Pigment = "clay" | "blue" | "patina" | "ink";
export type Carrier = "school_project" | "sole_trader" | "legal_entity";
export type PostKind =
  | "lead"
  | "finance"
  | "production"
  | "purchasing"
  | "quality"
  | "marketing"
  | "people"
  | "safety";
export type Unit = "piece" | "set" | "portion" | "kg" | "g" | "l" | "m" | "hour" | "service";
export type GateKind = "plain" | "first_sale" | "break_even";
export type EntryKind = "grant" | "sale" | "purchase" | "expense" | "owner_in" | "owner_out" | "count";
export type Money = "cash" | "card" | "own";
export type LedgerAccount =
  | "cash"
  | "card"
  | "grants"
  | "owners"
  | "revenue"
  | "purchases"
  | "expenses"
  | "differences"
  | "rounding";
/** One account of an entry: debit above zero, credit below; kopecks. */
export interface Line {
  account: LedgerAccount;
  kopecks: number;
  product: string | null;
  quantity: number | null;
  price: number | null;
}
/** Units sold at the price that was shown; without a product a sum of its own. */
export interface SaleItem {
  product: string | null;
  quantity: number;
  price: number;
}

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
    manufactory: string | null;
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
    manufactory: string | null;
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
  /** By the id of the cohort; none where the programme founds no manufactories. */
  rule_set: {
    cohort: string;
    programme: string;
    /** The school that hosts the group. */
    institution: string;
    team_min: number;
    team_max: number;
    spending_limit: number;
    cash_rounding: number;
  };
  manufactory: {
    cohort: string;
    institution: string;
    school: Names;
    name: Names;
    makes: Names;
    figure: Figure;
    pigment: Pigment;
    carrier: Carrier;
    founded: string;
    team_max: number;
    spending_limit: number;
    cash_rounding: number;
  };
  school_manufactory: {
    cohort: string;
    institution: string;
    name: Names;
    makes: Names;
    figure: Figure;
    pigment: Pigment;
    carrier: Carrier;
    members: number;
  };
  member: {
    manufactory: string;
    enrolment: string;
    person: string;
    name: string;
    /** All that were ever held; `until` is null while one is. */
    posts: { kind: PostKind; since: string; until: string | null }[];
    since: string;
    until: string | null;
  };
  team_mentor: { manufactory: string; person: string; name: string };
  gate: {
    manufactory: string;
    kind: GateKind;
    name: Names;
    due: string;
    /** The last one says how the gate stands; those that follow from the books have none. */
    steps: { act: "passed" | "undone"; said: string; day: string; by: string; at: string }[];
  };
  product: {
    manufactory: string;
    name: Names;
    unit: Unit;
    figure: Figure;
    active: boolean;
    /** The last one holds. */
    prices: { kopecks: number; since: string }[];
  };
  entry: {
    manufactory: string;
    kind: EntryKind | "reversal";
    money: Money;
    kopecks: number;
    counted: number | null;
    book: number | null;
    day: string;
    note: string;
    lines: Line[];
    reverses: string | null;
    /** Needs a second person to count, who is still awaited while it `waits`. */
    held: boolean;
    waits: boolean;
    approved_by: string | null;
    person: string;
    by: string;
    device: string | null;
    at: string;
    arrived: string | null;
    flags: string[];
  };
  team_session: { manufactory: string; kind: SessionKind; held_on: string; minutes: number; by: string };
}
export type Entity = keyof Entities;
