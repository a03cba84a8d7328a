/** The courses of the person who uses this phone, with their lessons and quizzes as far as these can be told. */
import { type Outline, type Part, type Row, table } from "../../store";
import { isGone, ownEnrolments } from "../programmes/taking-part";
import type { Attempt } from "../progress/attempts";
import {
  countDone,
  type Lesson,
  lessonsOf,
  nextStep,
  type QuizPlace,
  quizzesOf,
  type Step,
} from "../progress/progress";
import { edition, type Text } from "./texts";

export interface Course {
  row: Row<"course">;
  enrolment: Row<"enrolment">;
  /** Undefined while it is being fetched, null when it is neither here nor to be had now. */
  outline: Text<Outline>;
  lessons: Lesson[];
  quizzes: QuizPlace[];
  /** The rows of the lessons that are done, by lesson. */
  done: ReadonlyMap<string, Row<"completion">>;
  /** The attempts at each quiz, oldest first. */
  attempts: ReadonlyMap<string, Attempt[]>;
}

function doneIn(enrolment: string): Map<string, Row<"completion">> {
  const rows = table("completion").value.filter((row) => row.enrolment === enrolment);
  return new Map(rows.map((row) => [row.lesson, row]));
}

function attemptsIn(enrolment: string): Map<string, Attempt[]> {
  const found = new Map<string, Attempt[]>();
  const rows = table("attempt").value.filter((row) => row.enrolment === enrolment);
  for (const row of rows.sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1))) {
    found.set(row.quiz, [...(found.get(row.quiz) ?? []), row]);
  }
  return found;
}

/** In the order in which they are to be taken. Reads signals: a component that calls it follows every change. */
export function shelf(): Course[] {
  const rows = [...table("course").value].sort((a, b) => a.position - b.position);
  const open = ownEnrolments().filter((one) => !isGone(one));
  return open.flatMap((enrolment) => {
    const known = { enrolment, done: doneIn(enrolment.id), attempts: attemptsIn(enrolment.id) };
    return rows
      .filter(({ cohort }) => cohort === enrolment.cohort)
      .map((row) => {
        const found = edition(row.bundles);
        const outline = found && "modules" in found ? found : found === undefined ? undefined : null;
        const lessons = outline ? lessonsOf(outline) : [];
        return {
          row,
          outline,
          lessons,
          quizzes: outline ? quizzesOf(outline) : [],
          ...known,
        };
      });
  });
}

/** The lessons and quizzes of one module; asked for when first looked at. */
export function partOf({ row }: Course, module: string): Text<Part> {
  const ref = row.parts.find((part) => part.module === module);
  const found = ref ? edition(ref.bundles) : null;
  return found && "modules" in found ? null : found;
}

/** Null while it cannot be told: which lessons belong to the course is written in its outline. */
export const doneOf = ({ outline, lessons, done }: Course): number | null =>
  outline ? countDone(lessons, done) : null;

export const stepOf = ({ outline, done, attempts }: Course): Step | undefined =>
  outline ? nextStep(outline, done, attempts) : undefined;

export const courseOf = (id: string): Course | undefined => shelf().find(({ row }) => row.course === id);

export const coursePath = ({ row }: Course): string => `/learn/${row.course}`;
export const lessonPath = (course: Course, { id }: { id: string }): string => `${coursePath(course)}/${id}`;
export const quizPath = (course: Course, { id }: { id: string }): string =>
  `${coursePath(course)}/quiz/${id}`;
export const stepPath = (course: Course, { lesson, quiz }: Step): string =>
  lesson ? lessonPath(course, lesson) : quizPath(course, quiz);
