/** What stands in place of every screen when the application cannot go on. */
import type { ComponentChildren } from "preact";
import { gettext } from "../i18n";
import { MainAct, useTitle } from "./frame";
import { Logo } from "./icon";

const reload = () => location.reload();

function Stop({ title, act, children }: { title: string; act: string; children: ComponentChildren }) {
  useTitle(title);
  return (
    <div class="app">
      <header class="top">
        <Logo />
        <h1 tabIndex={-1}>{gettext("Verstat")}</h1>
      </header>
      <main>
        <div class="f" role="alert">
          <h2>{title}</h2>
          {children}
        </div>
      </main>
      <footer class="dock">
        <MainAct icon="sync" label={act} onPress={reload} />
      </footer>
    </div>
  );
}

/** The phone's database does not open: nothing could be saved, so nothing is offered to be done. */
export function Closed({ reason }: { reason: "error" | "update" | "blocked" }) {
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
    </Stop>
  );
}

/** A part of the application is neither on the phone nor to be had: only before it was kept for the first time. */
export const Broken = () => (
  <Stop title={gettext("This screen did not load")} act={gettext("Try again")}>
    <p>
      {gettext(
        "Verstat was not yet kept whole on this phone, and there is no network now. Your work is safe. Try again with a network.",
      )}
    </p>
  </Stop>
);
