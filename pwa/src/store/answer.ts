/** Is this an answer of our server? Whatever is not of the agreed shape counts as none. */

import type { Fix, Hints, Problem, Pull, SyncAnswer, Verdict, WireRow } from "./wire";

/** Every field that is looked at, none of them believed. */
type Loose = Partial<
  Record<keyof SyncAnswer | keyof Pull | keyof WireRow | keyof Hints | "id" | "status", unknown>
> & {
  code?: unknown;
  message?: unknown;
  detail?: unknown;
  title?: unknown;
  fix?: unknown;
};

const isRecord = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isCount = (value: unknown): value is number => Number.isFinite(value) && Number(value) >= 0;

const isRow = (row: unknown): row is WireRow =>
  isRecord(row) && isText(row.s) && isText(row.e) && isText(row.id) && (row.d === null || isRecord(row.d));

const isPull = (pull: unknown): pull is Pull =>
  isRecord(pull) &&
  isText(pull.cursor) &&
  typeof pull.more === "boolean" &&
  isTexts(pull.drop) &&
  isTexts(pull.reset) &&
  Array.isArray(pull.rows) &&
  pull.rows.every(isRow);

const isHints = (hints: unknown): hints is Hints =>
  isRecord(hints) && isCount(hints.next_min_s) && isCount(hints.spread_s) && isCount(hints.max_ops);

const isVerdict = (verdict: unknown): verdict is Verdict =>
  isRecord(verdict) &&
  isText(verdict.id) &&
  (verdict.status === "applied" ||
    ((verdict.status === "rejected" || verdict.status === "retry") &&
      isText(verdict.code) &&
      isText(verdict.message)));

export function readAnswer(body: unknown): SyncAnswer | null {
  const isAnswer = (answer: unknown): answer is SyncAnswer =>
    isRecord(answer) &&
    isText(answer.epoch) &&
    isText(answer.now) &&
    Number.isFinite(Date.parse(answer.now)) &&
    Array.isArray(answer.verdicts) &&
    answer.verdicts.every(isVerdict) &&
    (answer.pull === null || isPull(answer.pull)) &&
    (answer.missing === undefined || isTexts(answer.missing)) &&
    isHints(answer.hints);
  return isAnswer(body) ? body : null;
}

export function readProblem(body: unknown): Problem | null {
  if (!isRecord(body) || !isText(body.code)) return null;
  const detail = body.detail ?? body.title;
  return {
    code: body.code,
    detail: isText(detail) ? detail : "",
    fix: isText(body.fix) ? (body.fix as Fix) : "none",
  };
}
