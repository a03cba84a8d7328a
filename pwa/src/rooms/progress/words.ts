/** Progress said in words. */
import { gettext, ngettext } from "../../i18n";
import { duration } from "../../parts/time";
import { countDone, type Done, type Lesson, minutesLeft, type QuizPlace, type Step } from "./progress";

/** "7 lessons left, about 5 h" */
export function whatIsLeft(lessons: readonly Lesson[], done: Done): string {
  const left = lessons.length - countDone(lessons, done);
  if (left === 0) return gettext("All lessons are done");
  const time = duration(minutesLeft(lessons, done));
  return ngettext("%(num)s lesson left, about %(time)s", "%(num)s lessons left, about %(time)s", left, {
    time,
  });
}

/** "Lesson 6 of 12" */
export const whichLesson = (lesson: Lesson, total: number): string =>
  gettext("Lesson %(n)s of %(total)s", { n: lesson.number, total });

/** The main button that leads there. */
export const whatNext = ({ lesson, quiz }: Step): string =>
  lesson
    ? gettext("Lesson %(n)s: %(title)s", { n: lesson.number, title: lesson.title })
    : gettext("Quiz: %(title)s", { title: quiz.title });

/** "Practice · 6 questions" */
export const whatQuiz = ({ graded, questions }: Pick<QuizPlace, "graded" | "questions">): string =>
  `${graded ? gettext("Graded") : gettext("Practice")} · ${ngettext("%(num)s question", "%(num)s questions", questions)}`;
