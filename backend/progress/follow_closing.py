"""What is left of the learning of somebody who closed the account: that and how well, not what they typed."""

from backend.core.work import Work
from backend.people.close_account import AccountClosed
from backend.programmes.actions import enrolment_scope
from backend.progress.tables import Attempt

TYPED = """
SELECT a.id, a.enrolment FROM attempt a JOIN enrolment e ON e.id = a.enrolment WHERE e.person = $1
"""


async def follow_closing(work: Work, event: AccountClosed) -> None:
    """Answers may say anything of who gave them, so they go; each attempt stays with its marks."""
    for row in await work.rows(TYPED, event.person):
        work.change(Attempt, row["id"], answers={})
        work.touch(enrolment_scope(row["enrolment"]), "attempt", row["id"])
