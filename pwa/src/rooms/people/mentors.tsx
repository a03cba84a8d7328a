/** The mentors of a school: invited by a link that works once, and checked before they meet anybody. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Choice, Field, NEEDED, toFirstWrong } from "../../parts/field";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { useOnline } from "../../parts/online";
import { Share } from "../../parts/share";
import { Sheet } from "../../parts/sheet";
import { Stamp } from "../../parts/stamp";
import { date } from "../../parts/time";
import { complete, post, type Row, sendNow, table } from "../../store";
import { Check } from "./check";
import { clearance, mentorsOf, type SchoolMentor } from "./school-mentors";

export default function Mentors() {
  const [isInviting, setInviting] = useState<string>();
  const [checked, setChecked] = useState<SchoolMentor>();
  const schools = table("institution").value;
  return (
    <Frame
      title={gettext("Mentors")}
      up="/desk"
      act={
        schools.length > 0 && (
          <MainAct
            icon="teams"
            label={gettext("Invite a mentor")}
            onPress={() => setInviting(schools[0]?.id)}
          />
        )
      }
      narrow
    >
      {schools.map((school) => (
        <School key={school.id} school={school} onCheck={setChecked} />
      ))}
      {schools.length === 0 && complete.value && (
        <Empty title={gettext("No school")}>
          {gettext("Mentors are invited by the coordinator of a school.")}
        </Empty>
      )}
      {isInviting && <Invite schools={schools} onClose={() => setInviting(undefined)} />}
      {checked && <Check mentor={checked} onClose={() => setChecked(undefined)} />}
    </Frame>
  );
}

interface SchoolProps {
  school: Row<"institution">;
  onCheck: (mentor: SchoolMentor) => void;
}

function School({ school, onCheck }: SchoolProps) {
  const mentors = mentorsOf(school.id);
  const now = new Date().toISOString();
  const open = table("invitation").value.filter(
    ({ institution, used, until }) => institution === school.id && !used && until > now,
  );
  return (
    <>
      <Section title={local(school.short)}>
        {mentors.length > 0 ? (
          <ul class="rows">
            {mentors.map((mentor) => (
              <li key={mentor.id} class={mentor.pending ? "row wait" : "row"}>
                {mentor.pending && <Stamp id={mentor.id} waiting />}
                <div>
                  <h3>{mentor.name}</h3>
                  <p class="cap">{clearance(mentor)}</p>
                </div>
                <button
                  type="button"
                  class="btn"
                  aria-label={gettext("Check: %(name)s", { name: mentor.name })}
                  onClick={() => onCheck(mentor)}
                >
                  {gettext("Check")}
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <Empty
            title={gettext("No mentors yet")}
            steps={[
              gettext("Invite a mentor by a link"),
              gettext("Record the outcome of the check"),
              gettext("Give the mentor a group"),
            ]}
          >
            {gettext("Whoever accepts your invitation stands here.")}
          </Empty>
        )}
      </Section>
      {open.length > 0 && (
        <Section title={gettext("Invited, not here yet")}>
          <ul class="rows">
            {open.map(({ id, label, until }) => (
              <li key={id} class="row wait">
                <Icon name="wait" />
                <div>
                  <h3>{label}</h3>
                  <p class="cap">{gettext("The link works until %(date)s", { date: date(until) })}</p>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

interface Made {
  token: string;
  until: string;
}

/** The link is told once, here: the server keeps only what is needed to know it again. */
function Invite({ schools, onClose }: { schools: Row<"institution">[]; onClose: () => void }) {
  const [school, setSchool] = useState(schools[0]?.id ?? "");
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
  return (
    <Sheet title={gettext("Invite a mentor")} open onClose={onClose}>
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
            set={(text) => {
              setLabel(text);
              setWrong(undefined);
            }}
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
      )}
    </Sheet>
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
