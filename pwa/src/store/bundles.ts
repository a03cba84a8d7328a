/** Lesson texts: immutable files named by their hash, kept for reading without a network. */

import type { Session } from "./account";
import { type Ask, isGood } from "./http";
import type { Memory } from "./memory";
import type { Bundle, Language } from "./wire";

export class Bundles {
  private coming = new Map<string, Promise<Bundle | null>>();
  private keeping: Promise<void> | null = null;

  constructor(
    private ask: Ask,
    private memory: Memory,
    private session: () => Session | null,
    private language: () => Language,
  ) {}

  /** From the phone, else fetched and kept; null when neither works. */
  async get(hash: string): Promise<Bundle | null> {
    const session = this.session();
    if (!session) return null;
    const db = await session.base.open().catch(() => null);
    const found = await db?.get("bundles", hash);
    if (found) return found;
    const key = `${session.id}/${hash}`;
    const fetched = () => this.fetch(hash, session).finally(() => this.coming.delete(key));
    const coming = this.coming.get(key) ?? fetched();
    this.coming.set(key, coming);
    // Kept by another fetch that ended between the look above and this one: still here when the line is not.
    return (await coming) ?? (await db?.get("bundles", hash).catch(() => undefined)) ?? null;
  }

  /** Fetches what the course rows name, one after the other, and lets go of what none names any more. */
  keep(): Promise<void> {
    this.keeping ??= this.keepAll()
      .catch(() => {}) // the next pull tries again
      .finally(() => {
        this.keeping = null;
      });
    return this.keeping;
  }

  private async fetch(hash: string, { base }: Session): Promise<Bundle | null> {
    const reply = await this.ask(`/api/courses/bundles/${hash}`);
    if (!isGood(reply) || !isBundle(reply.body)) return null;
    const bundle = reply.body;
    const kept = base.write(["bundles"], "relaxed", (tx) => tx.objectStore("bundles").put(bundle, hash));
    await kept.catch(() => {}); // no room to keep it: it can be read all the same
    return bundle;
  }

  private async keepAll(): Promise<void> {
    const session = this.session();
    if (!session) return;
    const courses = this.memory.table("course").value;
    const db = await session.base.open();
    for (const { bundles } of courses) {
      const { hash } = bundles[this.language()];
      const isHere = (await db.getKey("bundles", hash)) !== undefined || (await this.get(hash)) !== null;
      if (!isHere || this.session() !== session) return;
    }
    const named = new Set(courses.flatMap(({ bundles }) => Object.values(bundles).map(({ hash }) => hash)));
    for (const hash of await db.getAllKeys("bundles")) if (!named.has(hash)) await db.delete("bundles", hash);
  }
}

const isBundle = (body: unknown): body is Bundle =>
  Array.isArray((body as Bundle | undefined)?.modules) && typeof (body as Bundle).course === "string";
