/** Work that is not delivered as a text: for a mentor to read who has nothing but the file, and for a program below it. */
import { gettext } from "../../i18n";
import { clock, date } from "../../parts/time";
import type { Item, Unsent } from "../../store";
import type { Entry } from "../../store/state";
import { item } from "../../store/views";
import { written } from "./mend";
import { describe } from "./words";

/** Old programs take a text without it for one in their own letters. */
const MARK = "\uFEFF";

const when = (iso: string): string => `${date(iso)}, ${clock(iso)}`;

/** What people typed stays to the right: no line of it can be taken for a heading, or for the program's part. */
const inset = (text: string): string => text.replace(/^/gm, "   ");

/** An act of another version may have no name here; it is kept under its own. */
function nameOf(act: Item): string {
  try {
    return describe(act) ?? act.type;
  } catch {
    return act.type;
  }
}

function act(entry: Entry & { message?: string }, i: number): string {
  const done = item(entry);
  const lines = [when(done.at), ...(entry.message ? [entry.message] : []), ...written(done)];
  return `${i + 1}. ${inset(nameOf(done)).trim()}\n${lines.map(inset).join("\n")}\n`;
}

const part = (title: string, entries: readonly Entry[]): string[] =>
  entries.length ? [`${title} (${entries.length})`, ...entries.map(act)] : [];

export function writeOut(
  { person, waiting, refused, delivered = [], drafts = [] }: Unsent,
  now: Date,
): string {
  const forPrograms = {
    format: "verstat-unsent-1",
    made: now.toISOString(),
    person: person && { id: person.id, login: person.login, name: person.name },
    waiting: waiting.map(({ op }) => op),
    refused: refused.map(({ op, code, message }) => ({ code, message, op })),
    ...(delivered.length > 0 && { delivered: delivered.map(({ op }) => op) }),
    ...(drafts.length > 0 && { drafts }),
  };
  return [
    `${MARK}${gettext("Verstat")} · ${gettext("Outbox")}`,
    inset([person ? `${person.name} (${person.login})` : "", when(now.toISOString())].join("\n").trim()),
    "",
    ...part(gettext("Waiting for the network"), waiting),
    ...part(gettext("The server did not take this"), refused),
    ...part(gettext("Delivered"), delivered),
    gettext("The same for a computer:"),
    JSON.stringify(forPrograms, null, 1),
    "",
  ].join("\n");
}
