/** Puts the parts of the store together behind its face. */

import { effect, signal } from "@preact/signals";
import { Accounts, closing, isMarked, type Session } from "./account";
import type { AccountSchema, Base, ClosedReason } from "./db";
import { createDraft } from "./drafts";
import { type ActOptions, type Held, type Store, StoreError, type Wish } from "./face";
import { asker, isGood, refusal } from "./http";
import { lateBundles, lateLoop, type Waker, type WithBundles } from "./late";
import { Memory } from "./memory";
import { type Heard, makeOp, put } from "./outbox";
import { learn } from "./overlay";
import { createReads } from "./reads";
import type { Write } from "./state";
import { views } from "./views";
import type { Acts, Language } from "./wire";
import { browser, type World } from "./world";

/** What tabs tell each other: who uses the phone has changed, or what is in an account's database. */
type Message =
  | { type: "account" }
  | { type: "changed"; id: string; entities: string[] | undefined; isAct: boolean };

const issues = () => import("./issues");
const NOTHING: Held = { here: new Set(), coming: new Set() };

/** Everything behind the face that one open app holds. */
class Phone {
  language: () => Language = () => "uk";
  build = "";
  isPersisted = false;
  readonly closed = signal<ClosedReason | null>(null);
  readonly full = signal(false);
  readonly memory = new Memory();
  readonly ask;
  readonly accounts: Accounts;
  readonly held = signal(NOTHING);
  readonly bundles: WithBundles;
  looked = Promise.resolve();
  private heard: Heard | null = null;
  private tell: (message: Message) => void = () => {};

  constructor(readonly world: World) {
    this.ask = asker(world, () => this.language());
    const { ask, memory } = this;
    this.accounts = new Accounts({
      world,
      ask,
      memory,
      closed: (reason) => {
        this.closed.value = reason;
      },
      makeLoop: (id, base) => this.makeLoop(id, base),
      say: () => this.tell({ type: "account" }),
    });
    this.bundles = lateBundles({
      world,
      ask,
      memory,
      held: this.held,
      session: () => this.accounts.session,
      language: () => this.language(),
    });
    effect(() => {
      if (this.accounts.account.value) this.lookAtBundles();
      else this.held.value = NOTHING;
    });
  }

  async start(): Promise<void> {
    const { world, accounts } = this;
    if (isMarked()) learn().catch(() => {}); // while the databases open; needed with the first rows
    this.tell = world.tabs((message) => this.listen(message as Message));
    world.listen((why) => (accounts.session ? accounts.session.loop.wake(why) : void accounts.goodbye()));
    void world.persisted().then((value) => {
      this.isPersisted = value;
    });
    await accounts.open();
  }

  async act(type: string, body: object, options: ActOptions = {}): Promise<string> {
    const { world, memory } = this;
    let id = "";
    const write = (session: Session) => {
      const op = makeOp(world, session.id, type, body, memory.kept.value, this.heard);
      id = op.id;
      return put(session, op, options);
    };
    await this.save(write, options.mends ? undefined : (entry) => memory.add(entry));
    if (!this.isPersisted) void world.persist().then((value) => (this.isPersisted = value)); // may ask the person
    return id;
  }

  /** A write of the person's own: durable, then seen here and in the other tabs, then sent. */
  async save<T>(
    write: (session: Session) => Promise<T>,
    see: (written: T, session: Session) => Promise<void> = (_, { base }) => this.memory.load(base, []),
  ): Promise<void> {
    const session = this.accounts.need();
    let written: T;
    try {
      written = await write(session);
    } catch (error) {
      if (error instanceof StoreError && error.code === "full") this.full.value = true;
      throw error;
    }
    this.full.value = false;
    await see(written, session).catch(() => {}); // it is saved, seen or not
    this.tell({ type: "changed", id: session.id, entities: [], isAct: true });
    session.loop.wake("act");
  }

  async freeSpace(): Promise<void> {
    await this.accounts.need().base.write(["bundles", "answers"], "relaxed", async (tx) => {
      await tx.objectStore("bundles").clear();
      await tx.objectStore("answers").clear();
    });
    this.lookAtBundles();
    this.full.value = false;
  }

