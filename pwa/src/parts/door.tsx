/** The frame for whoever is not signed in: the name, what is said and asked, one act. */
import type { ComponentChildren } from "preact";
import { gettext } from "../i18n";
import { useTitle } from "./frame";
import { Icon, Logo } from "./icon";
import { Notices } from "./notices";

interface Props {
  title: string;
  act?: ComponentChildren;
  children: ComponentChildren;
}

export function Door({ title, act, children }: Props) {
  useTitle(title);
  return (
    <div class="app">
      <header class="top">
        <a class="hit" href="/" rel="up" aria-label={gettext("Back")}>
          <Icon name="back" />
        </a>
        <h1 tabIndex={-1}>{title}</h1>
        <Logo />
      </header>
      <main>
        <Notices />
        {children}
      </main>
      <footer class="dock">{act}</footer>
    </div>
  );
}
