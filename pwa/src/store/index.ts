/** The phone's memory: everything a screen may ask of it. `face.ts` says what is promised. */

import { openStore } from "./store";

export type { Account, Draft, Held, Issue, Item, Row, SignedIn, Store, Trouble, Truth, Wish } from "./face";
export { ProblemError, StoreError } from "./face";
export { pairId } from "./uuid";
export type {
  Acts,
  Answer,
  Answers,
  Bundle,
  BundleRef,
  Entities,
  Entity,
  Fix,
  Key,
  Language,
  LeavingReason,
  Outcome,
  Outline,
  Part,
  Purpose,
  Question,
  QuestionKind,
  Quiz,
  RefusalReason,
  Role,
  Status,
  Text,
} from "./wire";

export const {
  start,
  ready,
  account,
  left,
  truth,
  trouble,
  waiting,
  issues,
  delivered,
  complete,
  table,
  act,
  sendNow,
  retry,
  setAside,
  signIn,
  enter,
  signOut,
  bundle,
  held,
  keepBundles,
  read,
  post,
  draft,
  exportUnsent,
  freeSpace,
} = openStore();
