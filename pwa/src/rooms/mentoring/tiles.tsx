/** Names as tiles in two columns: a tap turns one over; the small button tells more of whoever is not simply here. */
import { useState } from "preact/hooks";
import { gettext, ngettext, number, pgettext } from "../../i18n";
import { Choice, Wrong } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { Sheet } from "../../parts/sheet";
import { isHere, type Place, type Said, turned } from "./rolls";
import { presence } from "./words";

interface Props {
  places: readonly Place[];
  onSaid: (enrolment: string, said: Said) => void;
}

export function Tiles({ places, onSaid }: Props) {
  const [asked, setAsked] = useState<string>();
  const about = places.find(({ enrolment }) => enrolment === asked);
  return (
    <>
      <ul class="tiles">
        {places.map((one) => (
          <Tile
            key={one.enrolment}
            place={one}
            onTurn={() => onSaid(one.enrolment, turned(one.now))}
            onAsk={() => setAsked(one.enrolment)}
          />
        ))}
      </ul>
      {about && (
        <Asked
          place={about}
          onSaid={(said) => onSaid(about.enrolment, said)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

interface TileProps {
  place: Place;
  onTurn: () => void;
  onAsk: () => void;
}

function Tile({ place: { name, now, before }, onTurn, onAsk }: TileProps) {
  const isPresent = now.status === "present";
  const [family = name, ...given] = name.split(" ");
  return (
    <li class={`tile ${isPresent ? "" : isHere(now) ? "late" : "off"}`}>
      <button type="button" aria-pressed={isPresent} onClick={onTurn}>
        <span lang="uk">
          <b>{family}</b> {given.join(" ")}
        </span>
        {before?.disputed && <span class="vh">{gettext("Seen differently")}</span>}
        {before?.disputed ? <Icon name="warn" /> : isPresent && <Icon name="check" tone="ok" />}
      </button>
      {!isPresent && (
        <button
          type="button"
          aria-label={`${name}: ${presence(now)}. ${gettext("Late or excused?")}`}
          onClick={onAsk}
        >
          {short(now)}
          <Icon name="down" />
        </button>
      )}
    </li>
  );
}

/** A word that fits a narrow button. */
function short({ status, late_minutes }: Said): string {
  if (status === "absent") return pgettext("on a tile", "absent");
  if (status === "excused") return pgettext("on a tile", "excused");
  return late_minutes ? gettext("%(num)s min", { num: number(late_minutes) }) : pgettext("on a tile", "late");
}

const LATE = [5, 10, 15, 30] as const;

interface AskedProps {
  place: Place;
  onSaid: (said: Said) => void;
  onClose: () => void;
}

function Asked({ place, onSaid, onClose }: AskedProps) {
  const { now, name } = place;
  const say = (said: Said) => {
    onSaid(said);
    onClose();
  };
  return (
    <Sheet title={name} onClose={onClose}>
      <Choice
        label={gettext("Late by, minutes")}
        options={LATE.map((minutes) => [minutes, number(minutes)] as const)}
        value={now.status === "late" ? now.late_minutes : undefined}
        set={(late_minutes) => say({ status: "late", late_minutes })}
      />
      <Typed now={now} onSaid={say} />
      <Choice
        quiet
        label={gettext("Or")}
        options={[
          ["excused", gettext("Excused")] as const,
          ["absent", gettext("Absent")] as const,
          ["present", gettext("Here")] as const,
        ]}
        value={now.status === "late" ? undefined : now.status}
        set={(status) => say({ status, late_minutes: null })}
      />
    </Sheet>
  );
}

const MOST = 600;

/** Any other number of minutes; what is no such number is not taken over. */
function Typed({ now, onSaid }: { now: Said; onSaid: (said: Said) => void }) {
  const [typed, setTyped] = useState(now.late_minutes ? String(now.late_minutes) : "");
  const minutes = Number(typed);
  const isGood = Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST;
  const isWrong = typed !== "" && !isGood;
  return (
    <div class="f">
      <div class="join">
        <input
          class="in n"
          inputMode="numeric"
          maxLength={3}
          aria-label={gettext("Other number of minutes")}
          aria-invalid={isWrong}
          aria-describedby="late-wrong"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button
          type="button"
          class="btn"
          aria-disabled={!isGood}
          onClick={() => isGood && onSaid({ status: "late", late_minutes: minutes })}
        >
          {isGood
            ? ngettext("Late by %(num)s minute", "Late by %(num)s minutes", minutes)
            : gettext("Minutes late")}
        </button>
      </div>
      <Wrong id="late-wrong" text={isWrong ? gettext("A whole number from 1 to 600.") : undefined} />
    </div>
  );
}
