/** The outcome of a mentor's check, never the document: passed or not, when, and until when it counts. */
import { useState } from "preact/hooks";
import { gettext, pgettext } from "../../i18n";
import { badDay, plus, readDay, today } from "../../parts/day";
import { Choice, DayField, toFirstWrong } from "../../parts/field";
import { NotSaved, useSaving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { date } from "../../parts/time";
import { act, type Outcome } from "../../store";
import type { SchoolMentor } from "./school-mentors";

type Wrong = Partial<Record<"checked" | "expires", string>>;

/** An empty "until" is a check that does not run out. */
function lookOver(checked: string, expires: string): Wrong {
  const [from, until] = [readDay(checked), readDay(expires)];
  const wrong: Wrong = {};
  if (!from) wrong.checked = badDay();
  else if (from > today()) wrong.checked = gettext("This day is still to come.");
  if (expires.trim() && !until) wrong.expires = badDay();
  else if (from && until && until < from) wrong.expires = gettext("This is before the day of the check.");
  return wrong;
}

interface Typed {
  outcome: Outcome;
  checked: string;
  expires: string;
}

function useCheck({ institution, person, name }: SchoolMentor, onClose: () => void) {
  const [typed, setTyped] = useState<Typed>({
    outcome: "cleared",
    checked: date(today()),
    expires: date(plus(today(), { years: 1 })),
  });
  const [wrong, setWrong] = useState<Wrong>({});
  const { failed, save } = useSaving();
  const send = async (event: Event) => {
    event.preventDefault();
    const { outcome } = typed;
    const expires = outcome === "cleared" ? typed.expires : "";
    const found = lookOver(typed.checked, expires);
    setWrong(found);
    const checked_on = readDay(typed.checked);
    if (Object.keys(found).length || !checked_on) return toFirstWrong();
    const body = { institution, person, outcome, checked_on, expires_on: readDay(expires) };
    if (await save(() => act("people.record_clearance", body, { label: name }))) onClose();
  };
  const change = (part: Partial<Typed>) => setTyped({ ...typed, ...part });
  return { typed, change, wrong, failed, send };
}

export function Check({ mentor, onClose }: { mentor: SchoolMentor; onClose: () => void }) {
  const { typed, change, wrong, failed, send } = useCheck(mentor, onClose);
  return (
    <Sheet title={gettext("Record a check")} onClose={onClose}>
      <form class="f" noValidate onSubmit={(event) => void send(event)}>
        <NotSaved code={failed} />
        <p>{mentor.name}</p>
        <Choice<Outcome>
          label={gettext("Outcome")}
          options={[
            ["cleared", pgettext("check", "Passed")],
            ["refused", pgettext("check", "Not passed")],
          ]}
          value={typed.outcome}
          set={(outcome) => change({ outcome })}
        />
        <DayField
          id="checked"
          label={gettext("Checked on")}
          value={typed.checked}
          set={(checked) => change({ checked })}
          wrong={wrong.checked}
        />
        {typed.outcome === "cleared" ? (
          <DayField
            id="expires"
            label={gettext("Counts until")}
            value={typed.expires}
            set={(expires) => change({ expires })}
            wrong={wrong.expires}
            help={gettext("Empty: it does not run out.")}
          />
        ) : (
          <p>{gettext("The mentor is taken off all groups of your school at once.")}</p>
        )}
        <button type="submit" class="btn wide">
          {gettext("Save the check")}
        </button>
      </form>
    </Sheet>
  );
}
