/** Names as tiles in two columns: a tap turns one over; the small button tells more of whoever is not simply here. */
import { useEffect, useRef, useState } from "preact/hooks";
import { gettext, ngettext, number, pgettext } from "../../i18n";
import { Icon } from "../../parts/icon";
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
        <Sheet
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
        {before?.disputed && <Icon name="warn" />}
        {isPresent && <Icon name="check" tone="ok" />}
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

interface SheetProps {
  place: Place;
  onSaid: (said: Said) => void;
  onClose: () => void;
}

function Sheet({ place, onSaid, onClose }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { now, name } = place;
  const choice = (said: Said, text: string) => (
    <button
      type="submit"
      class="opt"
      aria-pressed={now.status === said.status && now.late_minutes === said.late_minutes}
      onClick={() => onSaid(said)}
    >
      {text}
    </button>
  );
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="asked" onClose={onClose}>
      <form method="dialog">
        <h2 id="asked">{name}</h2>
        <p id="late">{gettext("Late by, minutes")}</p>
        <fieldset class="pick" aria-labelledby="late">
          {LATE.map((minutes) => choice({ status: "late", late_minutes: minutes }, number(minutes)))}
        </fieldset>
        <Typed now={now} onSaid={onSaid} />
        <fieldset class="pick" aria-label={gettext("Or")}>
          {choice({ status: "excused", late_minutes: null }, gettext("Excused"))}
          {choice({ status: "absent", late_minutes: null }, gettext("Absent"))}
          {choice({ status: "present", late_minutes: null }, gettext("Here"))}
        </fieldset>
        <button type="submit" class="btn wide">
          {gettext("Leave as it is")}
        </button>
      </form>
    </dialog>
  );
}

const MOST = 600;

/** Any other number of minutes; what is no such number is not taken over. */
function Typed({ now, onSaid }: { now: Said; onSaid: (said: Said) => void }) {
  const [typed, setTyped] = useState(now.late_minutes ? String(now.late_minutes) : "");
  const minutes = Number(typed);
  const isGood = Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST;
  return (
    <div class="join">
      <input
        class="in n"
        inputMode="numeric"
        maxLength={3}
        aria-label={gettext("Other number of minutes")}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button
        type={isGood ? "submit" : "button"}
        class="btn"
        aria-disabled={!isGood}
        onClick={() => isGood && onSaid({ status: "late", late_minutes: minutes })}
      >
        {isGood
          ? ngettext("Late by %(num)s minute", "Late by %(num)s minutes", minutes)
          : gettext("Minutes late")}
      </button>
    </div>
  );
}
