/** How a team stands, for whoever looks after it. Reads signals. */
import { local } from "../../i18n";
import { today } from "../../parts/day";
import type { Row } from "../../store";
import { sessionsOf } from "../mentoring/circle";
import { awaited, mayApprove } from "./awaited";
import { type Books, booksOf, type Entry, type Manufactory } from "./books";
import { isQuiet } from "./crew";
import { gatesOf } from "./gate-row";
import { nextOf, type Standing } from "./gates";

export interface Facts {
  team: Manufactory;
  books: Books;
  gates: Standing<Row<"gate">>[];
  next: Row<"gate"> | undefined;
  isOverdue: boolean;
  /** The day of the latest entry. */
  lastEntry: string | undefined;
  isQuiet: boolean;
  /** Entries that a second person lets count: whoever is asked. */
  waiting: Entry[];
}

export function factsOf(team: Manufactory): Facts {
  const { id, founded } = team;
  const books = booksOf(id).value;
  const gates = gatesOf(id, books);
  const next = nextOf(gates);
  const lastEntry = books.entries[0]?.day;
  return {
    team,
    books,
    gates,
    next,
    isOverdue: next !== undefined && next.due < today(),
    lastEntry,
    isQuiet: isQuiet([lastEntry, sessionsOf(id)[0]?.held_on, founded], today()),
    waiting: awaited(books).filter(mayApprove),
  };
}

/** What asks for the mentor comes first. */
export const needsEye = ({ waiting, isOverdue, isQuiet: quiet }: Facts): boolean =>
  waiting.length > 0 || isOverdue || quiet;

export const gateName = ({ name }: Row<"gate">): string => local(name);
