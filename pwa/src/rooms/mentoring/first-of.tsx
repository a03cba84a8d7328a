/** The head of a long list, and the rest at a press. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { ngettext } from "../../i18n";

const FIRST = 5;

interface Props<T> {
  all: readonly T[];
  row: (one: T) => ComponentChildren;
}

export function FirstOf<T>({ all, row }: Props<T>) {
  const [isWhole, setWhole] = useState(false);
  const rest = isWhole ? 0 : all.length - FIRST;
  return (
    <>
      <ul class="rows">{(rest > 0 ? all.slice(0, FIRST) : all).map(row)}</ul>
      {rest > 0 && (
        <button type="button" class="btn" onClick={() => setWhole(true)}>
          {ngettext("Show %(num)s more", "Show %(num)s more", rest)}
        </button>
      )}
    </>
  );
}
