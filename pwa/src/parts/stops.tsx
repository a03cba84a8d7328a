/** What stands in place of every screen when the application cannot go on. */
import type { ComponentChildren } from "preact";
import { gettext } from "../i18n";
import { MainAct, useTitle } from "./frame";
import { Logo } from "./icon";

const reload = () => location.reload();

export function Stop({ title, act, children }: { title: string; act: string; children: ComponentChildren }) {
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
