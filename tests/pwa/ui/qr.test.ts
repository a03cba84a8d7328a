/**
 * The square on the screen, beside what segno, which draws the posters, makes of texts that fill it to the last byte:
 * what it puts after shorter ones is read by nobody.
 */
import { expect, test } from "vitest";
import { square } from "../../../pwa/src/parts/qr";
import squares from "./squares.json";

test.each(squares)("$text", ({ text, rows }) => {
  expect(square(text)?.map((row) => row.map((dark) => (dark ? "#" : ".")).join(""))).toEqual(rows);
});

test("what does not fit is not drawn", () => {
  expect(square("x")).toHaveLength(21);
  expect(square("x".repeat(134))).toHaveLength(41);
  expect(square("x".repeat(135))).toBeNull();
});
