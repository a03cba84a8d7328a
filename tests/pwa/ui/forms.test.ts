/** What is typed: days with their dots, codes from any keyboard, forms that are kept for a day. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readDay, today, typedDay } from "../../../pwa/src/parts/day";
import { forget, recall, remember } from "../../../pwa/src/parts/kept";
import { plainCode, shownCode } from "../../../pwa/src/rooms/programmes/codes";

const type = (keys: string) => [...keys].reduce((text, key) => typedDay(text + key, text), "");

test("dots come by themselves, whether one types them or not", () => {
  expect(type("05032009")).toBe("05.03.2009");
  expect(type("05.03.2009")).toBe("05.03.2009");
  expect(type("5.3.2009")).toBe("5.3.2009");
  expect(type("5/3/2009")).toBe("5.3.2009");
  expect(typedDay("05032009", "")).toBe("05.03.2009");
});

test("deleting a dot is not undone", () => {
  expect(typedDay("05", "05.")).toBe("05");
  expect(typedDay("05.03", "05.03.")).toBe("05.03");
});

test("a day that was written is read, one that is not in the calendar is not", () => {
  expect(readDay("05.03.2009")).toBe("2009-03-05");
  expect(readDay(" 5.3.2009 ")).toBe("2009-03-05");
  expect(readDay("29.02.2008")).toBe("2008-02-29");
  expect(["29.02.2009", "31.04.2009", "00.01.2009", "05.03.09", "5 березня", ""].map(readDay)).toEqual(
    Array(6).fill(null),
  );
});

test("it is the day of the place where the phone is", () => {
  vi.useFakeTimers({ now: new Date(2028, 1, 29, 0, 5) });
  expect(today()).toBe("2028-02-29");
  vi.useRealTimers();
});

test("a code is the same whatever the spaces, dashes, case and keyboard", () => {
  for (const typed of ["PT4K-7M2X", "pt4k 7m2x", " РТ4К – 7М2Х ", "рт4к7м2х"]) {
    expect(plainCode(typed)).toBe("PT4K7M2X");
  }
  expect(shownCode("PT4K7M2X")).toBe("PT4K-7M2X");
  expect(shownCode("PT4")).toBe("PT4");
  expect(shownCode("")).toBe("");
});

beforeEach(() => localStorage.clear());
afterEach(() => vi.useRealTimers());

test("what was typed without an account is there for a day", () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 16, 12) });
  remember("join", { given: "Соломія" });
  vi.advanceTimersByTime(23 * 3_600_000);
  expect(recall("join")).toEqual({ given: "Соломія" });
  expect(recall("welcome")).toBeNull();
  vi.advanceTimersByTime(2 * 3_600_000);
  expect(recall("join")).toBeNull();
  expect(localStorage.length).toBe(0);
});

test("it goes when it was sent, and a browser that keeps nothing does no harm", () => {
  remember("join", { given: "Соломія" });
  forget("join");
  expect(recall("join")).toBeNull();
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("no", "QuotaExceededError");
  });
  expect(() => remember("join", { given: "Соломія" })).not.toThrow();
  vi.restoreAllMocks();
});
