/** The outcome of a mentor's check, never the document: passed or not, when, and until when it counts. */
import { useState } from "preact/hooks";
import { gettext, pgettext } from "../../i18n";
import { readDay, today, typedDay } from "../../parts/day";
import { Choice, Field, toFirstWrong } from "../../parts/field";
import { useSaving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { date } from "../../parts/time";
import { act, type Outcome } from "../../store";
import type { SchoolMentor } from "./school-mentors";

type Wrong = Partial<Record<"checked" | "expires", string>>;

const badDay = () =>
  gettext("Please write day, month and year, such as %(example)s.", { example: date(today()) });

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

function useCheck({ institution, person, name }: SchoolMentor, onClose: () => void) {
  const [outcome, setOutcome] = useState<Outcome>("cleared");
  const [checked, setChecked] = useState(date(today()));
  const [expires, setExpires] = useState(date(today(1)));
  const [wrong, setWrong] = useState<Wrong>({});
  const { failed, save } = useSaving();
  const send = async () => {
    const found = lookOver(checked, outcome === "cleared" ? expires : "");
    setWrong(found);
    const checked_on = readDay(checked);
    if (Object.keys(found).length || !checked_on) return toFirstWrong();
    const expires_on = outcome === "cleared" ? readDay(expires) : null;
    const body = { institution, person, outcome, checked_on, expires_on };
    if (await save(() => act("people.record_clearance", body, { label: name }))) onClose();
  };
  return { outcome, setOutcome, checked, setChecked, expires, setExpires, wrong, failed, send };
}

export function Check({ mentor, onClose }: { mentor: SchoolMentor; onClose: () => void }) {
  const check = useCheck(mentor, onClose);
  const { outcome, checked, expires, wrong, failed, send } = check;
  return (
    <Sheet title={gettext("Record a check")} open onClose={onClose}>
      <form
        class="f"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{mentor.name}</p>
        <Choice
          label={gettext("Outcome")}
          options={[
            ["cleared", pgettext("check", "Passed")],
            ["refused", pgettext("check", "Not passed")],
          ]}
          value={outcome}
          set={check.setOutcome}
        />
        <Day
          id="checked"
          label={gettext("Checked on")}
          value={checked}
          set={check.setChecked}
          wrong={wrong.checked}
        />
        {outcome === "cleared" ? (
          <Day
            id="expires"
            label={gettext("Counts until")}
            value={expires}
            set={check.setExpires}
            wrong={wrong.expires}
            help={gettext("Empty: it does not run out.")}
          />
        ) : (
          <p>{gettext("The mentor is taken off all groups of your school at once.")}</p>
        )}
        {failed && (
          <p class="bad" role="alert">
            {failed}
          </p>
        )}
        <button type="submit" class="btn wide">
          {gettext("Save the check")}
        </button>
      </form>
    </Sheet>
  );
}

interface DayProps {
  id: string;
  label: string;
  value: string;
  set: (text: string) => void;
  wrong: string | undefined;
  help?: string;
}
const Day = ({ set, ...rest }: DayProps) => (
  <Field
    {...rest}
    set={(text) => set(typedDay(text, rest.value))}
    inputMode="numeric"
    autocomplete="off"
    enterkeyhint="done"
    maxLength={10}
  />
);
