/** A hosted group as its coordinator meets it beside the report: what one does with it, what is planned, what was held. */

import { ActLinks } from "./act-links";
import { led } from "./circle";
import { Announced, Held, Planned } from "./lists";

/** Nothing for a group that is not on this phone: a manager reads about it, and leads it from the school. */
export function GroupActs({ cohort: id }: { cohort: string }) {
  const cohort = led().find((one) => one.id === id);
  if (!cohort) return null;
  return (
    <>
      <ActLinks cohort={cohort} roll />
      <Planned cohort={cohort} />
      <Held cohort={cohort} />
      <Announced cohort={cohort} isHost />
    </>
  );
}
