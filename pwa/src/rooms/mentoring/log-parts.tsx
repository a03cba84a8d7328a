/** The parts of the log: with whom, what was agreed last time, who kept it in view, who was there. */
import { gettext, ngettext, number } from "../../i18n";
import { Banner, Section } from "../../parts/bits";
import { Choice } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { date } from "../../parts/time";
import type { Adult } from "../../store/wire";
import { Mark } from "../manufactories/mark";
import { sessionsOf } from "./circle";
import { countHere, isHere, type Place, type Said } from "./rolls";
import { Tiles } from "./tiles";
import { expected, type Whom } from "./whom";
import { adults, who } from "./words";

interface WhichProps {
  all: readonly Whom[];
  chosen: string;
  onChoose: (one: Whom) => void;
}

export const WhichOne = ({ all, chosen, onChoose }: WhichProps) => (
  <Section title={all.some(({ team }) => team) ? gettext("With whom") : gettext("Group")}>
    <div class="rows">
      {all.map((one) => (
        <button
          key={one.id}
          type="button"
          class={one.id === chosen ? "row on" : "row"}
          aria-pressed={one.id === chosen}
          onClick={() => onChoose(one)}
        >
          {one.team && <Mark figure={one.team.figure} pigment={one.team.pigment} />}
          <div>
            <h3>{one.name}</h3>
            <p class="cap">{ngettext("%(num)s person", "%(num)s people", expected(one).length)}</p>
          </div>
          {one.id === chosen && <Icon name="check" />}
        </button>
      ))}
    </div>
  </Section>
);

/** What was promised is asked about first. */
export function LastTime({ whom }: { whom: string }) {
  const last = sessionsOf(whom).find(({ next_steps }) => next_steps);
  if (!last) return null;
  return (
    <div class="ban">
      <Icon name="log" />
      <div>
        <h2 class="as-h3">{gettext("Agreed last time")}</h2>
        <p class="lines">{last.next_steps}</p>
        <p class="cap">
          {date(last.held_on)} · {who(last)}
        </p>
      </div>
    </div>
  );
}

interface AlongsideProps {
  adult: Adult | null;
  all: readonly Place[];
  onChoose: (adult: Adult | null) => void;
}

/** Nobody is alone with minors; what is missing is said, and the session is saved all the same. */
export function Alongside({ adult, all, onChoose }: AlongsideProps) {
  const minors = all.filter(({ minor, now }) => minor && isHere(now)).length;
  return (
    <div class="f">
      <Choice
        quiet
        label={gettext("Alongside")}
        options={adults()}
        value={adult}
        set={(value) => onChoose(value === adult ? null : value)}
      />
      {!adult && minors > 0 && (
        <Banner title={ngettext("%(num)s minor was there", "%(num)s minors were there", minors)}>
          <p>
            {gettext(
              "Say who or what kept the session in view. If nobody did, save it as it is: the school sees that and will talk with you.",
            )}
          </p>
        </Banner>
      )}
    </div>
  );
}

interface WhoProps {
  all: readonly Place[];
  onSaid: (enrolment: string, said: Said) => void;
}

export const WhoWasThere = ({ all, onSaid }: WhoProps) => (
  <details class="unfold">
    <summary class="row">
      <div>
        <h3>{gettext("Who was there")}</h3>
        <p class="cap">
          {countHere(all) === all.length
            ? gettext("everyone")
            : gettext("%(here)s of %(all)s", { here: number(countHere(all)), all: number(all.length) })}
        </p>
      </div>
      <span class="n">
        {number(countHere(all))}/{number(all.length)}
      </span>
      <Icon name="down" />
    </summary>
    <Tiles places={all} onSaid={onSaid} />
  </details>
);
