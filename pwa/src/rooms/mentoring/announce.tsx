/** A word to everybody in the group. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext, number } from "../../i18n";
import { type Cohort, learnersOf } from "./circle";
import { useForm } from "./drafted";
import { Led } from "./led";
import { Form, useSending, Wrong } from "./saving";

const MOST = 2000;

export default function AnnounceScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <Led id={id} title={gettext("Announce")}>
      {(cohort) => <Announcing cohort={cohort} />}
    </Led>
  );
}

function Announcing({ cohort }: { cohort: Cohort }) {
  const form = useForm<{ text: string }>(`announce ${cohort.id}`);
  const { text = "" } = form.typed;
  const [isChecked, setChecked] = useState(false);
  const isEmpty = text.trim() === "";
  const check = () => {
    setChecked(true);
    return !isEmpty;
  };
  const send = () =>
    form.send("mentoring.announce", { cohort: cohort.id, text: text.trim() }, local(cohort.name));
  const sending = useSending(send, `/groups/${cohort.id}`, check);
  return (
    <Form
      title={gettext("Announce")}
      up={`/groups/${cohort.id}`}
      label={gettext("Announce to the group")}
      sending={sending}
    >
      <h2 class="as-h3">{local(cohort.name)}</h2>
      <div class="f">
        <label for="text">{gettext("What everybody should know")}</label>
        <textarea
          id="text"
          class="in"
          rows={6}
          maxLength={MOST}
          aria-describedby="text-help text-wrong"
          value={text}
          onInput={(event) => form.change({ text: event.currentTarget.value })}
        />
        <Wrong id="text-wrong" text={isChecked && isEmpty ? gettext("Write at least a word.") : undefined} />
        <p class="cap" id="text-help">
          {ngettext(
            "%(num)s person reads it on the phone, and so do the school and the other mentors.",
            "%(num)s people read it on their phones, and so do the school and the other mentors.",
            learnersOf(cohort.id).length,
          )}
          {text.length > MOST * 0.9 && ` ${number(text.length)}/${number(MOST)}`}
        </p>
      </div>
    </Form>
  );
}
