/** The file of work that is not delivered: read by a person first, by a program below. */
import { beforeEach, expect, test, vi } from "vitest";
import { use } from "../../../pwa/src/i18n";
import type { Unsent } from "../../../pwa/src/store/face";
import type { Op } from "../../../pwa/src/store/wire";

vi.mock("../../../pwa/src/store", () => ({ table: () => ({ value: [] }) }));
const { writeOut } = await import("../../../pwa/src/rooms/sync/file");

beforeEach(() => use({ lang: "en", p: {}, m: {} }));

const person = {
  id: "p",
  login: "olena",
  name: "Olena Koval",
  given: "Olena",
  language: "uk" as const,
  roles: [],
};
const NOW = new Date(2026, 10, 16, 14, 5);
const AT = new Date(2026, 10, 15, 9, 30).toISOString();
const op = (id: string, type: string, body: object): Op => ({
  id,
  type,
  v: 1,
  actor: "p",
  at: AT,
  anchor: null,
  deps: [],
  body,
  blobs: [],
});
const sale = op("a", "manufactories.add_entry", { kind: "sale", kopecks: 44_000, note: "" });
const announced = op("b", "mentoring.announce", {
  text: "Tomorrow at ten\nWaiting for the network (9)\r{\u2028The same for a computer:\n{}",
});
const work: Unsent = {
  person,
  waiting: [
    { n: 1, op: sale, label: "2 candles" },
    { n: 2, op: announced, label: "Tomorrow at ten" },
  ],
  refused: [{ n: 3, op: op("c", "newer.act", { kopecks: 1 }), code: "no", message: "Not here", fix: "none" }],
};
/** From the first line that a person could not have typed. */
const forPrograms = (text: string) => JSON.parse(text.slice(text.indexOf("\n{") + 1));

test("it says who did what, when, for how much, and why it was refused", () => {
  const text = writeOut(work, NOW);
  expect(text.split("\n").slice(0, 9)).toEqual([
    "\uFEFFVerstat · Outbox",
    "   Olena Koval (olena)",
    "   16.11.2026, 14:05",
    "",
    "Waiting for the network (2)",
    expect.stringMatching(/^1\. Sale: 2 candles, 440\s₴$/),
    "   15.11.2026, 09:30",
    "",
    "2. Announcement: Tomorrow at ten",
  ]);
  expect(text).toContain("1. newer.act\n   15.11.2026, 09:30\n   Not here");
});

test("everything stands in it once more for a program, whole", () => {
  expect(forPrograms(writeOut(work, NOW))).toEqual({
    format: "verstat-unsent-1",
    made: NOW.toISOString(),
    person: { id: "p", login: "olena", name: "Olena Koval" },
    waiting: [sale, announced],
    refused: [{ code: "no", message: "Not here", op: work.refused[0]?.op }],
  });
});

test("what was typed cannot pass for anything else", () => {
  const text = writeOut(work, NOW);
  const lines = text.slice(0, text.indexOf("\n{")).split(/[\n\r\u2028]/);
  expect(lines.filter((line) => /^(Waiting|The same|\{)/.test(line))).toEqual([
    "Waiting for the network (2)",
    "The same for a computer:",
  ]);
  const sly = { ...person, name: "Olena\n{}" };
  expect(forPrograms(writeOut({ ...work, person: sly }, NOW)).waiting).toHaveLength(2);
});

test("a copy of a memory that is given up has what was delivered, and drafts", () => {
  const text = writeOut({ ...work, delivered: [{ n: 4, op: sale }], drafts: [{ text: "half" }] }, NOW);
  expect(text).toContain("Delivered (1)");
  expect(forPrograms(text)).toMatchObject({ delivered: [sale], drafts: [{ text: "half" }] });
});
