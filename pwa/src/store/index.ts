/** The phone's memory: everything a screen may ask of it. `face.ts` says what is promised. */

import { openStore } from "./store";

export type { Account, Draft, Issue, Item, Row, SignedIn, Store, Trouble, Truth } from "./face";
export { ProblemError, StoreError } from "./face";
export { pairId } from "./uuid";
export type {
  Acts,
  Bundle,
  Entities,
  Entity,
  Fix,
  Language,
  LeavingReason,
  Outcome,
  Purpose,
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
  keepBundles,
  read,
  post,
  draft,
  exportUnsent,
  freeSpace,
} = openStore();
