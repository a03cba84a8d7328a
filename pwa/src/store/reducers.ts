/** What each act makes of the rows before the server has answered. Fetched beside the first look at the database. */

import { change, type Mark, make, type Rows } from "./changing";
import type { Reducers, SeenRow } from "./overlay";
import { pairId } from "./uuid";

export { lookOf } from "./looks";

import type { Acts, Entities, MarkBody, Op, Purpose } from "./wire";
import { step, workshop } from "./workshop";

/** The one name of a roll: the planned session's id, or the cohort's or team's of that day. */
export const rollId = (cohort: string, heldOn: string, plan: string | null): string =>
  plan ?? pairId(cohort, heldOn);

interface Roll {
  cohort: string;
  manufactory?: string | null;
  held_on: string;
  plan: string | null;
  marks: MarkBody[];
}

function marks(rows: Rows, op: Op, mark: Mark): void {
  const { cohort, manufactory = null, held_on, plan, marks } = op.body as Roll;
  const group = manufactory ?? cohort;
  const roll = rollId(group, held_on, plan);
  for (const { enrolment, status, late_minutes } of marks) {
    make<"mark">(rows, pairId(op.id, enrolment), `staff:${group}`, mark, {
      cohort,
      manufactory,
      enrolment,
      roll,
      held_on,
      status,
      late_minutes,
      person: op.actor,
      by: "",
      at: op.at,
      flag: null,
    });
  }
}

const given = (answers: Partial<Record<Purpose, boolean>>, before: Purpose[]): Purpose[] => {
  const found = new Set(before);
  for (const [purpose, yes] of Object.entries(answers)) {
    if (yes) found.add(purpose as Purpose);
    else found.delete(purpose as Purpose);
  }
  return [...found];
};

/**
 * Marked when seen (rooms/progress/attempts.ts): the phone knows the key of a practice quiz, and nobody here knows that
 * of a graded one.
 */
const UNMARKED = { score: -1, passed: false, graded: false, results: null, explanations: null, flag: null };

export const reducers: Reducers = {
  "progress.complete_lesson": {
    completion(rows, op, mark) {
      const { enrolment, lesson, release } = op.body as Acts["progress.complete_lesson"];
      make<"completion">(rows, pairId(enrolment, lesson), `enrolment:${enrolment}`, mark, {
        enrolment,
        lesson,
        release,
        at: op.at,
        flag: null,
      });
    },
  },
  "progress.submit_quiz": {
    attempt(rows, op, mark) {
      const body = op.body as Acts["progress.submit_quiz"];
      make<"attempt">(rows, op.id, `enrolment:${body.enrolment}`, mark, { ...body, ...UNMARKED, at: op.at });
    },
  },
  "people.choose_language": {
    person(rows, op, mark) {
      const { language } = op.body as Acts["people.choose_language"];
      change<"person">(rows, op.actor, mark, { language });
    },
  },
  "people.give_consent": {
    consent(rows, op, mark) {
      const { answers, text, language } = op.body as Acts["people.give_consent"];
      for (const [purpose, yes] of Object.entries(answers)) {
        make<"consent">(rows, pairId(op.id, purpose), `person:${op.actor}`, mark, {
          purpose: purpose as Purpose,
          given: yes,
          text,
          language,
          guardian: null,
          at: op.at,
        });
      }
    },
  },
  "people.record_clearance": {
    school_mentor(rows, op, mark) {
      const { institution, person, ...values } = op.body as Acts["people.record_clearance"];
      change<"school_mentor">(rows, pairId(institution, person), mark, values);
    },
  },
  "programmes.accept": {
    roster(rows, op, mark) {
      const { enrolment } = op.body as Acts["programmes.accept"];
      const row = rows.get(enrolment) as (SeenRow & Entities["roster"]) | undefined;
      if (row?.status === "active") return; // accepted, and all consents are there
      change<"roster">(rows, enrolment, mark, { status: "accepted", reason: null });
    },
  },
  "programmes.refuse": {
    roster(rows, op, mark) {
      const { enrolment, reason } = op.body as Acts["programmes.refuse"];
      change<"roster">(rows, enrolment, mark, { status: "refused", reason });
    },
  },
  "programmes.withdraw": {
    roster(rows, op, mark) {
      const { enrolment, reason } = op.body as Acts["programmes.withdraw"];
      change<"roster">(rows, enrolment, mark, { status: "withdrawn", reason });
    },
    enrolment(rows, op, mark) {
      const { enrolment, reason } = op.body as Acts["programmes.withdraw"];
      change<"enrolment">(rows, enrolment, mark, { status: "withdrawn", reason });
    },
  },
  "programmes.record_consent": {
    roster(rows, op, mark) {
      const { enrolment, answers } = op.body as Acts["programmes.record_consent"];
      const row = rows.get(enrolment) as (SeenRow & Entities["roster"]) | undefined;
      if (!row) return;
      const consents = given(answers, row.consents);
      const due = row.due.filter((purpose) => !consents.includes(purpose));
      if (consents.length !== row.consents.length || due.length !== row.due.length)
        rows.set(enrolment, { ...row, consents, due, ...mark } as SeenRow);
    },
  },
  "programmes.assign_mentor": {
    mentor(rows, op, mark) {
      const { cohort, person } = op.body as Acts["programmes.assign_mentor"];
      make<"mentor">(rows, pairId(cohort, person), `cohort:${cohort}`, mark, { cohort, person, name: "" });
    },
  },
  "programmes.dismiss_mentor": {
    mentor(rows, op) {
      const { cohort, person } = op.body as Acts["programmes.dismiss_mentor"];
      rows.delete(pairId(cohort, person));
    },
  },
  "mentoring.call_roll": { mark: marks },
  "mentoring.log_session": {
    mark: marks,
    session(rows, op, mark) {
      const body = op.body as Acts["mentoring.log_session"];
      const { cohort, manufactory = null, plan, held_on, marks: _, gates: __, ...rest } = body;
      const group = manufactory ?? cohort;
      make<"session">(rows, op.id, `staff:${group}`, mark, {
        cohort,
        manufactory,
        plan,
        roll: rollId(group, held_on, plan),
        held_on,
        ...rest,
        person: op.actor,
        by: "",
        at: op.at,
        flags: [],
      });
    },
    gate(rows, op, mark) {
      const { held_on, gates = [] } = op.body as Acts["mentoring.log_session"];
      for (const { gate, evidence } of gates) step(rows, gate, op, mark, "passed", evidence, held_on);
    },
  },
  "mentoring.plan_session": {
    plan(rows, op, mark) {
      const body = op.body as Acts["mentoring.plan_session"];
      make<"plan">(rows, op.id, `cohort:${body.cohort}`, mark, { ...body, cancelled: false, by: "" });
    },
  },
  "mentoring.cancel_session": {
    plan(rows, op, mark) {
      const { plan } = op.body as Acts["mentoring.cancel_session"];
      change<"plan">(rows, plan, mark, { cancelled: true });
    },
  },
  "mentoring.announce": {
    announcement(rows, op, mark) {
      const { cohort, text } = op.body as Acts["mentoring.announce"];
      make<"announcement">(rows, op.id, `cohort:${cohort}`, mark, {
        cohort,
        text,
        person: op.actor,
        by: "",
        at: op.at,
      });
    },
  },
  "mentoring.retract": {
    announcement(rows, op) {
      rows.delete((op.body as Acts["mentoring.retract"]).announcement);
    },
  },
  ...workshop,
};
