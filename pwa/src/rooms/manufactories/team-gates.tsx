/** The gates of a team: one more, one less, another day, and all that was said of each. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { date } from "../../parts/time";
import type { Row } from "../../store";
import type { Manufactory } from "./books";
import { nameOf } from "./crew";
import { DateGate, DropGate, NewGate, Turning } from "./gate-acts";
import { GateLine, isOfBooks } from "./gate-rows";
import type { Standing } from "./gates";
import { ForMentor } from "./of-team";
import { factsOf, gateName } from "./team-facts";

type Gate = Row<"gate">;

export default function TeamGatesScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <ForMentor id={id} title={gettext("Gates")} up={`/teams/${id}`}>
      {(team) => <Gates team={team} />}
    </ForMentor>
  );
}

function Gates({ team }: { team: Manufactory }) {
  const [isAdding, setAdding] = useState(false);
  const { gates } = factsOf(team);
  return (
    <Frame
      title={gettext("Gates")}
      up={`/teams/${team.id}`}
      act={<MainAct icon="plus" label={gettext("One more gate")} onPress={() => setAdding(true)} />}
      narrow
    >
      <h2 class="as-h3">{nameOf(team)}</h2>
      {gates.length > 0 ? (
        <ul class="rows">
          {gates.map((one) => (
            <GateLine key={one.gate.id} standing={one}>
              <Acts {...one} />
            </GateLine>
          ))}
        </ul>
      ) : (
        <Empty title={gettext("No gates")}>
          {gettext("A gate says what the team reaches by which day. The team sees it on its phones.")}
        </Empty>
      )}
      <History gates={gates.map(({ gate }) => gate)} />
      {isAdding && <NewGate manufactory={team.id} onClose={() => setAdding(false)} />}
    </Frame>
  );
}

function Acts({ gate, passed }: Standing<Gate>) {
  const [isOpen, setOpen] = useState(false);
  const isPassed = passed !== null;
  const label = isPassed ? gettext("Undo") : gettext("Pass");
  return (
    <div class="pick">
      {!isOfBooks(gate) && (
        <button
          type="button"
          class="btn"
          aria-label={`${label}: ${gateName(gate)}`}
          onClick={() => setOpen(true)}
        >
          {label}
        </button>
      )}
      {!isPassed && (
        <>
          <DateGate key={gate.due} gate={gate} />
          <DropGate gate={gate} />
        </>
      )}
      {isOpen && <Turning gate={gate} isPassed={isPassed} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** The latest first, whichever gate it was about. */
function History({ gates }: { gates: readonly Gate[] }) {
  const all = gates
    .flatMap((gate) => gate.steps.map((step) => ({ gate, step })))
    .sort((a, b) => (a.step.at < b.step.at ? 1 : -1));
  if (all.length === 0) return null;
  return (
    <Section title={gettext("History")}>
      <ul class="rows">
        {all.map(({ gate, step: { act, said, day, by, at } }) => (
          <li key={gate.id + at + act} class="row">
            <div>
              <h3>{gateName(gate)}</h3>
              <p>
                {act === "passed" ? gettext("passed") : gettext("open again")}: {said}
              </p>
              <p class="cap">{[date(day), by].filter(Boolean).join(" · ")}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
