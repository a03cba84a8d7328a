/** What is done and what is left of a course: pure, from its outline and what the person has done. */
import type { Outline } from "../../store";
import { type Known, nextOf } from "../../store/next";

type Module = Outline["modules"][number];
export type Lesson = Module["lessons"][number] & {
  /** 1 for the first lesson of the course. */
  number: number;
  module: string;
};
export type QuizPlace = Module["quizzes"][number] & { module: string };
/** One move on the way through a course. */
export type Step = { lesson: Lesson; quiz?: never } | { quiz: QuizPlace; lesson?: never };
/** Whatever can say whether a lesson is done: a set of ids, or the rows by lesson. */
export type Done = Known;

export const lessonsOf = (outline: Outline): Lesson[] =>
  outline.modules
    .flatMap(({ id, lessons }) => lessons.map((lesson) => ({ ...lesson, module: id })))
    .map((lesson, i) => ({ ...lesson, number: i + 1 }));

export const quizzesOf = (outline: Outline): QuizPlace[] =>
  outline.modules.flatMap(({ id, quizzes }) => quizzes.map((quiz) => ({ ...quiz, module: id })));

/** Completions of lessons that a newer release no longer holds count for nothing here. */
export const countDone = (lessons: readonly { id: string }[], done: Done): number =>
  lessons.filter(({ id }) => done.has(id)).length;

/** The next lesson, or the quiz of the module that was just finished. */
export function nextStep(outline: Outline, done: Done, tried: Known): Step | undefined {
  const next = nextOf(outline.modules, done, tried);
  if (!next) return undefined;
  if ("quiz" in next) return { quiz: { ...next.quiz, module: next.module.id } };
  const lesson = lessonsOf(outline).find(({ id }) => id === next.lesson.id);
  return lesson && { lesson };
}

/** Where to go on from a lesson that is done: the quiz that its module ends with, the lesson after it, what was passed over. */
export function following(outline: Outline, done: Done, tried: Known, current: string): Step | undefined {
  const module = outline.modules.find(({ lessons }) => lessons.some(({ id }) => id === current));
  if (module?.lessons.every(({ id }) => id === current || done.has(id))) {
    const quiz = module.quizzes.find(({ id }) => !tried.has(id));
    if (quiz) return { quiz: { ...quiz, module: module.id } };
  }
  const lesson = lessonAfter(lessonsOf(outline), done, current);
  if (lesson) return { lesson };
  return nextStep(outline, { has: (id) => id === current || done.has(id) }, tried);
}

/** The first lesson after `current` that is not done, else the first that was passed over. */
function lessonAfter(lessons: readonly Lesson[], done: Done, current: string): Lesson | undefined {
  const at = lessons.findIndex(({ id }) => id === current);
  const open = (lesson: Lesson) => lesson.id !== current && !done.has(lesson.id);
  return lessons.slice(at + 1).find(open) ?? lessons.find(open);
}

export const minutesLeft = (lessons: readonly Lesson[], done: Done): number =>
  lessons.filter(({ id }) => !done.has(id)).reduce((sum, { minutes }) => sum + minutes, 0);

export const nextLesson = (lessons: readonly Lesson[], done: Done): Lesson | undefined =>
  lessons.find(({ id }) => !done.has(id));
