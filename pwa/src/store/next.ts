/** What comes next in a course: pure, from its outline and what the person has done. */
import type { Outline } from "./wire";

export type Module = Outline["modules"][number];
/** Whatever can say whether a lesson is done or a quiz was tried: a set of ids, or rows by id. */
export interface Known {
  has(id: string): boolean;
}
export type Next =
  | { module: Module; lesson: Module["lessons"][number] }
  | { module: Module; quiz: Module["quizzes"][number] };

/**
 * The first lesson that is not done; before it, the quizzes of a module that was just finished. Who goes on without
 * them is asked again at the end.
 */
export function nextOf(modules: readonly Module[], done: Known, tried: Known): Next | undefined {
  const last = modules.reduce((at, { lessons }, i) => (lessons.some(({ id }) => done.has(id)) ? i : at), 0);
  const quizOf = (module: Module): Next | undefined => {
    const quiz = module.quizzes.find(({ id }) => !tried.has(id));
    return quiz && { module, quiz };
  };
  for (const [i, module] of modules.entries()) {
    const lesson = module.lessons.find(({ id }) => !done.has(id));
    if (lesson) return { module, lesson };
    const quiz = i >= last ? quizOf(module) : undefined;
    if (quiz) return quiz;
  }
  return modules.map(quizOf).find(Boolean);
}
