/** An empty place teaches. */
import type { ComponentChildren } from "preact";

/** The empty bench: what will be here and the one thing to do first. */
export const Empty = ({
  title,
  children,
  steps = [],
}: {
  title: string;
  children: ComponentChildren;
  steps?: string[];
}) => (
  <div class="empty">
    <svg class="art" viewBox="0 -4 328 150" aria-hidden="true">
      <g class="fe">
        <circle cx="64" cy="44" r="40" />
        <path d="M124 4h80v80h-80zM264 4l44 80h-88z" />
      </g>
      <path class="fk" d="M0 86h328v22H0zM32 112h40v32H32zM256 112h40v32h-40z" />
    </svg>
    <h2>{title}</h2>
    <p>{children}</p>
    {steps.length > 0 && (
      <ol class="steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    )}
  </div>
);
