import "./style/index.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { App, expectHome, show } from "./app";
import { begin, language } from "./i18n";
import { awaitOffer } from "./parts/install";
import { keepOnPhone } from "./parts/update";
import { listen } from "./router";
import type { Language } from "./store";
import { account, isMarked, ready, start, trouble } from "./store";

/** A database that hangs must not leave the page blank: trouble is enough to begin with. */
const troubled = (): Promise<void> =>
  new Promise((resolve) => {
    effect(() => {
      if (trouble.value) resolve();
    });
  });

/** A file or a database may not answer: then what there is has to do. */
const PATIENCE = 1_000;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function main(): Promise<void> {
  listen();
  awaitOffer();
  const home = isMarked() ? expectHome() : undefined;
  void start({ language: () => language() as Language, build: __BUILD__ });
  await Promise.all([begin(), Promise.race([ready, troubled()])]);
  // All at once: drawn piece by piece the first screen takes as long again.
  if (account.peek()) await Promise.race([home?.then((ahead) => ahead?.()).catch(() => {}), pause(PATIENCE)]);
  effect(show);
  const root = document.getElementById("app");
  if (!root) throw new Error("index.html has no #app");
  root.textContent = "";
  render(<App />, root);
  await keepOnPhone();
}

void main();
