"""Completions and attempts as phones hold them."""

import msgspec

from backend.core.clock import wire
from backend.core.database import Reader, Row
from backend.core.work import Work
from backend.courses.schemas import QuizKey
from backend.progress.schemas import AttemptRow, CompletionRow, Explanation

COMPLETIONS = "SELECT id, enrolment, lesson, release, happened_at, flag FROM completion WHERE id = ANY($1)"


async def completion_rows(db: Reader, ids: list[str]) -> dict[str, CompletionRow]:
    """Completions, for the learner and their mentors."""
    return {
        row["id"]: {
            "enrolment": row["enrolment"],
            "lesson": row["lesson"],
            "release": row["release"],
            "at": wire(row["happened_at"]),
            "flag": row["flag"],
        }
        for row in await db.rows(COMPLETIONS, ids)
    }


COUNTED = """
SELECT a.id, q.attempts FROM attempt a JOIN release_quiz q ON q.release = a.release AND q.quiz = a.quiz
WHERE a.enrolment = $1 AND a.quiz = $2 AND (a.flag IS NULL OR a.flag <> 'extra')
"""
NOW = "SELECT q.attempts FROM course c JOIN release_quiz q ON q.release = c.release WHERE c.id = $1 AND q.quiz = $2"


async def counting(work: Work, enrolment: str, quiz: QuizKey, course: str) -> tuple[list[str], int]:
    """The attempts at a quiz that count so far, and how many may: by this release or the current one, if that allows
    more; and none any more once a used-up attempt of another release shows what was right."""
    await work.rows("UPDATE enrolment SET status = status WHERE id = $1", enrolment)  # another process waits its turn
    counted = await work.rows(COUNTED, enrolment, quiz.quiz)
    now = max((row["attempts"] for row in await work.rows(NOW, course, quiz.quiz)), default=0)
    told = any(len(counted) >= max(row["attempts"], now) for row in counted)
    return [row["id"] for row in counted], len(counted) if told else max(quiz.attempts, now)


ATTEMPTS = """
SELECT a.id, a.enrolment, a.quiz, a.release, a.answers, a.score, a.passed, a.results, a.started_at, a.happened_at,
       a.flag, q.id AS key, q.graded, q.attempts, n.attempts AS now,
       (SELECT count(*) FROM attempt o WHERE o.enrolment = a.enrolment AND o.quiz = a.quiz
           AND (o.flag IS NULL OR o.flag <> 'extra')) AS counted
FROM attempt a JOIN release_quiz q ON q.release = a.release AND q.quiz = a.quiz
JOIN release r ON r.id = a.release JOIN course c ON c.id = r.course
LEFT JOIN release_quiz n ON n.release = c.release AND n.quiz = a.quiz WHERE a.id = ANY($1)
"""
EXPLANATIONS = "SELECT id, explanations FROM release_quiz WHERE id = ANY($1)"


async def attempt_rows(db: Reader, ids: list[str]) -> dict[str, AttemptRow]:
    """Attempts, for the learner and their mentors."""
    found = await db.rows(ATTEMPTS, ids)
    told = list({row["key"] for row in found if row["graded"] and _used_up(row)})
    explanations: dict[str, list[Explanation]] = {}
    for row in await db.rows(EXPLANATIONS, told) if told else []:
        texts = msgspec.json.decode(row["explanations"])
        explanations[row["id"]] = [{"question": question, "text": text} for question, text in texts.items()]
    return {row["id"]: _attempt(row, explanations.get(row["key"]) if _used_up(row) else None) for row in found}


def _used_up(row: Row) -> bool:
    """Whether no attempt that counts is left, so that the answers may be told."""
    return row["counted"] >= max(row["attempts"], row["now"] or 0)


def _attempt(row: Row, explanations: list[Explanation] | None) -> AttemptRow:
    return {
        "enrolment": row["enrolment"],
        "quiz": row["quiz"],
        "release": row["release"],
        "answers": msgspec.json.decode(row["answers"]),
        "score": row["score"],
        "passed": bool(row["passed"]),
        "graded": bool(row["graded"]),
        "results": None if row["graded"] and not _used_up(row) else msgspec.json.decode(row["results"]),
        "explanations": explanations,
        "started_at": wire(row["started_at"]),
        "at": wire(row["happened_at"]),
        "flag": row["flag"],
    }
