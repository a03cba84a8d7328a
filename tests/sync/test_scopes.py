"""Who holds what: compared with an oracle that asks the database in its own way."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backend.core.door import Door
from backend.programmes import actions as programmes
from backend.programmes.schemas import NewCohort
from tests.cast import Cast, actor
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import peek

New = Callable[..., Phone]

ORACLE = """
SELECT 'person:' || CAST(id AS text) AS scope FROM person WHERE id = $1
UNION SELECT 'enrolment:' || CAST(id AS text) FROM enrolment WHERE person = $1
UNION SELECT 'cohort:' || CAST(cohort AS text) FROM enrolment WHERE person = $1 AND status IN ('accepted', 'active')
UNION SELECT 'institution:' || CAST(place AS text) FROM role WHERE person = $1 AND kind = 'coordinator'
UNION SELECT k.kind || CAST(c.id AS text) FROM cohort c JOIN role r ON r.place = c.institution
    JOIN (SELECT 'cohort:' AS kind UNION SELECT 'staff:') AS k ON r.kind = 'coordinator' WHERE r.person = $1
"""
CAST = ["solomiia", "ostap", "olena", "maksym", "vasyl", "zoriana", "sofiia"]


async def test_everybody_holds_what_the_oracle_says_and_nothing_else(phone: New, cast: Cast, door: Door) -> None:
    for name in CAST:
        who = await signed_in(door, phone, cast.people[name])
        await who.pull()
        oracle = {row["scope"] for row in await peek(door.database, ORACLE, who.person)}
        assert {scope for scope, _, _ in who.rows} == oracle, name
        changes = await peek(door.database, "SELECT scope, entity, row FROM change WHERE scope = ANY($1)", [*oracle])
        assert set(who.rows) == {(row["scope"], row["entity"], row["row"]) for row in changes}, name


async def test_the_oracle_knows_the_cast(cast: Cast, door: Door) -> None:
    sizes = {name: len(await peek(door.database, ORACLE, cast.people[name])) for name in CAST}
    learner, coordinator = 3, 4
    assert sizes == dict.fromkeys(CAST, learner) | {"olena": coordinator, "vasyl": coordinator, "sofiia": 1}


def everything(rows: dict[tuple[str, str, str], Any]) -> str:
    """All that a phone holds, as one text to search in."""
    return str(rows)


async def test_strangers_see_nothing_of_a_learner(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0))
    secrets = {verdict["data"]["completion"], cast.enrolment("solomiia"), cast.people["solomiia"], "solomiia-family"}
    for name in ("ostap", "maksym", "vasyl", "zoriana", "sofiia"):
        stranger = await signed_in(door, phone, cast.people[name])
        await stranger.pull()
        assert not [secret for secret in secrets if secret in everything(stranger.rows)], name


async def test_a_coordinator_sees_names_and_not_what_each_did(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await signed_in(door, phone, cast.people["solomiia"])
    (verdict,) = await solomiia.verdicts(solomiia.lesson(0))
    olena = await signed_in(door, phone, cast.people["olena"])
    await olena.pull()
    assert cast.enrolment("zoriana") in olena.held("roster")
    assert verdict["data"]["completion"] not in everything(olena.rows)
    assert cast.cohorts["sykhiv"] not in everything(olena.rows)


@pytest.mark.usefixtures("limited")
class TestPastTheLimit:
    """Past the limit of scopes the most needed are served."""

    @pytest.fixture
    def given(self) -> dict[str, Any]:
        return {"sync_scopes": 4}

    @pytest.fixture
    async def limited(self, door: Door, cast: Cast) -> None:
        sofiia = await actor(door, cast.people["sofiia"])
        text = {"uk": "пізніша", "en": "later"}
        for month in (10, 11):
            plan = NewCohort(
                cast.programme, cast.schools["ratusha"], text, date(2026, month, 1), date(2027, 6, 1), 1, []
            )
            await door.writer.perform(programmes.open_cohort, sofiia, plan)

    async def test_a_coordinator_keeps_the_own_account_the_school_and_the_latest_cohorts(
        self, phone: New, cast: Cast, door: Door
    ) -> None:
        olena = await signed_in(door, phone, cast.people["olena"])
        await olena.pull()
        latest = await peek(door.database, "SELECT id FROM cohort ORDER BY starts DESC LIMIT 2")
        assert {scope for scope, _, _ in olena.rows} <= {
            f"person:{olena.person}",
            f"institution:{cast.schools['ratusha']}",
            *(f"cohort:{row['id']}" for row in latest),
        }
        assert len(olena.held("school_cohort")) == 3
        assert set(olena.held("cohort")) == {row["id"] for row in latest}
        assert olena.held("roster") == {}

    async def test_a_learner_keeps_everything_of_the_own_way(self, phone: New, cast: Cast, door: Door) -> None:
        solomiia = await signed_in(door, phone, cast.people["solomiia"])
        await solomiia.pull()
        assert set(solomiia.held("enrolment")) == {cast.enrolment("solomiia")}
        assert set(solomiia.held("cohort")) == {cast.cohorts["ratusha"]}
