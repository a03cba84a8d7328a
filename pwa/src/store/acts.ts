/** What the acts carry that may be made without a network, as the server reads them. */

import type { Answers, Language } from "./edition";
import type {
  Adult,
  Carrier,
  EntryKind,
  Figure,
  LeavingReason,
  MarkBody,
  Money,
  Names,
  Outcome,
  Pigment,
  PostKind,
  Purpose,
  RefusalReason,
  SaleItem,
  SessionKind,
  Unit,
} from "./rows";

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
    /** The team whose session it was, and what gates it passed; without it the cohort's. */
    manufactory?: string | null;
    gates?: { gate: string; evidence: string }[];
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
  /** The act's id is the manufactory's. */
  "manufactories.found": {
    cohort: string;
    institution: string;
    name: Names;
    makes: Names;
    figure: Figure;
    pigment: Pigment;
    carrier: Carrier;
    members: { enrolment: string; posts: PostKind[] }[];
    mentors: string[];
  };
  "manufactories.describe": {
    manufactory: string;
    name: Names;
    makes: Names;
    figure: Figure;
    pigment: Pigment;
    carrier: Carrier;
  };
  "manufactories.add_member": { manufactory: string; enrolment: string; posts: PostKind[] };
  "manufactories.end_member": { manufactory: string; enrolment: string };
  "manufactories.give_posts": { manufactory: string; enrolment: string; posts: PostKind[] };
  "manufactories.assign_mentor": { manufactory: string; person: string };
  "manufactories.dismiss_mentor": { manufactory: string; person: string };
  "manufactories.add_gate": { manufactory: string; name: Names; due: string };
  "manufactories.drop_gate": { manufactory: string; gate: string };
  "manufactories.date_gate": { manufactory: string; gate: string; due: string };
  "manufactories.pass_gate": {
    manufactory: string;
    gate: string;
    evidence: string;
    passed_on: string | null;
  };
  "manufactories.undo_gate": { manufactory: string; gate: string; reason: string };
  /** The act's id is the product's. */
  "manufactories.add_product": {
    manufactory: string;
    name: Names;
    unit: Unit;
    figure: Figure;
    kopecks: number;
  };
  "manufactories.change_product": {
    manufactory: string;
    product: string;
    name: Names;
    unit: Unit;
    figure: Figure;
    active: boolean;
  };
  "manufactories.set_price": { manufactory: string; product: string; kopecks: number };
  /** The act's id is the entry's. What does not belong to its kind is 0, [] or null; `day` null: the day it was made. */
  "manufactories.add_entry": {
    manufactory: string;
    kind: EntryKind;
    money: Money;
    kopecks: number;
    items: SaleItem[];
    counted: number | null;
    book: number | null;
    note: string;
    day: string | null;
  };
  "manufactories.reverse_entry": { manufactory: string; entry: string; reason: string };
  "manufactories.approve_entry": { manufactory: string; entry: string };
}
