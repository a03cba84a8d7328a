/** Which mark counts: the phone and the server are held to one table. */
import { expect, test } from "vitest";
import { type Seen, standing } from "../../../pwa/src/rooms/mentoring/marks";
import cases from "../../mentoring/marks.json";

interface Case {
  why: string;
  marks: Seen[];
  counts: string | null;
  disputed: boolean;
}

test("there are cases", () => {
  expect(cases.length).toBeGreaterThanOrEqual(20);
});

test.each(cases as Case[])("$why", ({ marks, counts, disputed }) => {
  for (const order of [marks, [...marks].reverse()]) {
    const found = standing(order);
    expect(found?.mark.id ?? null).toBe(counts);
    expect(found?.disputed ?? false).toBe(disputed);
  }
});

test("each person speaks once, the latest first", () => {
  const mark = (id: string, person: string, at: string) => ({ id, person, status: "present", at });
  const found = standing([mark("a", "olena", "1"), mark("b", "nazar", "2"), mark("c", "olena", "3")]);
  expect(found?.voices.map(({ id }) => id)).toEqual(["c", "b"]);
});
