"""Completions as phones hold them."""

from backend.core.clock import wire
from backend.core.database import Reader
from backend.progress.schemas import CompletionRow

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
