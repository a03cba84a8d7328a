/** Sums as people type them, in whole kopecks. */
import { beforeEach, expect, test } from "vitest";
import { use } from "../../../pwa/src/i18n";
import { MOST, money, moneyTrouble, parted, price, readMoney } from "../../../pwa/src/parts/money";
import { bare } from "../../../pwa/src/rooms/manufactories/typed";

beforeEach(() => use({ lang: "en", p: { one: 0, other: 1 }, m: {} }));

test.each([
  ["12,50", 1250],
  ["12.5", 1250],
  ["1 234,50 ₴", 123_450],
  ["1\u00a0234,50\u00a0₴", 123_450],
  ["1\u202f234", 123_400],
  ["1'234", 123_400],
  ["１２", 1200],
  ["１２，５", 1250],
  ["240 грн.", 24_000],
  ["0,05", 5],
  [" 7 ", 700],
  ["007", 700],
  ["10000000", MOST],
])("%s is %i kopecks", (typed, kopecks) => {
  expect(readMoney(typed)).toBe(kopecks);
  expect(moneyTrouble(typed)).toBeUndefined();
});

test.each([
  "1e9",
  "-5",
  "−5",
  "12,345",
  "12,",
  ",5",
  "1 23",
  "12 5",
  "1,234,50",
  "12 50",
  "0x10",
  "двадцять",
  "₴",
  "Infinity",
])("%s is no sum, and it is said how one is written", (typed) => {
  expect(readMoney(typed)).toBeNull();
  expect(moneyTrouble(typed)).toContain("12,50");
});

test("nothing typed, nothing at all, and too much are said each in its own words", () => {
  expect(moneyTrouble("  ")).toBe("Write how much.");
  expect(moneyTrouble("0,00")).toBe("The sum must be more than nothing.");
  expect(moneyTrouble("0", 0)).toBeUndefined();
  expect(moneyTrouble("10 000 000,01")).toContain("ten million");
  for (const far of ["999999999", "99999999999", "9".repeat(400)])
    expect(moneyTrouble(far)).toContain("ten million");
});

test("what is shown can be read again", () => {
  for (const kopecks of [1, 50, 1250, 123_450, 100_000, MOST]) {
    for (const shown of [money(kopecks), price(kopecks), bare(kopecks)])
      expect(readMoney(shown)).toBe(kopecks);
  }
});

test("a poster has hryvnias and kopecks apart, and a sum below zero its minus", () => {
  expect(parted(-1205)).toEqual(["−12", ",05"]);
  expect(price(22_000)).toBe("220\u00a0₴");
  expect(price(-1250)).toBe("−12,50\u00a0₴");
});
