/**
 * Phones in one process, at the service of tests/faults/storm: a line of JSON in, everything runs until it is quiet, a
 * line out that says what happened. Nothing here has a will, a clock or chance of its own.
 *
 *     node host.js STORE.js
 */

import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import {
  type Done,
  type Entry,
  type Kept,
  NEW_KEPT,
  type Refused,
  type StoredRow,
} from "../../../pwa/src/store/state";
import type { Acts } from "../../../pwa/src/store/wire";
import { type Given, Handset, Pages } from "./handset";
import { drain, forgetTasks, takeOver } from "./tasks";

interface Command {
  do: string;
  phone: number;
  tab: number;
  /** The page is killed after so many tasks; with `power` the whole phone. */
  cut?: number;
  power?: boolean;
  phones: { seed: number; locks: boolean }[];
  at: number;
  to: number;
  asleep: boolean;
  id: string;
  request: number;
  type: keyof Acts;
  body: object;
  options: object;
  login: string;
  password: string;
  answer: Given;
  set: Partial<Pick<Handset, "skew" | "online" | "visible">>;
  why: "online" | "visible" | "user";
  frozen: boolean;
}

type Known = { person: object | null; purge: boolean };

const DEADLY = new Set(["begin", "kill", "power", "open"]);
const ACCOUNT = /^verstat-(.+)$/;
const pages = new Pages(readFileSync(process.argv[2] ?? "", "utf8"));
let phones: Handset[] = [];
let told = new Map<string, string>();
let happened: object[] = [];
let mistakes: string[] = [];

async function begin({ at, phones: wanted }: Command): Promise<void> {
  for (const phone of phones) for (const name of [...phone.tabs.keys()]) phone.kill(name);
  await drain();
  forgetTasks();
  happened = [];
  told = new Map();
  phones = wanted.map(
    ({ seed, locks }, phone) =>
      new Handset(seed, at, locks, pages, (what) => void happened.push({ phone, ...what })),
  );
}

/** Whatever is asked of the phone; what takes its time goes on while the tasks run. */
function perform(phone: Handset, command: Command): void {
  const { tab, type, body, options, id, login, password } = command;
  const verbs: Record<string, () => void> = {
    open: () => phone.open(tab),
    kill: () => phone.kill(tab),
    act: () => phone.do(tab, "act", (store) => store.act(type, body as never, options)),
    retry: () => phone.do(tab, "retry", (store) => store.retry(id)),
    aside: () => phone.do(tab, "aside", (store) => store.setAside(id)),
    signIn: () => phone.do(tab, "signIn", (store) => store.signIn(login, password)),
    signOut: () => phone.do(tab, "signOut", (store) => store.signOut()),
    wake: () => wake(phone, command),
    answer: () => phone.answer(command.request, command.answer),
    fail: () => phone.fail(command.request),
    set: () => void Object.assign(phone, command.set),
    freeze: () => {
      const found = phone.tabs.get(tab);
      if (found) found.isFrozen = command.frozen;
    },
  };
  verbs[command.do]?.();
}

function wake(phone: Handset, { tab, why }: Command): void {
  const found = phone.tabs.get(tab);
  if (why === "user") found?.store.sendNow();
  else found?.wake(why);
}

async function obey(command: Command): Promise<object> {
  happened = [];
  mistakes = [];
  const phone = phones[command.phone];
  if (command.do === "begin") await begin(command);
  else if (command.do === "pass") for (const one of phones) await one.pass(command.to, command.asleep);
  else if (command.do === "rows") return { rows: phone ? rowsOf(phone) : [] };
  else if (phone) {
    perform(phone, command);
    await drain(command.cut);
    if (command.do === "power" || (command.cut !== undefined && command.power)) await phone.cutPower();
    else if (command.cut !== undefined) phone.kill(command.tab);
  }
  await drain();
  pages.sweep();
  if (command.cut !== undefined || DEADLY.has(command.do)) mistakes = []; // what was killed hears its own end
  const seen = phone ? [command.phone] : phones.keys();
  return { happened, mistakes, phones: [...seen].map((n) => ({ phone: n, ...look(phones[n] as Handset) })) };
}

/** An act is told whole the first time and when it is not what it was. */
function brief<E extends Entry>(entry: E): object {
  const { id } = entry.op;
  const whole = JSON.stringify(entry.op);
  if (told.get(id) === whole) return { ...entry, op: { id } };
  told.set(id, whole);
  return entry;
}

/** What lies on the disk, and where the person stands. */
function look(phone: Handset): object {
  const values = <T>(name: string, store: string) =>
    phone.disk.read(name, store).map(({ value }) => value as T);
  const names = phone.disk.names().filter((name) => ACCOUNT.test(name));
  const known = phone.disk.read("verstat", "accounts") as { key: unknown; value: Known }[];
  const accounts = names.map((name) => {
    const [kept] = values<Kept>(name, "meta");
    const { cursor, epoch, complete, marks, held, sign_in } = kept ?? NEW_KEPT;
    return {
      id: ACCOUNT.exec(name)?.[1],
      outbox: values<Entry>(name, "outbox").map(brief),
      journal: values<Done>(name, "journal").map(brief),
      issues: values<Refused>(name, "issues").map(brief),
      scopes: [...new Set(values<StoredRow>(name, "rows").map(({ scope }) => scope))],
      isOut: known.some(({ key, value }) => `verstat-${key}` === name && !value.person && !value.purge),
      kept: { cursor, epoch, complete, marks, held, sign_in },
    };
  });
  const current = phone.disk.read("verstat", "meta").find(({ key }) => key === "current")?.value ?? null;
  const tabs = [...phone.tabs.values()].map(({ name, store }) => ({
    name,
    account: store.account.value?.id ?? null,
    truth: store.truth.value.state,
  }));
  return { accounts, current, tabs, now: phone.now };
}

const rowsOf = (phone: Handset): object[] =>
  phone.disk
    .names()
    .filter((name) => ACCOUNT.test(name))
    .flatMap((name) =>
      phone.disk
        .read(name, "rows")
        .map(({ value }) => ({ account: ACCOUNT.exec(name)?.[1], ...(value as StoredRow) })),
    );

takeOver();
process.on("unhandledRejection", (error) => void mistakes.push(String((error as Error)?.stack ?? error)));
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await obey(JSON.parse(line));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