  async keepBundles(wish?: Wish): Promise<void> {
    await this.bundles((bundles) => (wish ? bundles.wish(wish) : bundles.keep()));
    const id = this.accounts.session?.id;
    if (id) this.tell({ type: "changed", id, entities: [], isAct: false });
  }

  private lookAtBundles(): void {
    this.looked = this.bundles((bundles) => bundles.look()).catch(() => {});
  }

  private makeLoop(id: string, base: Base<AccountSchema>): Waker {
    const { world, ask, build } = this;
    return lateLoop({
      world,
      ask,
      actor: id,
      build,
      base,
      isPersisted: () => this.isPersisted,
      erase: async (gone, said) => (await closing()).erase(this.accounts, gone, said),
      full: (isFull) => {
        this.full.value = isFull;
      },
      broken: (isBroken) => {
        if (isBroken) this.closed.value ??= "error";
        else if (this.closed.value === "error") this.closed.value = null;
      },
      changed: (write) => this.changed(id, base, write),
    });
  }

  /** The loop has written: show it here, let the other tabs show it, fetch what it names. */
  private async changed(id: string, base: Base<AccountSchema>, write: Write): Promise<void> {
    const { kept, rows, gone, drop, sweep } = write;
    const isAnswered = kept.srv !== null && kept.srv !== this.heard?.srv;
    if (isAnswered) this.heard = { srv: kept.srv ?? "", mono: this.world.mono() };
    const touched = [...new Set([...rows, ...gone].map(({ entity }) => entity))];
    const entities = drop.length || sweep ? undefined : touched;
    await this.memory.load(base, entities, entities && { rows, gone });
    this.tell({ type: "changed", id, entities, isAct: false });
    if (entities?.length !== 0) this.accounts.refresh();
    if (isAnswered) void this.keepBundles().catch(() => {}); // tried again after the next answer
  }

  private listen(message: Message): void {
    const { accounts, memory } = this;
    const { session } = accounts;
    if (message.type === "account") void accounts.follow().catch(() => {});
    else if (session?.id === message.id) {
      void memory.load(session.base, message.entities).then(
        () => accounts.refresh(),
        () => {}, // read again with the next change
      );
      this.lookAtBundles();
      if (message.isAct) session.loop.wake("act");
    }
  }
}

export function openStore(world: World = browser): Store {
  const phone = new Phone(world);
  const { accounts, memory, ask } = phone;
  const need = () => accounts.need();
  let opened = () => {};
  const ready = new Promise<void>((resolve) => {
    opened = resolve;
  });
  return {
    ready,
    account: accounts.account,
    left: accounts.left,
    ...views(memory, phone.closed, phone.full, accounts.vanished),
    whole: memory.whole,
    table: (entity) => memory.table(entity),
    async start({ language, build = "" }) {
      Object.assign(phone, { language, build });
      await phone.start();
      opened();
    },
    act: <T extends keyof Acts>(type: T, body: Acts[T], options?: ActOptions) =>
      phone.act(type, body, options),
    sendNow: () => accounts.session?.loop.wake("user"),
    retry: (issue) => phone.save(async (session) => (await issues()).again(session, issue, world)),
    setAside: (issue) => phone.save(async (session) => (await issues()).setAside(session, issue)),
    signIn: (login, password) => accounts.enterBy("/api/people/sign-in", { login, password }),
    enter: (path, body) => accounts.enterBy(path, body),
    signOut: () => accounts.signOut(),
    farewell: accounts.farewell,
    closeAccount: async (password) => (await closing()).close(accounts, password),
    bundle: (hash) => phone.bundles((bundles) => bundles.get(hash)),
    held: phone.held,
    looked: () => phone.looked,
    keepBundles: (wish) => phone.keepBundles(wish),
    read: createReads(world, ask, need),
    async post(path, body = {}) {
      const reply = await ask(path, { method: "POST", body });
      if (!isGood(reply)) throw refusal(reply);
      return reply.body;
    },
    draft: (key) => createDraft(key, need),
    exportUnsent: () => ({
      person: accounts.account.value,
      waiting: memory.outbox.value,
      refused: memory.refused.value,
    }),
    repair: async () => (await import("./rescue")).look(accounts),
    freeSpace: () => phone.freeSpace(),
  };
}
