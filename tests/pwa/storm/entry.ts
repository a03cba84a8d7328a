/** The store as one page loads it; built into a script of its own, so that every tab has a fresh one. */

export { openStore } from "../../../pwa/src/store/store";
