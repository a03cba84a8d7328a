/** What is done and what is left of a course: pure, from the lessons of its release and the person's completions. */
import type { Bundle } from "../../store";

export type Lesson = Bundle["modules"][number]["lessons"][number] & {
  /** 1 for the first lesson of the course. */
  number: number;
  module: string;
};

/** Whatever can say whether a lesson is done: a set of ids, or the rows by lesson. */
export interface Done {
  has(lesson: string): boolean;
}

export const lessonsOf = (bundle: Bundle): Lesson[] =>
  bundle.modules
    .flatMap(({ id, lessons }) => lessons.map((lesson) => ({ ...lesson, module: id })))
    .map((lesson, i) => ({ ...lesson, number: i + 1 }));

/** Completions of lessons that a newer release no longer holds count for nothing here. */
export const countDone = (lessons: readonly { id: string }[], done: Done): number =>
  lessons.filter(({ id }) => done.has(id)).length;

export const nextLesson = (lessons: readonly Lesson[], done: Done): Lesson | undefined =>
  lessons.find(({ id }) => !done.has(id));

/** The lesson to go to from `current`: the first after it that is not done, else the first that was passed over. */
export function following(lessons: readonly Lesson[], done: Done, current: string): Lesson | undefined {
  const at = lessons.findIndex(({ id }) => id === current);
  const open = (lesson: Lesson) => lesson.id !== current && !done.has(lesson.id);
  return lessons.slice(at + 1).find(open) ?? lessons.find(open);
}

export const minutesLeft = (lessons: readonly Lesson[], done: Done): number =>
  lessons.filter(({ id }) => !done.has(id)).reduce((sum, { minutes }) => sum + minutes, 0);
