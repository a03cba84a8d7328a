/** Whether there is room for a list beside the detail; the same width as in style/wide.css. */
import { signal } from "@preact/signals";

const query = matchMedia("(min-width: 60rem)");
export const wide = signal(query.matches);
query.addEventListener("change", () => {
  wide.value = query.matches;
});
