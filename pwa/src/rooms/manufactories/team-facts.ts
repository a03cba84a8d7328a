/** How a team stands, for whoever looks after it. Reads signals. */
import { local } from "../../i18n";
import { today } from "../../parts/day";
import type { Row } from "../../store";
import { sessionsOf } from "../mentoring/circle";
import { awaited, mayApprove } from "./awaited";
import { type Books, booksOf, type Manufactory } from "./books";
import { isQuiet } from "./crew";
import { gatesOf } from "./gate-row";
import { nextOf, type Standing } from "./gates";
import type { Stand } from "./stands";

export interface Facts {
  team: Manufactory;
  books: Books;
  gates: Standing<Row<"gate">>[];
  /** Of what waits for a second person, only what waits for whoever is asked. */
  stand: Stand;
}

export function factsOf(team: Manufactory): Facts {
  const { id, founded } = team;
  const books = booksOf(id).value;
  const gates = gatesOf(id, books);
  const next = nextOf(gates);
  const lastEntry = books.entries[0]?.day;
  const stand: Stand = {
    balance: books.figures.balance,
    next_gate: next ? { name: next.name, due: next.due, overdue: next.due < today() } : null,
    gates_passed: { total: gates.length },
    last_entry_at: lastEntry ?? null,
    waiting: awaited(books).filter(mayApprove).length,
    quiet: isQuiet([lastEntry, sessionsOf(id)[0]?.held_on, founded], today()),
  };
  return { team, books, gates, stand };
}

export const gateName = ({ name }: Row<"gate">): string => local(name);
