/** Dashed until confirmed, solid after: the stamp of one act. */
import { useRef } from "preact/hooks";
import { gettext } from "../i18n";
import { Icon } from "./icon";

const seenWaiting = new Set<string>();

/** The class that lets a stamp land, once, when what was seen waiting has been delivered. */
export function useLanding(id: string, waiting: boolean): "new" | "" {
  const landed = useRef(false);
  if (waiting) {
    seenWaiting.add(id);
    landed.current = false;
  } else if (seenWaiting.delete(id)) {
    landed.current = true;
  }
  return landed.current ? "new" : "";
}

/** `id` is the act's, or of the row that the act makes. */
export function Stamp({ id, waiting }: { id: string; waiting: boolean }) {
  const landed = useLanding(id, waiting);
  return (
    <span
      class={`stamp ${waiting ? "wait" : "done"} ${landed}`}
      role="img"
      aria-label={waiting ? gettext("waiting") : gettext("delivered")}
    >
      <Icon name={waiting ? "wait" : "check"} />
    </span>
  );
}
