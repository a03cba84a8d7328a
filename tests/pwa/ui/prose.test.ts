/** What is wider than a phone can be scrolled to, by keyboard too. */
import { expect, test } from "vitest";
import { framed } from "../../../pwa/src/rooms/courses/prose";

const page = (html: string, label: string): HTMLElement => {
  const root = document.createElement("div");
  root.innerHTML = framed(html, label);
  return root;
};

test("tables and code get a frame that takes the focus", () => {
  const root = page(
    "<p>a</p><table><tbody><tr><td>1</td></tr></tbody></table><pre><code>x</code></pre>",
    "Ціна",
  );
  const frame = root.querySelector("table")?.parentElement;
  expect(frame?.getAttribute("aria-label")).toBe("Ціна");
  expect([frame?.tabIndex, root.querySelector("pre")?.tabIndex]).toEqual([0, 0]);
});

test("a title cannot break out of its label", () => {
  const title = '"><img src=x onerror=alert(1)> & <b>';
  const root = page("<table></table>", title);
  expect(root.querySelector("img, b")).toBeNull();
  expect(root.querySelector(".tw")?.getAttribute("aria-label")).toBe(title);
});
