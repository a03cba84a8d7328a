/** The courses of the person who uses this phone, with their lessons as far as these lie on the phone. */
import { computed, effect, type Signal, signal } from "@preact/signals";
import { lang } from "../../i18n";
import { account, type Bundle, bundle, type Row, table, truth } from "../../store";
import { countDone, type Lesson, lessonsOf } from "../progress/progress";

export interface Course {
  row: Row<"course">;
  enrolment: Row<"enrolment">;
  /** Undefined while it is being fetched, null when it is neither here nor to be had now. */
  bundle: Bundle | null | undefined;
  lessons: Lesson[];
  /** The rows of the lessons that are done, by lesson. */
  done: ReadonlyMap<string, Row<"completion">>;
}

const bundles = new Map<string, Signal<Bundle | null | undefined>>();

const person = computed(() => account.value?.id);

/** What the present person's rights gave is not handed to the next one. */
effect(() => {
  void person.value;
  bundles.clear();
});
/** After each delivery there is a network, whatever the browser says: what was not to be had is asked for again. */
effect(() => {
  void truth.value;
  for (const [hash, kept] of bundles) if (kept.peek() === null) void fetchInto(hash, kept);
});

async function fetchInto(hash: string, into: Signal<Bundle | null | undefined>): Promise<void> {
  into.value = await bundle(hash).catch(() => null);
}

function kept(hash: string): Bundle | null | undefined {
  const known = bundles.get(hash) ?? signal(undefined);
  if (!bundles.has(hash)) {
    bundles.set(hash, known);
    void fetchInto(hash, known);
  }
  return known.value;
}

/** In the reader's language; while that cannot be had, in whichever lies on the phone: a lesson is better than none. */
function bundleOf(row: Row<"course">): Bundle | null | undefined {
  const editions = Object.entries(row.bundles);
  const own = editions.find(([language]) => language === lang.value)?.[1];
  const wanted = own ? kept(own.hash) : null;
  if (wanted !== null) return wanted;
  for (const [, { hash }] of editions) {
    const found = kept(hash);
    if (found) return found;
  }
  return null;
}

const OVER = new Set(["refused", "withdrawn", "transferred"]);

function ownEnrolments(): Row<"enrolment">[] {
  const me = person.value;
  return table("enrolment").value.filter(({ person, status }) => person === me && !OVER.has(status));
}

function doneIn(enrolment: string): Map<string, Row<"completion">> {
  const rows = table("completion").value.filter((row) => row.enrolment === enrolment);
  return new Map(rows.map((row) => [row.lesson, row]));
}

/** In the order in which they are to be taken. Reads signals: a component that calls it follows every change. */
export function shelf(): Course[] {
  const rows = [...table("course").value].sort((a, b) => a.position - b.position);
  return ownEnrolments().flatMap((enrolment) => {
    const done = doneIn(enrolment.id);
    return rows
      .filter(({ cohort }) => cohort === enrolment.cohort)
      .map((row) => {
        const found = bundleOf(row);
        return { row, enrolment, bundle: found, lessons: found ? lessonsOf(found) : [], done };
      });
  });
}

/** Null while it cannot be told: which lessons belong to the course is written in its bundle. */
export const doneOf = ({ bundle, lessons, done }: Course): number | null =>
  bundle ? countDone(lessons, done) : null;

export const courseOf = (id: string): Course | undefined => shelf().find(({ row }) => row.course === id);

export const coursePath = ({ row }: Course): string => `/learn/${row.course}`;
export const lessonPath = (course: Course, { id }: Lesson): string => `${coursePath(course)}/${id}`;
