/** What stands above the content of a screen when something about this phone or the network needs a word. */
import type { ComponentChildren } from "preact";
import { gettext } from "../i18n";
import { sendNow, type Trouble, trouble } from "../store";
import { Banner } from "./bits";
import { SaveFile } from "./file";
import { duration, moment } from "./time";
import { newVersion, updateNow } from "./update";

const MINUTE = 60_000;

export function Notices() {
  return (
    <>
      {trouble.value && <TroubleNotice now={trouble.value} />}
      {newVersion.value && (
        <Banner
          icon="sync"
          title={gettext("A new version is ready")}
          acts={
            <button type="button" class="btn" onClick={updateNow}>
              {gettext("Update now")}
            </button>
          }
        >
          <p>{gettext("It takes a second; your work stays.")}</p>
        </Banner>
      )}
    </>
  );
}

function TroubleNotice({ now }: { now: Trouble }) {
  switch (now.code) {
    case "full":
      return (
        <Bad title={gettext("No room left on this phone")} acts={<SaveFile />}>
          {gettext(
            "The last step was not saved. Everything before it is safe. Delete a few photos or videos and try again.",
          )}
        </Bad>
      );
    case "clock":
      return (
        <Bad
          title={gettext("The clock of this phone is off by %(time)s", {
            time: duration(Math.abs(Math.round(now.skew_ms / MINUTE))),
          })}
        >
          {gettext(
            "Work is saved and sent all the same. Switch on the automatic time in the settings of the phone.",
          )}
        </Bad>
      );
    case "portal":
      return (
        <Bad title={gettext("This Wi-Fi asks for something first")}>
          {gettext(
            "Its own page answers in place of Verstat. Open the browser and accept its terms, or use another network. Your work is safe on this phone.",
          )}
        </Bad>
      );
    case "server":
      return (
        <Bad title={gettext("The server is not answering as it should")}>
          {gettext("Your work is safe on this phone and will be sent by itself later.")}
        </Bad>
      );
    case "watchdog":
      return (
        <Bad
          title={gettext("Work is still not delivered. The oldest: %(when)s", { when: moment(now.since) })}
          acts={
            <>
              <Send />
              <SaveFile />
            </>
          }
        >
          {gettext(
            "It is safe on this phone, but does not get through. Try once more, or save it as a file and show it to your mentor.",
          )}
        </Bad>
      );
    default:
      return null;
  }
}

interface BadProps {
  title: string;
  acts?: ComponentChildren;
  children: ComponentChildren;
}
const Bad = ({ title, acts, children }: BadProps) => (
  <Banner tone="err" title={title} acts={acts}>
    <p>{children}</p>
  </Banner>
);

const Send = () => (
  <button type="button" class="btn" onClick={sendNow}>
    {gettext("Send now")}
  </button>
);
