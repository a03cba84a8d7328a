import asyncio
from typing import Any

import pytest

from backend.core.door import Door
from backend.core.ids import new_id, pair_id
from tests.cast import Cast
from tests.manufactories.workshop import New, act, do, posts
from tests.mentoring.meetings import held, refused
from tests.phone import Phone
from tests.sync.crowd import signed_in
from tests.sync.peek import count, peek


async def test_it_works(olena: Phone, solomiia: Phone, team: str, cast: Cast) -> None:
    mine = {"enrolment": cast.enrolment("solomiia")}
    assert await do(olena, "give_posts", team, **mine, posts=["finance", "quality"]) == {}
    row = (await held(solomiia, "member"))[pair_id(team, mine["enrolment"])]
    assert posts(row, now=True) == ["finance", "quality"]
    assert posts(row) == ["finance", "lead", "quality"]


async def test_what_was_held_before_stays_to_be_seen(olena: Phone, solomiia: Phone, team: str, cast: Cast) -> None:
    mine = {"enrolment": cast.enrolment("solomiia")}
    for given in (["finance"], ["finance", "lead"], [], ["lead"]):
        await do(olena, "give_posts", team, **mine, posts=given)
    row = (await held(solomiia, "member"))[pair_id(team, mine["enrolment"])]
    assert posts(row) == ["finance", "lead", "lead", "lead"]
    assert posts(row, now=True) == ["lead"]
    assert all(post["since"] <= post["until"] for post in row["posts"] if post["until"])


async def test_the_same_again_changes_nothing(olena: Phone, team: str, door: Door, cast: Cast) -> None:
    sql = "SELECT id, kind, since, until FROM post ORDER BY id"
    before = await peek(door.database, sql)
    await do(olena, "give_posts", team, enrolment=cast.enrolment("solomiia"), posts=["finance", "lead"])
    assert await peek(door.database, sql) == before


async def test_several_hold_one_post(roman: Phone, team: str, door: Door, cast: Cast) -> None:
    await do(roman, "give_posts", team, enrolment=cast.enrolment("ostap"), posts=["lead"])
    assert await count(door.database, "post", "kind = 'lead' AND until IS NULL") == 2


async def test_two_who_give_at_once_open_none_twice(
    olena: Phone, team: str, elsewhere: New, door: Door, cast: Cast
) -> None:
    other = await signed_in(door, elsewhere, olena.person)
    given: dict[str, Any] = {"enrolment": cast.enrolment("ostap"), "posts": ["safety", "people"]}
    for _ in range(6):
        await asyncio.gather(do(olena, "give_posts", team, **given), do(other, "give_posts", team, **given))
        assert await count(door.database, "post", "kind IN ('safety', 'people') AND until IS NULL") == 2
        await do(olena, "give_posts", team, **(given | {"posts": []}))


async def test_who_left_holds_none(olena: Phone, team: str, cast: Cast) -> None:
    await do(olena, "end_member", team, enrolment=cast.enrolment("ostap"))
    wish = act(olena, "give_posts", team, enrolment=cast.enrolment("ostap"), posts=["lead"])
    assert await refused(olena, wish) == ["member_left"]


async def test_nor_who_was_never_in_it(olena: Phone, team: str, cast: Cast) -> None:
    wishes = [act(olena, "give_posts", team, enrolment=one, posts=[]) for one in (cast.enrolment("zoriana"), new_id())]
    assert await refused(olena, *wishes) == ["not_found", "not_found"]


async def test_a_stranger_gives_none(strangers: list[Phone], team: str, cast: Cast, door: Door) -> None:
    for one in strangers:
        body = {"enrolment": cast.enrolment("ostap"), "posts": ["lead"]}
        wishes = [act(one, "give_posts", place, **body) for place in (team, new_id())]
        assert await refused(one, *wishes) == ["not_found", "not_found"]
    assert await count(door.database, "post") == 3


async def test_nor_does_a_member(solomiia: Phone, team: str, cast: Cast) -> None:
    wish = act(solomiia, "give_posts", team, enrolment=cast.enrolment("solomiia"), posts=["lead"])
    assert await refused(solomiia, wish) == ["not_found"]


@pytest.mark.parametrize("named", [["lead", "lead"], ["boss"], None, "lead"])
async def test_no_shape_breaks_it(olena: Phone, team: str, cast: Cast, named: Any) -> None:
    wish = act(olena, "give_posts", team, enrolment=cast.enrolment("ostap"), posts=named)
    assert await refused(olena, wish) == ["malformed"]
