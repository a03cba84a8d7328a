"""What a group's phones hold of somebody who closed the account: what they led and told stays, without the name."""

from backend.core.work import Work
from backend.manufactories.actions import manufactory_scope, team_staff_scope
from backend.people.close_account import AccountClosed
from backend.programmes.actions import cohort_scope, staff_scope


async def follow_closing(work: Work, event: AccountClosed) -> None:
    """Phones that show who planned, told, led or marked learn that there is no name any more."""
    for row in await work.rows("SELECT id, cohort FROM plan WHERE person = $1", event.person):
        work.touch(cohort_scope(row["cohort"]), "plan", row["id"])
    told = "SELECT id, cohort FROM announcement WHERE person = $1 AND retracted_at IS NULL"
    for row in await work.rows(told, event.person):
        work.touch(cohort_scope(row["cohort"]), "announcement", row["id"])
    for row in await work.rows("SELECT id, cohort, manufactory FROM session WHERE person = $1", event.person):
        work.touch(_staff(row["cohort"], row["manufactory"]), "session", row["id"])
        if row["manufactory"]:
            work.touch(manufactory_scope(row["manufactory"]), "team_session", row["id"])
    for row in await work.rows("SELECT id, cohort, manufactory FROM mark WHERE person = $1", event.person):
        work.touch(_staff(row["cohort"], row["manufactory"]), "mark", row["id"])


def _staff(cohort: str, manufactory: str | None) -> str:
    return team_staff_scope(manufactory) if manufactory else staff_scope(cohort)
