/** What each act in a manufactory makes of the rows before the server has answered. */

import { change, type Mark, make, type Rows } from "./changing";
import type { Reducers, SeenRow } from "./overlay";
import { amount, postings, reversal } from "./postings";
import { pairId } from "./uuid";
import type { Acts, Entities, Op, PostKind } from "./wire";

type Workshop = Pick<Reducers, Extract<keyof Acts, `manufactories.${string}`>>;

/** The day it was for whoever made the act. */
const dayOf = ({ at }: Op): string => {
  const moment = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
};

/** One more step of a gate; a gate that stands so already is left alone. */
export function step(
  rows: Rows,
  gate: string,
  op: Op,
  mark: Mark,
  act: "passed" | "undone",
  said: string,
  day: string,
): void {
  const row = rows.get(gate) as (SeenRow & Entities["gate"]) | undefined;
  if (!row || (row.steps.at(-1)?.act ?? "undone") === act) return;
  const steps = [...row.steps, { act, said, day, by: "", at: op.at }];
  rows.set(gate, { ...row, steps, ...mark } as SeenRow);
}

/** The one reversal that an entry may have. */
export const reversalId = (entry: string): string => pairId(entry, "reversal");

/**
 * What only the server says of an entry. Whether it needs a second person the phone sees by the manufactory's limit
 * (rooms/manufactories/books.ts), which is no row of this kind.
 */
const unseen = (op: Op) => ({
  reverses: null,
  held: false,
  waits: false,
  approved_by: null,
  person: op.actor,
  by: "",
  device: null,
  at: op.at,
  arrived: null,
  flags: [],
});

/** The posts of a member after some were given: what is not named ends. */
function posts(before: Entities["member"]["posts"], given: readonly PostKind[], at: string) {
  const kept = before.map((post) =>
    post.until === null && !given.includes(post.kind) ? { ...post, until: at } : post,
  );
  const held = new Set(kept.filter(({ until }) => until === null).map(({ kind }) => kind));
  return [
    ...kept,
    ...given.filter((kind) => !held.has(kind)).map((kind) => ({ kind, since: at, until: null })),
  ];
}

function joins(
  rows: Rows,
  op: Op,
  mark: Mark,
  manufactory: string,
  who: Acts["manufactories.found"]["members"],
) {
  for (const { enrolment, posts: given } of who) {
    const id = pairId(manufactory, enrolment);
    const before = rows.get(id) as (SeenRow & Entities["member"]) | undefined;
    if (before && before.until === null) continue;
    const fresh = { manufactory, enrolment, person: "", name: "", since: op.at };
    const row = {
      ...(before ?? fresh),
      posts: posts(before?.posts ?? [], given, op.at),
      until: null,
      ...mark,
    };
    rows.set(id, { ...row, id, scope: `manufactory:${manufactory}` } as SeenRow);
  }
}

