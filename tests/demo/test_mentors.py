"""The town's mentors came by invitation; all but one were checked, and each manufactory cohort has one."""

from datetime import date, timedelta

from backend.app import build_app
from backend.core.door import Door
from backend.people.queries import school_mentor_rows
from backend.people.schemas import SchoolMentorRow
from tests.demo.start import ANCHOR, count, file, rows
from tests.demo.test_accounts import listed, sign_in


async def known(door: Door) -> dict[str, SchoolMentorRow]:
    """What schools know of their mentors, by family name."""
    ids = [row["id"] for row in await rows(door, "SELECT id FROM school_mentor")]
    async with door.database.read() as db:
        return {row["name"].split()[0]: row for row in (await school_mentor_rows(db, ids)).values()}


async def test_it_works(town_door: Door) -> None:
    found, named = await known(town_door), file("town.yaml")["mentors"]
    assert set(found) == {one["name"]["last"] for one in named}
    for one in named:
        check = found[one["name"]["last"]]
        day: date | None = one["screening"]["background_check"]
        assert check["outcome"] == ("cleared" if one["screening"]["status"] == "cleared" else None)
        assert check["checked_on"] == (day.isoformat() if day else None)
        assert check["expires_on"] == ((day + timedelta(days=365)).isoformat() if day else None)


async def test_one_waits_for_the_check(town_door: Door) -> None:
    (waiting,) = [row for row in (await known(town_door)).values() if row["outcome"] is None]
    assert waiting["name"] == "Юзьків Ірина"
    assert await count(town_door, "cohort_mentor WHERE person = '" + waiting["person"] + "'") == 0


async def test_each_manufactory_cohort_has_one_mentor(town_door: Door) -> None:
    found = await rows(
        town_door,
        "SELECT p.family, c.name, r.until FROM cohort_mentor m JOIN person p ON p.id = m.person "
        "JOIN cohort c ON c.id = m.cohort JOIN role r ON r.source = m.id ORDER BY p.sort_key",
    )
    assert [row["family"] for row in found] == ["Гриценко", "Ільницька", "Хоменко"]
    assert all(str(row["until"])[:10] > (ANCHOR + timedelta(days=180)).isoformat() for row in found)
    assert len({row["name"] for row in found}) == 3


async def test_no_invitation_is_left_over(town_door: Door) -> None:
    further = [school for one in file("staff.yaml")["mentors"].values() for school in one.get("also", [])]
    assert await count(town_door, "invitation") == len(file("town.yaml")["mentors"]) + len(further)
    assert await count(town_door, "invitation WHERE used_at IS NULL") == 0


async def test_a_mentor_signs_in_and_has_the_role(town_door: Door) -> None:
    app = build_app(town_door)
    (oksana,) = [one for one in listed(town_door) if one["name"] == "Гриценко Оксана"]
    assert oksana["role"] == "mentor"
    http = await sign_in(app, oksana)
    answer = await http.post("/api/people/sign-in", json={"login": oksana["login"], "password": oksana["password"]})
    roles = answer.json()["person"]["roles"]
    assert sorted((role["kind"], role["place_kind"]) for role in roles) == [
        ("mentor", "cohort"),
        ("mentor", "manufactory"),
    ]


async def test_the_mentors_logged_their_own_meetings(town_door: Door) -> None:
    sql = "SELECT DISTINCT p.family FROM session s JOIN person p ON p.id = s.person WHERE s.manufactory IS NULL"
    found = await rows(town_door, sql)
    assert {row["family"] for row in found} == {"Гриценко", "Хоменко", "Ільницька"}
