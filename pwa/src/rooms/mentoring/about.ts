/** The group whose screen one comes from, for screens whose path names none. */
import { signal } from "@preact/signals";

export const about = signal("");
