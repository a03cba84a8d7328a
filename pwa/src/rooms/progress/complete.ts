/** The student's acts: this lesson is done, this attempt is finished. */
import { act } from "../../store";
import type { Course } from "../courses/shelf";
import type { Lesson } from "./progress";
import type { Begun } from "./taking";

/** Where a lesson was left, kept until it is done. */
export const readingKey = (enrolment: string, lesson: string): string => `reading ${enrolment} ${lesson}`;
/** The answers given so far, kept until they are handed in. */
export const quizKey = (enrolment: string, quiz: string): string => `quiz ${enrolment} ${quiz}`;

/** Resolves when it is saved on the phone; rejects with a StoreError when it could not be. */
export function completeLesson({ row, enrolment, outline }: Course, { id, title }: Lesson): Promise<string> {
  const release = outline?.release ?? row.release;
  const body = { enrolment: enrolment.id, lesson: id, release };
  return act("progress.complete_lesson", body, { label: title, draft: readingKey(enrolment.id, id) });
}

/** Hands in what was answered, and ends its draft with the same write; resolves and rejects likewise. */
export function submitQuiz(
  { enrolment }: Course,
  quiz: string,
  title: string,
  { release, started_at, answers }: Begun,
): Promise<string> {
  const body = { enrolment: enrolment.id, quiz, release, started_at, answers };
  return act("progress.submit_quiz", body, { label: title, draft: quizKey(enrolment.id, quiz) });
}
