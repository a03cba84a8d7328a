/** The way into a screen about one manufactory: only for whom it lies on the phone. */
import type { ComponentChildren } from "preact";
import { Skeleton } from "../../parts/bits";
import { Frame } from "../../parts/frame";
import Missing from "../../parts/missing";
import { complete } from "../../store";
import { type Manufactory, manufactory } from "./books";
import { mentored } from "./crew";

interface Props {
  id: string;
  title: string;
  up: string;
  children: (team: Manufactory) => ComponentChildren;
}

/** For its members and its mentors. */
export const OfTeam = (props: Props) => <Way {...props} team={manufactory(props.id)} />;

/** For its mentors. */
export const ForMentor = (props: Props) => (
  <Way {...props} team={mentored().find(({ id }) => id === props.id)} />
);

function Way({ team, title, up, children }: Props & { team: Manufactory | undefined }) {
  if (team) return children(team);
  if (complete.value) return <Missing />;
  return (
    <Frame title={title} up={up}>
      <Skeleton rows={4} />
    </Frame>
  );
}
