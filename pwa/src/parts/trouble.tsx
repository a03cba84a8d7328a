/** What is said when something about this phone or the network is wrong: what happened, that work is safe, what to do. */
import type { ComponentChildren } from "preact";
import { gettext } from "../i18n";
import { sendNow, type Trouble, trouble } from "../store";
import { Banner } from "./bits";
import { SaveFile } from "./file";
import Mending from "./repair";
import { Stop } from "./stops";
import { duration, moment } from "./time";

const MINUTE = 60_000;

/** Above the content of any screen. */
export function TroubleNotice({ now }: { now: Trouble }) {
  switch (now.code) {
    case "full":
      return (
        <Bad title={gettext("No room left on this phone")} acts={<SaveFile />}>
          {gettext(
            "The last step was not saved. Everything before it is safe. Delete a few photos or videos and try again.",
          )}
        </Bad>
      );
    case "vanished":
      return (
        <Bad title={gettext("The phone has cleared the memory of Verstat")}>
          {gettext(
            "What was delivered comes back when you sign in. What was not is lost. Put Verstat on the home screen, so that the phone keeps it.",
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
      return <Watchdog since={now.since} />;
    default:
      return null;
  }
}

const Watchdog = ({ since }: { since: string }) => (
  <Bad
    title={gettext("Work is still not delivered. The oldest: %(when)s", { when: moment(since) })}
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

/** The phone's database does not open: nothing could be saved, so nothing is offered to be done. */
export default function Closed() {
  const now = trouble.value;
  const reason = now?.code === "closed" ? now.reason : "error";
  if (reason === "update") {
    return (
      <Stop title={gettext("Verstat was updated in another window")} act={gettext("Open the new version")}>
        <p>{gettext("Your work is safe. This window still runs the old version.")}</p>
      </Stop>
    );
  }
  if (reason === "blocked") {
    return (
      <Stop title={gettext("Verstat is open in another window")} act={gettext("Try again")}>
        <p>
          {gettext(
            "An older window holds the phone's memory. Close the other windows of Verstat and try again. Your work is safe.",
          )}
        </p>
      </Stop>
    );
  }
  return (
    <Stop title={gettext("The phone's memory does not open")} act={gettext("Try again")}>
      <p>
        {gettext(
          "Verstat cannot save anything now, so it does not let you start. What was saved before is still there.",
        )}
      </p>
      <ol class="steps">
        <li>{gettext("Close Verstat and open it again")}</li>
        <li>{gettext("If it is a private window, use a usual one")}</li>
        <li>{gettext("If the phone is full, delete a few photos or videos")}</li>
      </ol>
      <Mending />
    </Stop>
  );
}
