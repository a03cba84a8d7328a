/** A mentor's teams on the first screen: whose gate comes next, and which ask for an eye. */
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { date } from "../../parts/time";
import { nameOf } from "../manufactories/crew";
import { Mark } from "../manufactories/mark";
import { type Facts, gateName, needsEye } from "../manufactories/team-facts";
import { TeamRow } from "../manufactories/team-rows";
import { FirstOf } from "./first-of";

/** For whoever leads no group, in whose place a session would stand. */
export function NextGatePoster({ all }: { all: readonly Facts[] }) {
  const [first] = all
    .filter(({ next }) => next)
    .sort((a, b) => ((a.next?.due ?? "") < (b.next?.due ?? "") ? -1 : 1));
  if (!first?.next) return null;
  const { team, next, isOverdue } = first;
  const values = { date: date(next.due) };
  return (
    <a class={`poster bleed ${team.pigment}`} href={`/teams/${team.id}`}>
      <div class="split">
        <div>
          <p class="cap">
            {isOverdue
              ? gettext("Next gate · due since %(date)s", values)
              : gettext("Next gate · by %(date)s", values)}
          </p>
          <h2>{gateName(next)}</h2>
          <p class="cap">{nameOf(team)}</p>
        </div>
        <Mark figure={team.figure} pigment={team.pigment} inverse />
      </div>
    </a>
  );
}

/** Those where something is overdue, waits for the mentor, or has gone quiet. */
export const TeamsToday = ({ all }: { all: readonly Facts[] }) => {
  const open = all.filter(needsEye);
  if (all.length === 0) return null;
  return (
    <Section title={gettext("Teams")}>
      {open.length > 0 ? (
        <FirstOf all={open} row={(facts) => <TeamRow key={facts.team.id} facts={facts} />} />
      ) : (
        <div class="ban good">
          <Icon name="check" />
          <p>{gettext("Every team is at work, and no gate is overdue.")}</p>
        </div>
      )}
    </Section>
  );
};
