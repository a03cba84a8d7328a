/** The teams of a mentor in a list. */
import { StandRow } from "./stands";
import type { Facts } from "./team-facts";

interface Props {
  all: readonly Facts[];
  /** The one that is open beside the list. */
  here?: string;
}

export const TeamRows = ({ all, here }: Props) => (
  <ul class="rows">
    {all.map((facts) => (
      <TeamRow key={facts.team.id} facts={facts} isHere={facts.team.id === here} />
    ))}
  </ul>
);

export const TeamRow = ({ facts: { team, stand }, isHere = false }: { facts: Facts; isHere?: boolean }) => (
  <StandRow
    one={team}
    stand={stand}
    to={`/teams/${team.id}`}
    isHere={isHere}
    isPending={team.pending === true}
  />
);
