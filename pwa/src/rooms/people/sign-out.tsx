/** Leaving the phone to somebody else. What is unsent stays on it, and the choice is said in words. */
import { useRef } from "preact/hooks";
import { gettext, ngettext } from "../../i18n";
import { SaveFile } from "../../parts/file";
import { Icon } from "../../parts/icon";
import { navigate } from "../../router";
import { issues, sendNow, signOut, waiting } from "../../store";

async function leave(): Promise<void> {
  await signOut();
  navigate("/sign-in");
}

export function SignOut() {
  const dialog = useRef<HTMLDialogElement>(null);
  const unsent = waiting.value.length + issues.value.length;
  const press = () => (unsent ? dialog.current?.showModal() : void leave());
  return (
    <>
      <button type="button" class="btn wide" onClick={press}>
        <Icon name="out" />
        {gettext("Sign out")}
      </button>
      <dialog ref={dialog} class="sheet" aria-labelledby="leaving">
        <form method="dialog">
          <h2 id="leaving">
            {ngettext("%(num)s act is not sent yet", "%(num)s acts are not sent yet", unsent)}
          </h2>
          <p>
            {gettext(
              "If you sign out now, it stays on this phone, hidden from others, and is sent after you sign in here again. Courses and names are removed from the phone.",
            )}
          </p>
          <button type="submit" class="btn wide" onClick={sendNow}>
            <Icon name="sync" />
            {gettext("Stay and send now")}
          </button>
          <SaveFile />
          <button type="submit" class="btn wide" onClick={() => void leave()}>
            <Icon name="out" />
            {gettext("Sign out, keep it on this phone")}
          </button>
          <button type="submit" class="btn wide">
            {gettext("Cancel")}
          </button>
        </form>
      </dialog>
    </>
  );
}
