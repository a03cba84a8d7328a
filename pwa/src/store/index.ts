/** The phone's memory: everything a screen may ask of it. `face.ts` says what is promised. */

import { openStore } from "./store";

export type { Account, Draft, Held, Issue, Item, Row, Store, Trouble, Truth, Wish } from "./face";
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
  Outline,
  Part,
  Question,
  QuestionKind,
  Quiz,
  Role,
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