export const workshop: Workshop = {
  "manufactories.found": {
    manufactory(rows, op, mark) {
      const { members: _, mentors: __, ...body } = op.body as Acts["manufactories.found"];
      const unknown = { school: {}, team_max: 0, spending_limit: 0, cash_rounding: 1 };
      make<"manufactory">(rows, op.id, `manufactory:${op.id}`, mark, { ...body, ...unknown, founded: op.at });
    },
    school_manufactory(rows, op, mark) {
      const { members, mentors: _, ...body } = op.body as Acts["manufactories.found"];
      const row = { ...body, members: members.length };
      make<"school_manufactory">(rows, op.id, `institution:${body.institution}`, mark, row);
    },
    member(rows, op, mark) {
      joins(rows, op, mark, op.id, (op.body as Acts["manufactories.found"]).members);
    },
  },
  "manufactories.describe": {
    manufactory(rows, op, mark) {
      const { manufactory, ...values } = op.body as Acts["manufactories.describe"];
      change<"manufactory">(rows, manufactory, mark, values);
    },
    school_manufactory(rows, op, mark) {
      const { manufactory, ...values } = op.body as Acts["manufactories.describe"];
      change<"school_manufactory">(rows, manufactory, mark, values);
    },
  },
  "manufactories.add_member": {
    member(rows, op, mark) {
      const { manufactory, ...one } = op.body as Acts["manufactories.add_member"];
      joins(rows, op, mark, manufactory, [one]);
    },
  },
  "manufactories.end_member": {
    member(rows, op, mark) {
      const { manufactory, enrolment } = op.body as Acts["manufactories.end_member"];
      const row = rows.get(pairId(manufactory, enrolment)) as (SeenRow & Entities["member"]) | undefined;
      if (row && row.until === null)
        rows.set(row.id, { ...row, posts: posts(row.posts, [], op.at), until: op.at, ...mark } as SeenRow);
    },
  },
  "manufactories.give_posts": {
    member(rows, op, mark) {
      const { manufactory, enrolment, posts: given } = op.body as Acts["manufactories.give_posts"];
      const row = rows.get(pairId(manufactory, enrolment)) as (SeenRow & Entities["member"]) | undefined;
      const next = row && posts(row.posts, given, op.at);
      if (
        row &&
        next?.some((post, i) => post.until !== row.posts[i]?.until || post.kind !== row.posts[i]?.kind)
      )
        rows.set(row.id, { ...row, posts: next, ...mark } as SeenRow);
    },
  },
  "manufactories.assign_mentor": {
    team_mentor(rows, op, mark) {
      const { manufactory, person } = op.body as Acts["manufactories.assign_mentor"];
      const id = pairId(manufactory, person);
      make<"team_mentor">(rows, id, `manufactory:${manufactory}`, mark, { manufactory, person, name: "" });
    },
  },
  "manufactories.dismiss_mentor": {
    team_mentor(rows, op) {
      const { manufactory, person } = op.body as Acts["manufactories.dismiss_mentor"];
      rows.delete(pairId(manufactory, person));
    },
  },
  "manufactories.add_gate": {
    gate(rows, op, mark) {
      const body = op.body as Acts["manufactories.add_gate"];
      const row: Entities["gate"] = { ...body, kind: "plain", steps: [] };
      make<"gate">(rows, op.id, `manufactory:${body.manufactory}`, mark, row);
    },
  },
  "manufactories.drop_gate": {
    gate(rows, op) {
      rows.delete((op.body as Acts["manufactories.drop_gate"]).gate);
    },
  },
  "manufactories.date_gate": {
    gate(rows, op, mark) {
      const { gate, due } = op.body as Acts["manufactories.date_gate"];
      change<"gate">(rows, gate, mark, { due });
    },
  },
  "manufactories.pass_gate": {
    gate(rows, op, mark) {
      const { gate, evidence, passed_on } = op.body as Acts["manufactories.pass_gate"];
      step(rows, gate, op, mark, "passed", evidence, passed_on ?? dayOf(op));
    },
  },
  "manufactories.undo_gate": {
    gate(rows, op, mark) {
      const { gate, reason } = op.body as Acts["manufactories.undo_gate"];
      step(rows, gate, op, mark, "undone", reason, dayOf(op));
    },
  },
  "manufactories.add_product": {
    product(rows, op, mark) {
      const { kopecks, ...body } = op.body as Acts["manufactories.add_product"];
      make<"product">(rows, op.id, `manufactory:${body.manufactory}`, mark, {
        ...body,
        active: true,
        prices: [{ kopecks, since: op.at }],
      });
    },
  },
  "manufactories.change_product": {
    product(rows, op, mark) {
      const { manufactory: _, product, ...values } = op.body as Acts["manufactories.change_product"];
      change<"product">(rows, product, mark, values);
    },
  },
  "manufactories.set_price": {
    product(rows, op, mark) {
      const { product, kopecks } = op.body as Acts["manufactories.set_price"];
      const row = rows.get(product) as (SeenRow & Entities["product"]) | undefined;
      if (row && row.prices.at(-1)?.kopecks !== kopecks)
        rows.set(product, { ...row, prices: [...row.prices, { kopecks, since: op.at }], ...mark } as SeenRow);
    },
  },
  "manufactories.add_entry": {
    entry(rows, op, mark) {
      const body = op.body as Acts["manufactories.add_entry"];
      const { items: _, day, ...rest } = body;
      make<"entry">(rows, op.id, `manufactory:${body.manufactory}`, mark, {
        ...rest,
        kopecks: amount(body),
        day: day ?? dayOf(op),
        lines: postings(body),
        ...unseen(op),
      });
    },
  },
  "manufactories.reverse_entry": {
    entry(rows, op, mark) {
      const { manufactory, entry, reason } = op.body as Acts["manufactories.reverse_entry"];
      const row = rows.get(entry) as (SeenRow & Entities["entry"]) | undefined;
      if (!row || row.kind === "reversal") return;
      make<"entry">(rows, reversalId(entry), `manufactory:${manufactory}`, mark, {
        ...unseen(op),
        manufactory,
        kind: "reversal",
        money: row.money,
        kopecks: row.kopecks,
        counted: null,
        book: null,
        day: row.day,
        note: reason,
        lines: reversal(row.lines),
        reverses: entry,
        held: row.held,
        waits: row.waits,
        approved_by: row.approved_by,
      });
    },
  },
  "manufactories.approve_entry": {
    entry(rows, op, mark) {
      const { entry } = op.body as Acts["manufactories.approve_entry"];
      for (const id of [entry, reversalId(entry)]) change<"entry">(rows, id, mark, { waits: false });
    },
  },
};
