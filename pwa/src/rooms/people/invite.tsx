/** A link that makes somebody a mentor of a school, once. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Choice, Field, NEEDED, toFirstWrong } from "../../parts/field";
import { useOnline } from "../../parts/online";
import { Share } from "../../parts/share";
import { Sheet } from "../../parts/sheet";
import { date } from "../../parts/time";
import { post, type Row, sendNow } from "../../store";

interface Made {
  token: string;
  until: string;
}

function useInviting(first: string) {
  const [school, setSchool] = useState(first);
  const [label, setLabel] = useState("");
  const [wrong, setWrong] = useState<string>();
  const [made, setMade] = useState<Made>();
  const { busy, failed, run } = useOnline();
  const make = async () => {
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
  const type = (text: string) => {
    setLabel(text);
    setWrong(undefined);
  };
  return { school, setSchool, label, type, wrong, made, busy, failed, make };
}
type Inviting = ReturnType<typeof useInviting>;

/** The link is told once, here: the server keeps only what is needed to know it again. */
export function Invite({ schools, onClose }: { schools: Row<"institution">[]; onClose: () => void }) {
  const inviting = useInviting(schools[0]?.id ?? "");
  const { made } = inviting;
  return (
    <Sheet title={gettext("Invite a mentor")} open isDone={made !== undefined} onClose={onClose}>
      {made ? (
        <>
          <p>
            {gettext(
              "Give this link to the mentor, and to nobody else. It works once, until %(date)s, and is shown only now.",
              { date: date(made.until) },
            )}
          </p>
          <Share
            link={`${location.origin}/welcome#${made.token}`}
            title={gettext("Invitation to a mentor")}
          />
        </>
      ) : (
        <Form schools={schools} inviting={inviting} />
      )}
    </Sheet>
  );
}

function Form({ schools, inviting }: { schools: Row<"institution">[]; inviting: Inviting }) {
  const { school, setSchool, label, type, wrong, busy, failed, make } = inviting;
  return (
    <form
      class="f"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      {schools.length > 1 && <Schools schools={schools} value={school} set={setSchool} />}
      <Field
        id="label"
        label={gettext("Whom do you invite?")}
        value={label}
        set={type}
        help={gettext("For your own list: a name and where from.")}
        wrong={wrong}
        autocomplete="off"
        enterkeyhint="done"
      />
      {failed && (
        <p class="bad" role="alert">
          {failed}
        </p>
      )}
      <button type="submit" class="btn wide" aria-busy={busy}>
        {gettext("Make the link")}
      </button>
    </form>
  );
}

interface SchoolsProps {
  schools: Row<"institution">[];
  value: string;
  set: (id: string) => void;
}
const Schools = ({ schools, value, set }: SchoolsProps) => (
  <Choice
    label={gettext("School")}
    options={schools.map(({ id, short }) => [id, local(short)])}
    value={value}
    set={set}
  />
);
