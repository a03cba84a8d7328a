/** The way into a screen about one group: only for who leads it, and for everybody else it does not exist. */
import type { ComponentChildren } from "preact";
import { Skeleton } from "../../parts/bits";
import { Frame } from "../../parts/frame";
import Missing from "../../parts/missing";
import { complete } from "../../store";
import { type Cohort, led } from "./circle";

interface Props {
  id: string;
  title: string;
  children: (cohort: Cohort) => ComponentChildren;
}

export function Led({ id, title, children }: Props) {
  const cohort = led().find((one) => one.id === id);
  if (cohort) return children(cohort);
  if (complete.value) return <Missing />;
  return (
    <Frame title={title} up="/groups">
      <Skeleton rows={4} />
    </Frame>
  );
}
