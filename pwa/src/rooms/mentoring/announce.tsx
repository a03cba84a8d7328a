/** A word to everybody in the group. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext, number } from "../../i18n";
import { useDraft } from "../../parts/draft";
import { Area } from "../../parts/field";
import { Form, useSending } from "../../parts/form";
import { type Refused, refusedAct, WhyRefused } from "../../parts/refused";
import { type Cohort, learnersOf } from "./circle";
import { Led } from "./led";

const MOST = 2000;

export default function AnnounceScreen({ ids: [id = "", mends] }: { ids: readonly string[] }) {
  return (
    <Led id={id} title={gettext("Announce")}>
      {(cohort) => <Announcing cohort={cohort} before={refusedAct("mentoring.announce", mends)} />}
    </Led>
  );
}

interface Props {
  cohort: Cohort;
  before: Refused<"mentoring.announce"> | undefined;
}

function Announcing({ cohort, before }: Props) {
  const form = useDraft<{ text: string }>(
    `announce ${before?.id ?? cohort.id}`,
    before && { text: before.body.text },
  );
  const { text = "" } = form.typed;
  const [isChecked, setChecked] = useState(false);
  const isEmpty = text.trim() === "";
  const check = () => {
    setChecked(true);
    return !isEmpty;
  };
  const send = () =>
    form.send(
      "mentoring.announce",
      { cohort: cohort.id, text: text.trim() },
      { label: local(cohort.name), mends: before?.id },
    );
  const sending = useSending(send, `/groups/${cohort.id}`, check);
  return (
    <Form
      title={gettext("Announce")}
      up={`/groups/${cohort.id}`}
      label={gettext("Announce to the group")}
      sending={sending}
    >
      <WhyRefused act={before} />
      <h2 class="as-h3">{local(cohort.name)}</h2>
      <Area
        id="text"
        label={gettext("What everybody should know")}
        rows={6}
        maxLength={MOST}
        value={text}
        set={(value) => form.change({ text: value })}
        wrong={isChecked && isEmpty ? gettext("Write at least a word.") : undefined}
        help={[readers(cohort), text.length > MOST * 0.9 && `${number(text.length)}/${number(MOST)}`]
          .filter(Boolean)
          .join(" ")}
      />
    </Form>
  );
}

const readers = ({ id }: Cohort): string =>
  ngettext(
    "%(num)s person reads it on the phone, and so do the school and the other mentors.",
    "%(num)s people read it on their phones, and so do the school and the other mentors.",
    learnersOf(id).length,
  );
