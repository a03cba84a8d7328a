import "./style/index.css";
import { render } from "preact";
import { App } from "./app";
import { begin, language } from "./i18n";
import { keepOnPhone } from "./parts/update";
import { listen } from "./router";
import type { Language } from "./store";
import { ready, start } from "./store";

async function main(): Promise<void> {
  listen();
  void start({ language: () => language() as Language, build: __BUILD__ });
  await Promise.all([begin(), ready]);
  const root = document.getElementById("app");
  if (!root) throw new Error("index.html has no #app");
  root.textContent = "";
  render(<App />, root);
  await keepOnPhone();
}

void main();
