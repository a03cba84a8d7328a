/** What a release of a course brings to the phone: its outline, its modules, their quizzes, and answers to these. */

export type Text = { uk: string; en: string };
export type Language = keyof Text;
export type BundleRef = { hash: string; size: number };
/**
 * As given: single - an option's place; multiple - places; truefalse - a boolean; numeric, short - what was typed;
 * matching - for each left side the place of its right side, -1 for none. null: not answered.
 */
export type Answer = boolean | number | string | number[] | null;
/** By question. */
export type Answers = Record<string, Answer>;

export type QuestionKind = "single" | "multiple" | "truefalse" | "numeric" | "short" | "matching";
/** What is right, by the kind of question; only of quizzes that the phone marks by itself. */
export interface Key {
  options?: number[];
  truth?: boolean;
  number?: string;
  tolerance?: string;
  accepted?: string[];
  pairs?: number[];
}
export interface Question {
  id: string;
  kind: QuestionKind;
  text: string;
  options: string[];
  rights: string[];
  key: Key | null;
  feedback: string | null;
}
export interface Quiz {
  id: string;
  title: string;
  graded: boolean;
  attempts: number;
  pass_percent: number;
  questions: Question[];
}
/** The lessons and quizzes of one module. */
export interface Part {
  course: string;
  release: string;
  module: string;
  language: Language;
  lessons: {
    id: string;
    title: string;
    minutes: number;
    summary: string;
    html: string;
    terms: { term: string; definition: string }[];
  }[];
  quizzes: Quiz[];
}
/** What a course says of itself before its modules are on the phone. */
export interface Outline {
  course: string;
  release: string;
  language: Language;
  title: string;
  summary: string;
  hours: number;
  /** Which attempt at a quiz counts. */
  counts: "best" | "last";
  modules: {
    id: string;
    title: string;
    lessons: { id: string; title: string; minutes: number; summary: string }[];
    quizzes: {
      id: string;
      title: string;
      graded: boolean;
      attempts: number;
      pass_percent: number;
      questions: number;
    }[];
  }[];
}

/** What a course row names by its hash. */
export type Bundle = Outline | Part;
