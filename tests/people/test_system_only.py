"""What only the command line and jobs may do is refused to everyone who signs in."""

from typing import Any

import pytest

from backend.core.door import Door
from backend.core.errors import Problem
from backend.courses.actions import publish_release, write_course
from backend.courses.release import edition
from backend.people.actions import add_institution, add_person, appoint_coordinator
from backend.people.schemas import NewInstitution, NewPerson
from backend.programmes.actions import add_programme, appoint_manager
from backend.programmes.schemas import NewProgramme
from tests.cast import Cast, actor, course_text

TEXTS = {"uk": "…", "en": "…"}


def acts(cast: Cast) -> dict[Any, tuple[Any, ...]]:
    text = course_text(cast, "Changed.")
    return {
        add_institution: (NewInstitution("college", TEXTS, TEXTS),),
        add_person: (NewPerson("new", "Нова", "Людина"),),
        appoint_coordinator: (cast.people["sofiia"], cast.schools["ratusha"]),
        add_programme: (NewProgramme(TEXTS, TEXTS),),
        appoint_manager: (cast.people["olena"], cast.programme),
        write_course: (text,),
        publish_release: (edition(text),),
    }


@pytest.mark.parametrize("name", ["solomiia", "olena", "sofiia"])
async def test_it_works(door: Door, cast: Cast, name: str) -> None:
    person = await actor(door, cast.people[name])
    for action, body in acts(cast).items():
        with pytest.raises(Problem, match="not_found"):
            await door.writer.perform(action, person, *body)


async def test_a_refused_act_leaves_no_line(door: Door, cast: Cast) -> None:
    person = await actor(door, cast.people["sofiia"])
    async with door.database.read() as db:
        before = await db.rows("SELECT count(*) AS n FROM audit_line")
    for action, body in acts(cast).items():
        with pytest.raises(Problem):
            await door.writer.perform(action, person, *body)
    async with door.database.read() as db:
        assert await db.rows("SELECT count(*) AS n FROM audit_line") == before
