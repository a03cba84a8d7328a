/** Key terms and what they mean. */
import type { Part } from "../../store";

export const Terms = ({ terms }: { terms: Part["lessons"][number]["terms"] }) => (
  <dl class="card terms">
    {terms.map(({ term, definition }) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd>{definition}</dd>
      </div>
    ))}
  </dl>
);
