/** The person's own screen: progress, language, this phone and the others, the way out. */
import { useEffect, useState } from "preact/hooks";
import { gettext, local } from "../../i18n";
import { Section } from "../../parts/bits";
import { Ring } from "../../parts/drawn";
import { SaveFile } from "../../parts/file";
import { Frame } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { isByHand, offer } from "../../parts/install";
import { isLearner } from "../../parts/places";
import { account, waiting } from "../../store";
import { coursePath, doneOf, shelf } from "../courses/shelf";
import { state } from "../courses/state";
import { Attendance } from "../mentoring/attendance";
import { MyGroups } from "../programmes/my-groups";
import { Devices } from "./devices";
import { Languages } from "./languages";
import { SignOut } from "./sign-out";

export default function Me() {
  const me = account.value;
  if (!me) return null;
  return (
    <Frame title={gettext("Me")} narrow>
      <div class="card">
        <h2>{me.name}</h2>
        <p class="cap">{gettext("Login name: %(login)s", { login: me.login })}</p>
      </div>
      {isLearner(me.roles) && <Progress />}
      {isLearner(me.roles) && <Attendance />}
      <MyGroups />
      <a class="btn wide" href="/me/consents">
        <Icon name="log" />
        {gettext("Consents")}
      </a>
      <a class="btn wide" href="/me/data">
        <Icon name="lock" />
        {gettext("My data")}
      </a>
      <Section title={gettext("Language")}>
        <Languages />
      </Section>
      <Section title={gettext("Phones signed in")}>
        <Devices />
      </Section>
      <Section title={gettext("This phone")}>
        <ThisPhone />
      </Section>
      <SignOut />
      <p class="cap">
        {gettext("Verstat %(version)s · free software, AGPL 3.0 or later", { version: __BUILD__ })}
      </p>
    </Frame>
  );
}

function Progress() {
  const courses = shelf();
  if (courses.length === 0) return null;
  return (
    <Section title={gettext("My progress")}>
      <ul class="rows">
        {courses.map((course) => (
          <li key={course.row.id}>
            <a class="row" href={coursePath(course)}>
              <div>
                <h3>{local(course.row.title)}</h3>
                <p class="cap">{state(course)}</p>
              </div>
              <Ring done={doneOf(course)} total={course.row.lessons} />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Whether the browser promised not to clear what is kept; asking again costs nothing. */
function ThisPhone() {
  const [isKept, setKept] = useState<boolean>();
  const ask = async () => setKept(await navigator.storage?.persist?.());
  useEffect(() => {
    void navigator.storage?.persisted?.().then(setKept);
  }, []);
  return (
    <div class="card">
      <p>
        {isKept
          ? gettext("The phone has promised to keep what is saved here.")
          : gettext(
              "When the phone runs out of room, it may clear what is saved here. Open Verstat with a network now and then, so that work is delivered.",
            )}
      </p>
      {isByHand() && (
        <p>
          {gettext("Installed, it is never cleared: press Share in the browser, then “Add to Home Screen”.")}
        </p>
      )}
      <div class="pick">
        {offer.value && (
          <button type="button" class="btn" onClick={() => void offer.value?.prompt()}>
            {gettext("Install Verstat on this phone")}
          </button>
        )}
        {isKept === false && (
          <button type="button" class="btn" onClick={() => void ask()}>
            {gettext("Ask the phone to keep it")}
          </button>
        )}
        {waiting.value.length > 0 && <SaveFile />}
      </div>
    </div>
  );
}
