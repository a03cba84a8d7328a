/**
 * Outlines and modules of courses: immutable files named by their hash, kept for reading without a network. What is
 * kept by itself: the outlines, then the module that one is in and the one after, then the rest where that costs nothing.
 */

import type { Signal } from "@preact/signals";
import type { Session } from "./account";
import type { Held, Wish } from "./face";
import { type Ask, isGood } from "./http";
import type { Memory } from "./memory";
import { type Kept, type Wishes, wanted } from "./wanted";
import type { Bundle, Language, Outline, Part } from "./wire";
import type { World } from "./world";

export interface Parts {
  world: World;
  ask: Ask;
  memory: Memory;
  held: Signal<Held>;
  session(): Session | null;
  language(): Language;
}

/** Where wishes are kept, among the drafts: they are the person's own and stay through a sign-out. */
const WISHES = "keeping";
/** A begun attempt at a quiz names the part that it is answered on, so that this one stays; see rooms/courses/begun.ts. */
const BEGUN = IDBKeyRange.bound("quiz ", "quiz!", false, true);
const OVER = new Set(["refused", "withdrawn", "transferred"]);

export class Bundles {
  private coming = new Map<string, Promise<Bundle | null>>();
  private keeping: Promise<void> | null = null;

  constructor(private parts: Parts) {}

  /** From the phone, else fetched and kept; null when neither works. */
  async get(hash: string): Promise<Bundle | null> {
    const session = this.parts.session();
    if (!session) return null;
    const db = await session.base.open().catch(() => null);
    const found = await db?.get("bundles", hash);
    if (isBundle(found)) return found; // an earlier version kept courses whole
    const key = `${session.id}/${hash}`;
    const fetched = () => this.fetch(hash, session).finally(() => this.coming.delete(key));
    const coming = this.coming.get(key) ?? fetched();
    this.coming.set(key, coming);
    // Kept by another fetch that ended between the look above and this one: still here when the line is not.
    return (await coming) ?? (await db?.get("bundles", hash).catch(() => undefined)) ?? null;
  }

  /** Reads anew which bundles are here. */
  async look(): Promise<void> {
    const session = this.parts.session();
    const here = session ? await (await session.base.open()).getAllKeys("bundles") : [];
    if (this.parts.session() === session) this.hold({ here: new Set(here) });
  }

  /** Fetches what is to be here, one after the other, and lets go of what no row names any more. */
  keep(): Promise<void> {
    this.keeping ??= this.keepAll()
      .catch(() => {}) // the next pull tries again
      .finally(() => {
        this.keeping = null;
      });
    return this.keeping;
  }

  /** A wish stays until another one; "none" lets go of the modules at once, but for those of quizzes under way. */
  async wish({ course, want }: Wish): Promise<void> {
    const session = this.parts.session();
    if (!session) return;
    const rows = this.parts.memory.table("course").value.filter((row) => row.course === course);
    const parts = rows.flatMap((row) => row.parts.flatMap(({ bundles }) => Object.values(bundles)));
    await session.base.write(["drafts", "bundles"], "strict", async (tx) => {
      const drafts = tx.objectStore("drafts");
      await drafts.put({ ...((await drafts.get(WISHES)) as Wishes | undefined), [course]: want }, WISHES);
      if (want === "whole") return;
      const begun = partsOf(await drafts.getAll(BEGUN));
      for (const { hash } of parts) if (!begun.has(hash)) await tx.objectStore("bundles").delete(hash);
    });
    await this.look();
    await this.keep();
    await this.keep(); // the one under way may have decided before the wish
  }

  private hold(change: Partial<Held>): void {
    this.parts.held.value = { ...this.parts.held.value, ...change };
  }

  private async fetch(hash: string, session: Session): Promise<Bundle | null> {
    const { ask, held } = this.parts;
    this.hold({ coming: new Set([...held.value.coming, hash]) });
    try {
      const reply = await ask(`/api/courses/bundles/${hash}`);
      if (!isGood(reply) || !isBundle(reply.body)) return null;
      const bundle = reply.body;
      if (this.parts.session() !== session) return null; // another person's phone by now
      const put = session.base.write(["bundles"], "relaxed", (tx) =>
        tx.objectStore("bundles").put(bundle, hash),
      );
      await put.then(
        () => this.hold({ here: new Set([...held.value.here, hash]) }),
        () => {}, // no room to keep it: it can be read all the same
      );
      return bundle;
    } finally {
      this.hold({ coming: new Set([...held.value.coming].filter((other) => other !== hash)) });
    }
  }

  private async keepAll(): Promise<void> {
    const session = this.parts.session();
    if (!session) return;
    await this.look();
    for (;;) {
      const missing = (await this.plan(session)).find((hash) => !this.parts.held.value.here.has(hash));
      if (this.parts.session() !== session) return;
      if (missing === undefined) break;
      await this.get(missing);
      if (!this.parts.held.value.here.has(missing)) return; // no network, or no room
    }
    await this.letGo(session);
  }

  /** Decided anew after every fetch: meanwhile a lesson was finished, a wish was made, the Wi-Fi was left. */
  private async plan({ id, base }: Session): Promise<string[]> {
    const { world, memory } = this.parts;
    const language = this.parts.language();
    const db = await base.open();
    const rows = [...memory.table("course").value].sort((a, b) => a.position - b.position);
    const outlines = rows.map(({ bundles }) => bundles[language].hash);
    const own = memory.table("enrolment").value.filter((row) => row.person === id && !OVER.has(row.status));
    const courses: Kept[] = [];
    for (const enrolment of own) {
      for (const { cohort, course, bundles, parts } of rows) {
        if (cohort !== enrolment.cohort) continue;
        const found = await db.get("bundles", bundles[language].hash);
        const outline = found && "counts" in found ? found : undefined;
        courses.push({ course, outline, parts, ...doneIn(memory, enrolment.id) });
      }
    }
    const wishes = ((await db.get("drafts", WISHES)) ?? {}) as Wishes;
    return [...outlines, ...wanted(courses, language, world.metered(), wishes)];
  }

  private async letGo(session: Session): Promise<void> {
    const rows = this.parts.memory.table("course").value;
    const refs = rows.flatMap(({ bundles, parts }) => [bundles, ...parts.map((part) => part.bundles)]);
    const named = new Set(refs.flatMap((one) => Object.values(one).map(({ hash }) => hash)));
    const db = await session.base.open();
    const begun = partsOf(await db.getAll("drafts", BEGUN));
    const over = [...this.parts.held.value.here].filter((hash) => !named.has(hash) && !begun.has(hash));
    for (const hash of over) await db.delete("bundles", hash);
    if (over.length) await this.look();
  }
}

function doneIn(memory: Memory, enrolment: string) {
  const mine = (row: { enrolment: string }) => row.enrolment === enrolment;
  const done = new Set(
    memory
      .table("completion")
      .value.filter(mine)
      .map(({ lesson }) => lesson),
  );
  const tried = new Set(
    memory
      .table("attempt")
      .value.filter(mine)
      .map(({ quiz }) => quiz),
  );
  return { done, tried };
}

const partsOf = (begun: unknown[]) => new Set(begun.map((draft) => (draft as { part?: string }).part));

function isBundle(body: unknown): body is Bundle {
  const { course, counts, modules, lessons, quizzes } = (body ?? {}) as Partial<Outline & Part>;
  const isOutline = Array.isArray(modules) && counts !== undefined;
  return typeof course === "string" && (isOutline || (Array.isArray(lessons) && Array.isArray(quizzes)));
}
