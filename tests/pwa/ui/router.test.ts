/** Paths to screens and the way back. */
import { beforeEach, expect, test } from "vitest";
import { arrived, listen, match, navigate, place } from "../../../pwa/src/router";

test.each([
  ["/", "today", []],
  ["/learn", "learn", []],
  ["/learn/", "learn", []],
  ["/learn/c1", "course", ["c1"]],
  ["/learn/c1/l1", "lesson", ["c1", "l1"]],
  ["/groups/g1", "cohort", ["g1"]],
  ["/sign-in", "sign-in", []],
  ["/learn/c1/l1/more", "missing", []],
  ["/me/x", "missing", []],
  ["/constructor", "missing", []],
])("%s is the screen %s", (path, screen, ids) => {
  expect(match(path)).toEqual({ path, screen, ids });
});

listen();
beforeEach(() => {
  navigate("/", { replace: true });
  document.body.innerHTML = `<h1 tabindex="-1">x</h1><a id="in" href="/me">x</a><a id="out" href="https://example.org/">x</a>
    <a id="file" href="/me" download>x</a><a id="part" href="#behind">x</a>`;
});
/** Whether pressing it changed the screen. */
const press = (id: string, init: MouseEventInit = {}): boolean => {
  const before = place.value;
  addEventListener("click", (event) => event.preventDefault(), { once: true }); // nothing leaves the test's page
  document
    .getElementById(id)
    ?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...init }));
  return place.value !== before;
};

test("a link inside changes the screen, others are left to the browser", () => {
  expect(["out", "file", "part"].map((id) => press(id))).toEqual([false, false, false]);
  expect(press("in", { ctrlKey: true })).toBe(false);
  expect(press("in")).toBe(true);
  expect(place.value.screen).toBe("me");
});

test("readers are led to the heading of each screen but the one the page opened with", () => {
  arrived();
  expect(document.activeElement?.tagName).not.toBe("H1");
  navigate("/me");
  arrived();
  expect(document.activeElement?.tagName).toBe("H1");
});

test("replacing leaves no trace in the history", () => {
  const before = history.length;
  navigate("/learn", { replace: true });
  expect([history.length, location.pathname]).toEqual([before, "/learn"]);
});
