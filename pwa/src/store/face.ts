/** The promises that the store makes to the screens. */

import type { ReadonlySignal } from "@preact/signals";
import type { Entry, Refused } from "./state";
import type { Acts, Bundle, Entities, Entity, Fix, Language, Person } from "./wire";

export type Account = Person;
/** A pulled row with the pending work already applied; `pending` until its verdict. */
export type Row<E extends Entity = Entity> = Entities[E] & {
  id: string;
  scope: string;
  pending?: true;
};
export type Item = {
  [T in keyof Acts]: { id: string; type: T; body: Acts[T]; at: string; label?: string };
}[keyof Acts];
export type Issue = Item & { code: string; message: string; fix: Fix };

/** The thin line under the header. */
export type Truth =
  | { state: "saved"; waiting: number }
  | { state: "delivered"; at: string | null }
  | { state: "sign_in"; waiting: number }
  | { state: "attention"; waiting: number };

export type Trouble =
  /** The phone has no room left: the last act was not saved. */
  | { code: "full" }
  /** The databases do not open; tried again by itself. `update`: another tab runs a newer version, open the app again. */
  | { code: "closed"; reason: "error" | "update" | "blocked" }
  /** The system has thrown away what lay on this phone; nobody is signed in. */
  | { code: "vanished" }
  /** The phone's clock is off by this much; ahead is positive. */
  | { code: "clock"; skew_ms: number }
  /** Something between phone and server answers in its place, as the Wi-Fi of a café does. */
  | { code: "portal" }
  /** The server answers, but not as agreed. */
  | { code: "server"; status: number }
  /** Work lies unsent for long although there is a network: offer another try and the file. */
  | { code: "watchdog"; since: string };

/** Bundles by their hashes: those on this phone, those on their way to it. */
export interface Held {
  here: ReadonlySet<string>;
  coming: ReadonlySet<string>;
}
/** Work that is not delivered, whole; where a database is given up, also what else could be read in it. */
export interface Unsent {
  person: Account | null;
  waiting: Entry[];
  refused: Refused[];
  delivered?: Entry[];
  drafts?: unknown[];
}
/** What of a course a person wants on this phone: the whole of it, or nothing but what is opened. */
export interface Wish {
  course: string;
  want: "whole" | "none";
}

/** A database that is to be given up. */
export interface Repair {
  /** What can be read of it. */
  work: Unsent;
  /** All that a person made could be read; else what was not delivered may be lost. */
  isWhole: boolean;
  /** It is only the list of who uses the phone, with no work in it. */
  isList: boolean;
  /** Puts a fresh database in its place, with what can be read; the app has to be loaded again after it. */
  run(): Promise<void>;
}

export interface Draft {
  get(): Promise<unknown>;
  /** Resolves when the draft is durable. */
  set(value: unknown): Promise<void>;
  clear(): Promise<void>;
}

/** The act was not saved: `full` - no room, `closed` - no database, or nobody is signed in. */
export class StoreError extends Error {
  constructor(
    readonly code: "full" | "closed",
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

/** What a refusal may name: the field that is wrong, what else could stand in it. */
interface Said {
  readonly field?: unknown;
  readonly suggestion?: unknown;
}

/** The server's refusal in the reader's language; code `offline` or `portal` (without a detail) when none came. */
export class ProblemError extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly fix: Fix,
    /** Seconds to wait before another try. */
    readonly retryAfter?: number,
    /** What else the server said, such as the field that is wrong. */
    readonly data: Said = {},
  ) {
    super(code);
  }
}

/** Who uses this phone from now on, and the codes for a new password made for the account since the last time. */
export interface SignedIn {
  person: Account;
  resets?: { at: string; by: string }[];
}

export interface ActOptions {
  /** The draft that the act ends. */
  draft?: string;
  /** What the act is about, kept with it so that lists can say it whatever else leaves the phone. */
  label?: string;
  /** The refused act that this one puts right: it goes out of sight with the same write, and its time stays. */
  mends?: string | undefined;
}

export interface Store {
  /** Opens the databases and starts the loop; the language is asked for at every request. */
  start(options: { language: () => Language; build?: string }): Promise<void>;
  /** The local databases are open, or `trouble` says why not. */
  readonly ready: Promise<void>;
  /** Who uses this phone now; known offline and after the session expired. */
  readonly account: ReadonlySignal<Account | null>;
  /** Acts that lie unsent of people who signed out; whose they are is told to nobody else on this phone. */
  readonly left: ReadonlySignal<number>;
  readonly truth: ReadonlySignal<Truth>;
  readonly trouble: ReadonlySignal<Trouble | null>;
  /** Oldest first. */
  readonly waiting: ReadonlySignal<Item[]>;
  readonly issues: ReadonlySignal<Issue[]>;
  /** The latest 50, newest first. */
  readonly delivered: ReadonlySignal<Item[]>;
  /** A pull came to its end at least once, so an empty table is truly empty. */
  readonly complete: ReadonlySignal<boolean>;
  /** The entries of books are in memory, which follow the rest once somebody looks here: before that no sum is true. */
  readonly whole: ReadonlySignal<boolean>;
  /** The same signal for the same entity, every time. */
  table<E extends Entity>(entity: E): ReadonlySignal<Row<E>[]>;
  /** Resolves with the operation's id after the durable write, which also clears the draft named; else a StoreError. */
  act<T extends keyof Acts>(type: T, body: Acts[T], options?: ActOptions): Promise<string>;
  sendNow(): void;
  /** The refused act once more, as a new operation with the old time. */
  retry(issue: string): Promise<void>;
  /** Out of sight, never deleted. */
  setAside(issue: string): Promise<void>;
  /** Rejects with a ProblemError. */
  signIn(login: string, password: string): Promise<SignedIn>;
  /** Any other way in that the server answers as a sign-in: joining, a code, an invitation. Rejects with a ProblemError. */
  enter(path: string, body: object): Promise<SignedIn>;
  /** Removes what was pulled, keeps what is unsent; needs no network. */
  signOut(): Promise<void>;
  /**
   * Closes the account for ever and removes all that this phone keeps of it, unsent work too. Rejects with a
   * ProblemError. A phone that is told at its next sync does the same.
   */
  closeAccount(password: string): Promise<void>;
  /** The server's last word to whoever closed the account used here last; nothing once somebody signs in. */
  readonly farewell: ReadonlySignal<unknown>;
  /** From the phone, else fetched and kept; null when neither works. */
  bundle(hash: string): Promise<Bundle | null>;
  readonly held: ReadonlySignal<Held>;
  /** By the end `held` tells what was found on the phone. */
  looked(): Promise<void>;
  /** Fetches what is to be on the phone in the current language; happens by itself after every pull. A wish stays. */
  keepBundles(wish?: Wish): Promise<void>;
  /**
   * An online read; without an answer the last one with its time. Rejects with a ProblemError when there is neither.
   * What nobody asks for again by the same path need not be kept: pass `false`.
   */
  read<T>(path: string, isKept?: boolean): Promise<{ data: T; at: string; stale: boolean }>;
  /** A command that needs the network, such as revoking a device. Rejects with a ProblemError. */
  post(path: string, body?: unknown): Promise<unknown>;
  draft(key: string): Draft;
  /** Unsent and refused work, for a file. */
  exportUnsent(): Unsent;
  /** Where a database fails for good: what of it can be saved, and how it is replaced. */
  repair(): Promise<Repair>;
  /** Gives back the room of lesson texts and old answers, which can be fetched again. */
  freeSpace(): Promise<void>;
}
