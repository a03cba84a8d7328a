/** The books: the phone and the server are held to one table of cases. */
import { expect, test } from "vitest";
import { figures } from "../../../pwa/src/rooms/manufactories/figures";
import { postings, reversal, rounded } from "../../../pwa/src/store/postings";
import type { Acts } from "../../../pwa/src/store/wire";
import cases from "../../manufactories/books.json";

type AddEntry = Acts["manufactories.add_entry"];
const entry = (one: object) => ({ manufactory: "m", note: "", ...one }) as AddEntry;

test.each(cases.entries)("$name", ({ entry: one, lines }) => {
  expect(postings(entry(one))).toEqual(lines);
});

test.each(cases.books)("the figures of: $name", ({ entries, figures: wanted }) => {
  const booked = entries.map((one) => ({ day: one.day, lines: postings(entry(one)) }));
  expect(figures(booked)).toEqual({ ...wanted, balance: wanted.cash + wanted.card });
  const undone = booked.map((one) => ({ ...one, lines: reversal(one.lines) }));
  expect(figures([...booked, ...undone])).toEqual(figures([]));
});

test.each(cases.rounded)("$kopecks to $step", ({ kopecks, step, to }) => {
  expect(rounded(kopecks, step)).toBe(to);
});
