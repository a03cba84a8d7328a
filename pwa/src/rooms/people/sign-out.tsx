/** Leaving the phone to somebody else. What is unsent stays on it, and the choice is said in words. */
import { useState } from "preact/hooks";
import { gettext, ngettext } from "../../i18n";
import { SaveFile } from "../../parts/file";
import { Icon } from "../../parts/icon";
import { forgetAll } from "../../parts/kept";
import { Sheet } from "../../parts/sheet";
import { navigate } from "../../router";
import { issues, sendNow, signOut, waiting } from "../../store";

async function leave(): Promise<void> {
  await signOut();
  forgetAll();
  navigate("/sign-in");
}

export function SignOut() {
  const [isAsked, setAsked] = useState(false);
  const unsent = waiting.value.length + issues.value.length;
  const stay = () => {
    sendNow();
    setAsked(false);
  };
  return (
    <>
      <button type="button" class="btn wide" onClick={() => (unsent ? setAsked(true) : void leave())}>
        <Icon name="out" />
        {gettext("Sign out")}
      </button>
      {isAsked && (
        <Sheet
          title={ngettext("%(num)s act is not sent yet", "%(num)s acts are not sent yet", unsent)}
          onClose={() => setAsked(false)}
        >
          <p>
            {gettext(
              "If you sign out now, it stays on this phone, hidden from others, and is sent after you sign in here again. Courses and names are removed from the phone.",
            )}
          </p>
          <button type="button" class="btn wide" onClick={stay}>
            <Icon name="sync" />
            {gettext("Stay and send now")}
          </button>
          <SaveFile />
          <button type="button" class="btn wide" onClick={() => void leave()}>
            <Icon name="out" />
            {gettext("Sign out, keep it on this phone")}
          </button>
        </Sheet>
      )}
    </>
  );
}
