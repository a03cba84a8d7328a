import hashlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend.core.door import Door
from backend.courses.actions import publish_release
from backend.courses.release import edition
from tests.cast import SYSTEM, Cast, course_text
from tests.phone import Phone
from tests.quizzes import GRADED, PRACTICE

New = Callable[..., Phone]
NONSENSE = "0" * 64


async def fetch(phone: Phone, hash_: str, **headers: str) -> httpx.Response:
    return await phone.http.get(f"/api/courses/bundles/{hash_}", headers=headers)


def hash_of(cast: Cast, language: str = "uk") -> str:
    """The outline's."""
    (found,) = [b.hash for b in edition(course_text(cast)).bundles if (b.language, b.module) == (language, None)]
    return found


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_it_works(phone: New, cast: Cast, language: str) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    (course,) = solomiia.held("course").values()
    answer = await fetch(solomiia, course["bundles"][language]["hash"])
    outline: dict[str, Any] = answer.json()
    assert answer.status_code == 200
    assert (outline["language"], outline["release"], outline["course"]) == (language, cast.release, cast.course)
    assert [lesson["id"] for module in outline["modules"] for lesson in module["lessons"]] == cast.lessons
    assert [[quiz["id"] for quiz in module["quizzes"]] for module in outline["modules"]] == [[PRACTICE], [GRADED]]
    assert [part["module"] for part in course["parts"]] == [module["id"] for module in outline["modules"]]
    parts = [(await fetch(solomiia, part["bundles"][language]["hash"])).json() for part in course["parts"]]
    assert [lesson["id"] for part in parts for lesson in part["lessons"]] == cast.lessons
    assert parts[0]["lessons"][0]["html"] == "<h3>Heading</h3>\n<p>A <em>lesson</em>.</p>"
    for part, module in zip(parts, outline["modules"], strict=True):
        assert (part["language"], part["release"], part["course"]) == (language, cast.release, cast.course)
        assert part["module"] == module["id"]
        assert [quiz["id"] for quiz in part["quizzes"]] == [quiz["id"] for quiz in module["quizzes"]]


@pytest.mark.parametrize("name", ["maksym", "vasyl"])
async def test_to_a_stranger_no_module_is_there_either(phone: New, cast: Cast, name: str) -> None:
    stranger = await phone().sign_in(name)
    for bundle in edition(course_text(cast)).bundles:
        assert (await fetch(stranger, bundle.hash)).status_code == 404


async def test_it_is_named_by_its_content(phone: New, cast: Cast) -> None:
    answer = await fetch(await phone().sign_in("solomiia"), hash_of(cast))
    assert hashlib.sha256(answer.content).hexdigest() == hash_of(cast)


@pytest.mark.parametrize("name", ["solomiia", "zoriana", "olena", "sofiia"])
async def test_who_sees_the_cohort_reads_it(phone: New, cast: Cast, name: str) -> None:
    assert (await fetch(await phone().sign_in(name), hash_of(cast))).status_code == 200


@pytest.mark.parametrize("name", ["maksym", "vasyl"])
async def test_to_a_stranger_it_is_like_one_that_does_not_exist(phone: New, cast: Cast, name: str) -> None:
    stranger = await phone().sign_in(name)
    theirs, nobodys = await fetch(stranger, hash_of(cast)), await fetch(stranger, NONSENSE)
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content
    assert {**theirs.headers} == {**nobodys.headers}


async def test_to_a_stranger_who_names_its_etag_too(phone: New, cast: Cast) -> None:
    answer = await fetch(await phone().sign_in("maksym"), hash_of(cast), **{"if-none-match": f'"{hash_of(cast)}"'})
    assert answer.status_code == 404


async def test_nobody_reads_it_without_signing_in(phone: New, cast: Cast) -> None:
    assert (await fetch(phone(), hash_of(cast))).status_code == 401


@pytest.mark.parametrize("name", ["%00", "x", "0" * 4_000, "%ED%A0%80", "'", "0" * 63 + "G"])
async def test_what_is_no_hash_is_not_found(phone: New, name: str) -> None:
    answer = await fetch(await phone().sign_in("solomiia"), name)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("br", "br"), ("gzip, deflate, br", "br"), ("gzip", None), ("", None), ("identity", None), ("br;q=0", None)],
)
async def test_it_travels_packed_where_that_is_understood(
    phone: New, cast: Cast, accepted: str, encoding: str | None
) -> None:
    answer = await fetch(await phone().sign_in("solomiia"), hash_of(cast), **{"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.json()["course"] == cast.course
    assert "accept-encoding" in answer.headers["vary"]


async def test_the_phone_is_told_its_size_on_the_way(phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    await solomiia.pull()
    (course,) = solomiia.held("course").values()
    answer = await fetch(solomiia, hash_of(cast), **{"accept-encoding": "br"})
    assert int(answer.headers["content-length"]) == course["bundles"]["uk"]["size"]


async def test_it_is_kept_for_ever_and_by_the_phone_alone(phone: New, cast: Cast) -> None:
    answer = await fetch(await phone().sign_in("solomiia"), hash_of(cast))
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    again = await fetch(await phone().sign_in("solomiia"), hash_of(cast), **{"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


async def test_a_former_release_can_still_be_read(door: Door, phone: New, cast: Cast) -> None:
    await door.writer.perform(publish_release, SYSTEM, edition(course_text(cast, "Something new.")))
    assert (await fetch(await phone().sign_in("solomiia"), hash_of(cast))).status_code == 200
