/** A link by which a mentor comes in: made for one person, and told once, for the server keeps only what knows it again. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Choice, Field, NEEDED, toFirstWrong, Wrong } from "../../parts/field";
import { useOnline } from "../../parts/online";
import { Share } from "../../parts/share";
import { Sheet } from "../../parts/sheet";
import { date } from "../../parts/time";
import { post, type Row, sendNow } from "../../store";

interface Made {
  token: string;
  until: string;
}
interface Props {
  schools: Row<"institution">[];
  onClose: () => void;
}

function useInviting(schools: Row<"institution">[]) {
  const [school, setSchool] = useState(schools[0]?.id ?? "");
  const [label, setLabel] = useState("");
  const [wrong, setWrong] = useState<string>();
  const [made, setMade] = useState<Made>();
  const { busy, failed, run } = useOnline();
  const make = async (event: Event) => {
    event.preventDefault();
    if (!label.trim()) {
      setWrong(NEEDED());
      return toFirstWrong();
    }
    const body = { institution: school, label: label.trim() };
    const answer = await run(() => post("/api/people/invitations", body));
    if (!answer) return;
    setMade(answer as Made);
    sendNow(); // the invitation's own row comes with the next pull
  };
  const typeLabel = (text: string) => {
    setLabel(text);
    setWrong(undefined);
  };
  return { school, setSchool, label, typeLabel, wrong, made, busy, failed, make };
}
type Inviting = ReturnType<typeof useInviting>;

export function Invite({ schools, onClose }: Props) {
  const inviting = useInviting(schools);
  const { made } = inviting;
  return (
    <Sheet title={gettext("Invite a mentor")} onClose={onClose}>
      {made ? <Link {...made} /> : <Form schools={schools} inviting={inviting} />}
    </Sheet>
  );
}

const Link = ({ token, until }: Made) => (
  <>
    <p>
      {gettext(
        "Give this link to the mentor, and to nobody else. It works once, until %(date)s, and is shown only now.",
        { date: date(until) },
      )}
    </p>
    <Share link={`${location.origin}/welcome#${token}`} title={gettext("Invitation to a mentor")} />
  </>
);

const Form = ({ schools, inviting }: { schools: Props["schools"]; inviting: Inviting }) => (
  <form class="f" noValidate onSubmit={(event) => void inviting.make(event)}>
    {schools.length > 1 && (
      <Choice
        label={gettext("School")}
        options={schools.map(({ id, short }) => [id, local(short)])}
        value={inviting.school}
        set={inviting.setSchool}
      />
    )}
    <Field
      id="label"
      label={gettext("Whom do you invite?")}
      value={inviting.label}
      set={inviting.typeLabel}
      help={gettext("For your own list: a name and where from.")}
      wrong={inviting.wrong}
      autocomplete="off"
      enterkeyhint="done"
    />
    <Wrong text={inviting.failed} />
    <button type="submit" class="btn wide" aria-busy={inviting.busy}>
      {gettext("Make the link")}
    </button>
  </form>
);
