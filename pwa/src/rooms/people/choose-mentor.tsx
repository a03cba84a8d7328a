/** A mentor is chosen from those whom a school invited; only whose check is passed can be. */
import { gettext } from "../../i18n";
import { NotSaved, type Saving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { clearance, isCleared, mentorsOf, type SchoolMentor } from "./school-mentors";

interface Props {
  title: string;
  institution: string;
  /** Who is chosen already. */
  except: ReadonlySet<string>;
  failed: Saving["failed"];
  /** Whether it is saved: then the sheet closes. */
  onChoose: (one: SchoolMentor) => Promise<boolean>;
  onClose: () => void;
}

export function ChooseMentor({ title, institution, except, failed, onChoose, onClose }: Props) {
  const free = mentorsOf(institution).filter(({ person }) => !except.has(person));
  return (
    <Sheet title={title} onClose={onClose}>
      <NotSaved code={failed} />
      <ul class="rows">
        {free.map((one) => (
          <Free
            key={one.id}
            one={one}
            onPress={() => void onChoose(one).then((isSaved) => isSaved && onClose())}
          />
        ))}
      </ul>
      {free.length === 0 && <p>{gettext("There is nobody else. Invite a mentor first.")}</p>}
      <a class="btn wide" href="/mentors">
        {gettext("Mentors of the school")}
      </a>
    </Sheet>
  );
}

const Free = ({ one, onPress }: { one: SchoolMentor; onPress: () => void }) => (
  <li class="row">
    <div>
      <h3>{one.name}</h3>
      <p class="cap">{clearance(one)}</p>
    </div>
    {isCleared(one) && (
      <button
        type="button"
        class="btn"
        aria-label={gettext("Choose: %(name)s", { name: one.name })}
        onClick={onPress}
      >
        {gettext("Choose")}
      </button>
    )}
  </li>
);
