/** Dates and durations as they are written in either language. */
import { beforeEach, describe, expect, test } from "vitest";
import { keyOf, use } from "../../../pwa/src/i18n";
import { brief, clock, date, duration, moment, shortDate, span, weekday } from "../../../pwa/src/parts/time";

const speak = (lang: string) => use({ lang, p: {}, m: {} });
/** A moment of this machine's own time zone, as the server would write it. */
const at = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString();
const NOW = new Date(2026, 10, 16, 9, 40);

describe.each(["uk", "en"])("in %s", (lang) => {
  beforeEach(() => speak(lang));

  test("days are dd.mm.yyyy and hours 00 to 23", () => {
    expect(date("2026-09-04")).toBe("04.09.2026");
    expect(shortDate("2026-09-04")).toBe("04.09");
    expect(span("2026-09-14", "2027-01-29")).toBe("14.09.2026 – 29.01.2027");
    expect(clock(at(2026, 10, 16, 0, 5))).toBe("00:05");
    expect(clock(at(2026, 10, 16, 21, 5))).toBe("21:05");
  });
});

test("what is near is said in words", () => {
  speak("uk");
  expect(moment(at(2026, 10, 16, 0, 1), NOW)).toBe("сьогодні, 00:01");
  expect(moment(at(2026, 10, 15, 23, 59), NOW)).toBe("учора, 23:59");
  expect(moment(at(2026, 10, 14, 9, 12), NOW)).toBe("14.11.2026, 09:12");
  expect(moment(at(2026, 10, 17, 9, 12), NOW)).toBe("17.11.2026, 09:12");
  speak("en");
  expect(moment(at(2026, 10, 15, 12, 0), NOW)).toBe("yesterday, 12:00");
});

test("yesterday is yesterday across a change of the clocks", () => {
  speak("en");
  expect(moment(at(2026, 9, 25, 0, 30), new Date(2026, 9, 26, 0, 10))).toBe("yesterday, 00:30");
  expect(moment(at(2026, 2, 28, 23, 30), new Date(2026, 2, 29, 23, 50))).toBe("yesterday, 23:30");
});

test("the truth line has room for the hour, and for the day when it was not today", () => {
  expect(brief(at(2026, 10, 16, 8, 5), NOW)).toBe("08:05");
  expect(brief(at(2026, 10, 15, 8, 5), NOW)).toBe("15.11 08:05");
});

test("the week's day is the language's own", () => {
  speak("en");
  expect([0, 1, 2, 3, 4, 5, 6].map((days) => weekday(new Date(2026, 10, 15 + days)))).toEqual([
    "Sun 15.11",
    "Mon 16.11",
    "Tue 17.11",
    "Wed 18.11",
    "Thu 19.11",
    "Fri 20.11",
    "Sat 21.11",
  ]);
  use({ lang: "uk", p: {}, m: { [keyOf("weekday\x04Mon")]: "пн" } });
  expect(weekday(NOW)).toBe("пн 16.11");
});

test.each([
  [0, "0 min"],
  [50, "50 min"],
  [60, "1 h"],
  [320, "5 h 20 min"],
])("%i minutes", (minutes, text) => {
  speak("en");
  expect(duration(minutes).replace(/\u00a0/g, " ")).toBe(text);
});
