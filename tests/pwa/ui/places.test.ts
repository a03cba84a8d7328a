/** What a person's roles open. */
import { expect, test } from "vitest";
import { placesFor, screenFor } from "../../../pwa/src/parts/places";

const learner = [{ kind: "learner" }];
const coordinator = [{ kind: "coordinator" }];
const paths = (roles: { kind: string }[]) => placesFor(roles).map(({ to }) => to);

test("the bar is made of the roles", () => {
  expect(paths(learner)).toEqual(["/", "/learn", "/me"]);
  expect(paths([...learner, { kind: "member" }])).toEqual(["/", "/learn", "/workshop", "/me"]);
  expect(paths([{ kind: "mentor" }])).toEqual(["/", "/teams", "/groups", "/log", "/me"]);
  expect(paths(coordinator)).toEqual(["/desk", "/groups", "/manufactories", "/me"]);
  expect(paths([{ kind: "manager" }])).toEqual(["/desk", "/groups", "/manufactories", "/me"]);
  const both = ["/", "/learn", "/desk", "/groups", "/manufactories", "/me"];
  expect(paths([...learner, ...coordinator])).toEqual(both);
  expect(paths([])).toEqual(["/", "/learn", "/me"]);
});

test("home is the first place of the bar", () => {
  expect(screenFor("today", learner)).toBe("today");
  expect(screenFor("today", coordinator)).toBe("desk");
  expect(screenFor("today", [...learner, ...coordinator])).toBe("today");
});

test("a place of others does not exist", () => {
  expect([screenFor("desk", learner), screenFor("cohort", learner)]).toEqual(["missing", "missing"]);
  expect(screenFor("lesson", coordinator)).toBe("missing");
  expect(screenFor("outbox", coordinator)).toBe("outbox");
});
