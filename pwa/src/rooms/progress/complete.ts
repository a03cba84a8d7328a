/** The student's act: this lesson is done. */
import { act } from "../../store";
import type { Course } from "../courses/shelf";
import type { Lesson } from "./progress";

/** Resolves when it is saved on the phone; rejects with a StoreError when it could not be. */
export function completeLesson({ row, enrolment, bundle }: Course, lesson: Lesson): Promise<string> {
  const release = bundle?.release ?? row.release;
  const body = { enrolment: enrolment.id, lesson: lesson.id, release };
  return act("progress.complete_lesson", body, { label: lesson.title });
}
