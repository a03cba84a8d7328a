/** A figure is chosen by sight, and so is the pigment it lies on. */
import { gettext, pgettext } from "../../i18n";
import { Wrong } from "../../parts/field";
import type { Figure, Pigment } from "../../store/wire";
import { FIGURES, PIGMENTS } from "./drawings";
import { Mark } from "./mark";
import { type Chosen, isTaken, type Taken } from "./marks";

const figureNames = (): Record<Figure, string> => ({
  candle: pgettext("figure", "candle"),
  rings: pgettext("figure", "rings of a tree"),
  layers: pgettext("figure", "layers"),
  loaf: pgettext("figure", "loaf"),
  spool: pgettext("figure", "spool"),
  jug: pgettext("figure", "jug"),
  sun: pgettext("figure", "sun"),
  wheel: pgettext("figure", "wheel"),
  leaf: pgettext("figure", "leaf"),
  gear: pgettext("figure", "gear"),
  house: pgettext("figure", "house"),
  book: pgettext("figure", "book"),
});

const pigmentNames = (): Record<Pigment, string> => ({
  clay: pgettext("pigment", "clay"),
  blue: pgettext("pigment", "blue"),
  patina: pgettext("pigment", "patina"),
  ink: pgettext("pigment", "ink"),
});

interface FigureProps {
  label: string;
  figure: Figure | undefined;
  pigment: Pigment;
  /** Whether somebody else has it. */
  isGone?: (figure: Figure) => boolean;
  set: (figure: Figure) => void;
}

export function FigurePicker({ label, figure, pigment, isGone = () => false, set }: FigureProps) {
  const names = figureNames();
  return (
    <fieldset class="f">
      <legend class="leg">{label}</legend>
      <div class="pick">
        {FIGURES.map((one) => (
          <button
            key={one}
            type="button"
            class="opt"
            aria-pressed={one === figure}
            aria-disabled={isGone(one)}
            aria-label={isGone(one) ? gettext("%(figure)s: taken", { figure: names[one] }) : names[one]}
            onClick={() => isGone(one) || set(one)}
          >
            {isGone(one) ? (
              <svg class="i pic" viewBox="-12 -12 48 48" aria-hidden="true">
                <use href="#i-cross" width="24" height="24" />
              </svg>
            ) : (
              <Mark figure={one} pigment={pigment} />
            )}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

interface MarkProps {
  mark: Chosen;
  /** Those of the other teams of the group, as far as this phone knows. */
  taken: readonly Taken[];
  set: (mark: Chosen) => void;
  wrong: string | undefined;
}

export function MarkPicker({ mark: { figure, pigment }, taken, set, wrong }: MarkProps) {
  const mark = { figure, pigment };
  const names = pigmentNames();
  return (
    <>
      <fieldset class="f">
        <legend class="leg">{gettext("Pigment")}</legend>
        <div class="pick">
          {PIGMENTS.map((one) => (
            <button
              key={one}
              type="button"
              class="opt"
              aria-pressed={one === pigment}
              onClick={() => set({ figure, pigment: one })}
            >
              <Mark figure={figure} pigment={one} />
              {names[one]}
            </button>
          ))}
        </div>
      </fieldset>
      <div class="f" aria-invalid={wrong !== undefined} tabIndex={-1}>
        <FigurePicker
          label={gettext("Figure")}
          {...mark}
          isGone={(one) => isTaken({ figure: one, pigment }, taken)}
          set={(one) => set({ figure: one, pigment })}
        />
        <Wrong text={wrong} />
      </div>
      {taken.length > 0 && <Others taken={taken} />}
    </>
  );
}

const Others = ({ taken }: { taken: readonly Taken[] }) => (
  <div class="f">
    <p class="cap">{gettext("Marks of other teams of this group:")}</p>
    <ul class="rows">
      {taken.map(({ name, ...mark }) => (
        <li key={name} class="row">
          <Mark {...mark} />
          <div>{name}</div>
        </li>
      ))}
    </ul>
  </div>
);
