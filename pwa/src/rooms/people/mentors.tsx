/** The mentors of a school: invited by a link that works once, and checked before they meet anybody. */
import { useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { Stamp } from "../../parts/stamp";
import { date } from "../../parts/time";
import { complete, type Row, table } from "../../store";
import { Check } from "./check";
import { Invite } from "./invite";
import { clearance, mentorsOf, type SchoolMentor } from "./school-mentors";

export default function Mentors() {
  const [isInviting, setInviting] = useState(false);
  const [checked, setChecked] = useState<SchoolMentor>();
  const schools = table("institution").value;
  const invite = (
    <MainAct icon="teams" label={gettext("Invite a mentor")} onPress={() => setInviting(true)} />
  );
  return (
    <Frame title={gettext("Mentors")} up="/desk" act={schools.length > 0 && invite} narrow>
      {schools.map((school) => (
        <School key={school.id} school={school} onCheck={setChecked} />
      ))}
      {schools.length === 0 && complete.value && (
        <Empty title={gettext("No school")}>
          {gettext("Mentors are invited by the coordinator of a school.")}
        </Empty>
      )}
      {isInviting && <Invite schools={schools} onClose={() => setInviting(false)} />}
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
  return (
    <>
      <Section title={local(school.short)}>
        {mentors.length > 0 ? (
          <ul class="rows">
            {mentors.map((mentor) => (
              <Mentor key={mentor.id} mentor={mentor} onCheck={() => onCheck(mentor)} />
            ))}
          </ul>
        ) : (
          <Nobody />
        )}
      </Section>
      <Invited school={school.id} />
    </>
  );
}

const Nobody = () => (
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
);

const Mentor = ({ mentor, onCheck }: { mentor: SchoolMentor; onCheck: () => void }) => (
  <li class={mentor.pending ? "row wait" : "row"}>
    {mentor.pending && <Stamp id={mentor.id} waiting />}
    <div>
      <h3>{mentor.name}</h3>
      <p class="cap">{clearance(mentor)}</p>
    </div>
    <button
      type="button"
      class="btn"
      aria-label={gettext("Check: %(name)s", { name: mentor.name })}
      onClick={onCheck}
    >
      {gettext("Check")}
    </button>
  </li>
);

/** By a link that still works and that nobody has used. */
function Invited({ school }: { school: string }) {
  const now = new Date().toISOString();
  const open = table("invitation").value.filter(
    ({ institution, used, until }) => institution === school && !used && until > now,
  );
  if (open.length === 0) return null;
  return (
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
  );
}
