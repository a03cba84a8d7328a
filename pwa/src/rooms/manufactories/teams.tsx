/** The teams that a mentor looks after; on a wide screen the first of them is open beside the list. */
import { gettext } from "../../i18n";
import { Skeleton } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { wide } from "../../parts/wide";
import { complete } from "../../store";
import { mentored } from "./crew";
import { mayFound } from "./homes";
import { TeamFrame } from "./team";
import { factsOf } from "./team-facts";
import { TeamRows } from "./team-rows";

export default function Teams() {
  const teams = mentored();
  const [first] = teams;
  if (wide.value && first) return <TeamFrame team={first} />;
  return (
    <Frame title={gettext("Teams")} act={<Move isEmpty={!first} />}>
      <h2 class="vh">{gettext("Teams")}</h2>
      {first ? <TeamRows all={teams.map(factsOf)} /> : complete.value ? <NoTeam /> : <Skeleton rows={3} />}
    </Frame>
  );
}

const Move = ({ isEmpty }: { isEmpty: boolean }) => {
  if (mayFound()) return <MainAct icon="plus" to="/found" label={gettext("Found a manufactory")} />;
  return isEmpty ? null : <MainAct icon="log" to="/log" label={gettext("Log a session")} />;
};

const NoTeam = () => (
  <Empty
    title={gettext("The bench is free")}
    steps={
      mayFound()
        ? [
            gettext("Choose who is in the team, and who does what"),
            gettext("Give it a name and a mark that no other team of the group has"),
            gettext("The team adds its first product and sells it"),
          ]
        : [
            gettext("The school founds a manufactory with a few students of a group"),
            gettext("It gives you the team; open Verstat once with a network"),
            gettext("Then all works without a network: books, gates, sessions"),
          ]
    }
  >
    {gettext(
      "Your teams will stand here with their mark, their money, the next gate and what waits for you.",
    )}
  </Empty>
);
