import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from backend.app import assemble, build_app
from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.core.errors import Problem
from backend.people import actions as people
from backend.people.close_account import close_account
from backend.people.reset_password import make_staff_code
from backend.people.schemas import MakeResetCode
from backend.programmes import steps
from backend.programmes.schemas import Accept
from tests.cast import PASSWORD, Cast, actor, ask, code_of
from tests.people import mentors
from tests.people.closing import close, close_for, traces
from tests.people.test_make_reset_code import ask as ask_for_code
from tests.phone import Phone
from tests.programmes.seats import acts, roles, status
from tests.programmes.test_join import TYPED
from tests.sync.crowd import signed_in
from tests.sync.peek import alter, count, peek

New = Callable[..., Phone]
NOBODY = "00000000-0000-4000-8000-000000000000"


async def person(door: Door, id_: str) -> dict[str, Any]:
    return (await peek(door.database, "SELECT * FROM person WHERE id = $1", id_))[0]


async def test_it_works(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await phone().sign_in("solomiia")
    assert await traces(door, "solomiia", "2008-03-08") != []
    answer = await close(solomiia)
    assert answer.status_code == 200
    assert answer.json().keys() == {"left_alone", "said"}
    assert answer.json()["left_alone"] == []
    assert await traces(door, "solomiia", "2008-03-08") == []
    row = await person(door, cast.people["solomiia"])
    assert row["closed_at"] is not None
    assert row["password"] is None
    assert row["institution"] is None


async def test_every_phone_is_told_whatever_it_asks(phone: New, cast: Cast) -> None:
    one, other = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    await close(one)
    for told in (one, other):
        for said in (await told.send(told.lesson(0)), await told.http.get("/api/people/devices"), await close(told)):
            assert (said.status_code, said.json()["code"]) == (401, "account_closed")
            assert (said.json()["fix"], said.json()["retry"]) == ("none", False)
            assert said.json()["person"] == cast.people["solomiia"]


async def test_it_is_told_however_long_a_phone_lay_in_a_drawer(phone: New, later: Any) -> None:
    one, other = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    await close(one)
    later(days=300)
    assert (await other.send()).json()["code"] == "account_closed"


async def test_a_phone_that_was_signed_out_or_taken_off_before_is_signed_out_still(phone: New) -> None:
    left, kept = await phone().sign_in("solomiia"), await phone().sign_in("solomiia")
    await left.http.post("/api/people/sign-out")
    await close(kept)
    assert (await left.send()).json()["code"] == "sign_in"


async def test_a_phone_that_somebody_else_uses_now_is_told_whose_work_may_go(phone: New, cast: Cast) -> None:
    shared, others = phone(), await phone().sign_in("zoriana")
    await shared.sign_in("solomiia")
    await shared.sign_in("ostap")
    assert "closed" not in (await shared.send()).json()
    await close(await phone().sign_in("solomiia"))
    assert (await shared.send()).json()["closed"] == [cast.people["solomiia"]]
    assert "closed" not in (await others.send()).json()


async def test_what_was_done_stays(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await phone().sign_in("solomiia")
    assert (await solomiia.verdicts(solomiia.lesson(0), solomiia.lesson(1)))[0]["status"] == "applied"
    kept = ("completion", "enrolment", "role", "consent", "device", "operation", "audit_line", "person")
    before = {table: await count(door.database, table) for table in kept}
    await close(solomiia)
    after = {table: await count(door.database, table) for table in kept}
    assert after == before | {"audit_line": before["audit_line"] + 1}


async def test_the_audit_says_that_it_was_done_and_names_nobody(phone: New, cast: Cast, door: Door) -> None:
    id_ = cast.people["solomiia"]
    sql = "UPDATE audit_line SET details = $2 WHERE about = $1"
    await alter(door.database, sql, id_, '{"family": ["Solomiia", "Solomiia-Maria"]}')
    await close(await phone().sign_in("solomiia"))
    (line,) = await peek(door.database, "SELECT * FROM audit_line WHERE act = 'people.close_account'")
    assert (line["person"], line["about_kind"], line["about"]) == (id_, "person", id_)
    assert line["acted_as"] == ""  # for themselves
    assert await traces(door, "solomiia") == []


async def test_the_wrong_password_closes_nothing(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await phone().sign_in("solomiia")
    answer = await close(solomiia, "another password")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_password")
    assert (await solomiia.send(solomiia.lesson(0))).status_code == 200
    assert (await person(door, cast.people["solomiia"]))["closed_at"] is None


async def test_who_guesses_the_password_is_slowed_down(phone: New) -> None:
    solomiia = await phone().sign_in("solomiia")
    codes = [(await close(solomiia, "another password")).json()["code"] for _ in range(12)]
    assert codes[0] == "not_your_password"
    assert codes[-1] == "slow_down"


@pytest.mark.parametrize("body", [{}, {"password": ""}, {"password": 7}, {"password": PASSWORD, "person": NOBODY}])
async def test_what_cannot_be_read_closes_nothing(phone: New, cast: Cast, door: Door, body: Any) -> None:
    solomiia = await phone().sign_in("solomiia")
    answer = await solomiia.http.post("/api/people/me/close", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert (await person(door, cast.people["solomiia"]))["closed_at"] is None


async def test_nobody_signed_in_closes_nothing(phone: New) -> None:
    assert (await close(phone())).json()["code"] == "sign_in"


async def test_nobody_closes_the_account_of_another(phone: New, cast: Cast, door: Door) -> None:
    for name in ("ostap", "olena", "vasyl", "sofiia"):
        stranger = await actor(door, cast.people[name])
        for id_ in (cast.people["solomiia"], NOBODY):
            with pytest.raises(Problem, match="not_found"):
                await close_for(door, id_, stranger)


async def test_an_operator_may_and_is_named(phone: New, cast: Cast, door: Door) -> None:
    solomiia = await phone().sign_in("solomiia")
    operator = Actor.at_console("iryna", "uk")
    assert await close_for(door, cast.people["solomiia"], operator) == {"left_alone": []}
    (line,) = await peek(door.database, "SELECT * FROM audit_line WHERE act = 'people.close_account'")
    assert (line["operator"], line["acted_as"], line["person"]) == ("iryna", "operator", None)
    assert (await solomiia.send()).json()["code"] == "account_closed"
    with pytest.raises(Problem, match="not_found"):
        await close_for(door, NOBODY, operator)


async def test_again_changes_nothing(phone: New, cast: Cast, door: Door, later: Any) -> None:
    await close_for(door, cast.people["solomiia"])
    before, versions = await person(door, cast.people["solomiia"]), await count(door.database, "change")
    later(days=1)
    assert await close_for(door, cast.people["solomiia"]) == {"left_alone": []}
    assert await person(door, cast.people["solomiia"]) == before
    assert await count(door.database, "change") == versions


async def test_two_at_once_close_it_once(phone: New, cast: Cast, door: Door) -> None:
    second = assemble(door.settings)
    await second.open()
    phones = [Phone(build_app(one), cast) for one in (door, second)]
    try:
        for one in phones:
            await one.sign_in("solomiia")
        answers = await asyncio.gather(*(close(one) for one in phones))
        codes = {answer.status_code for answer in answers}
        assert 200 in codes
        assert codes <= {200, 401, 403}
    finally:
        await second.close()
    assert await acts(door, cast.enrolment("solomiia")) == ["apply", "accept", "activate", "withdraw"]
    assert await traces(door, "solomiia") == []


async def test_the_old_name_is_like_one_that_never_was(phone: New, cast: Cast) -> None:
    solomiia = await phone().sign_in("solomiia")
    await close(solomiia)
    told: list[tuple[int, bytes]] = []
    for login in ("solomiia", "nobody.at.all", f"closed {cast.people['solomiia']}"):
        for one in (solomiia, phone()):  # on the phone that it was signed in on, and on another
            answer = await one.try_to_sign_in(login)
            told.append((answer.status_code, answer.content))
    assert told == [told[0]] * 6
    assert told[0][0] == 401
    assert b"wrong_password" in told[0][1]


async def test_wrong_passwords_of_before_are_forgotten_with_the_name(phone: New, cast: Cast, door: Door) -> None:
    for _ in range(3):
        await phone().try_to_sign_in("solomiia", "another password")
    assert await count(door.database, "sign_in_failure", "id LIKE 'account:%'") == 1
    await close_for(door, cast.people["solomiia"])
    assert await count(door.database, "sign_in_failure", "id LIKE 'account:%'") == 0


async def test_the_name_is_free_and_who_comes_back_is_somebody_new(phone: New, cast: Cast, door: Door) -> None:
    await close(await phone().sign_in("solomiia"))
    code = await code_of(door, cast.cohorts["ratusha"])
    back = phone()
    answer = await back.http.post("/api/programmes/join", json=TYPED | {"login": "solomiia", "code": code})
    assert answer.status_code == 200, answer.text
    assert answer.json()["person"]["id"] != cast.people["solomiia"]
    assert (await back.try_to_sign_in("solomiia", TYPED["password"])).status_code == 200


async def test_no_code_opens_it_again(phone: New, cast: Cast, door: Door) -> None:
    olena = await phone().sign_in("olena")
    assert (await ask_for_code(olena, cast.people["solomiia"])).status_code == 200
    wish = MakeResetCode(cast.people["solomiia"])
    await door.writer.perform(make_staff_code, Actor.at_console("iryna", "uk"), wish, "a hash")
    await close_for(door, cast.people["solomiia"])
    for code in await peek(
        door.database, "SELECT code, until FROM reset_code UNION ALL SELECT code, until FROM staff_code"
    ):
        assert code["code"] == ""
        assert clock.instant(code["until"]) <= clock.now()
    assert await count(door.database, "staff_code") == await count(door.database, "reset_code") == 1
    assert (await ask_for_code(olena, cast.people["solomiia"])).status_code == 404


async def test_a_minor_may_and_the_guardian_is_forgotten(phone: New, cast: Cast, door: Door) -> None:
    assert "consent.guardian" in await traces(door, "guardian")
    assert (await close(await phone().sign_in("ostap"))).status_code == 200
    sql = "SELECT purpose, given, guardian FROM consent WHERE person = $1"
    (kept,) = await peek(door.database, sql, cast.people["ostap"])
    assert (kept["purpose"], bool(kept["given"]), kept["guardian"]) == ("taking_part", True, "")
    assert await traces(door, "ostap", "2009-05-02") == []


async def test_the_seat_is_given_back(phone: New, cast: Cast, door: Door) -> None:
    enrolment = cast.enrolment("solomiia")
    await close(await phone().sign_in("solomiia"))
    assert (await status(door, enrolment), await roles(door, enrolment)) == ("withdrawn", [])
    with pytest.raises(Problem, match="person_closed"):
        await door.writer.perform(steps.accept, await actor(door, cast.people["olena"]), Accept(enrolment))


async def test_a_request_that_waits_is_taken_back(phone: New, cast: Cast, door: Door) -> None:
    enrolment = await ask(door, cast, "maksym", "ratusha")
    await close(await phone().sign_in("maksym"))
    assert (await status(door, enrolment), await acts(door, enrolment)) == ("withdrawn", ["apply", "withdraw"])


async def test_who_took_part_to_the_end_did(phone: New, cast: Cast, door: Door, later: Any) -> None:
    later(days=365)
    await close_for(door, cast.people["solomiia"])
    assert (await status(door, cast.enrolment("solomiia")), await roles(door, cast.enrolment("solomiia"))) == (
        "active",
        [],
    )


async def test_phones_that_show_the_name_lose_it_at_the_next_pull(phone: New, cast: Cast) -> None:
    olena = await phone().sign_in("olena")
    await olena.pull()
    assert [row["name"] for row in olena.held("roster").values() if "solomiia" in row["name"]] != []
    await close(await phone().sign_in("solomiia"))
    await olena.pull()
    row = olena.held("roster")[cast.enrolment("solomiia")]
    assert (row["name"], row["status"], row["reason"]) == ("", "withdrawn", "closed")
    assert "solomiia" not in str(olena.rows)


async def test_the_last_coordinator_may_go_and_it_is_said(phone: New, cast: Cast, door: Door) -> None:
    school = {"kind": "coordinator", "place_kind": "institution", "place": cast.schools["ratusha"]}
    assert (await close(await phone().sign_in("olena"))).json()["left_alone"] == [school]
    programme = {"kind": "manager", "place_kind": "programme", "place": cast.programme}
    assert await close_for(door, cast.people["sofiia"]) == {"left_alone": [programme]}


async def test_one_of_two_leaves_nobody_alone(phone: New, cast: Cast, door: Door) -> None:
    perform = door.writer.perform
    await perform(people.appoint_coordinator, Actor.system("test"), cast.people["vasyl"], cast.schools["ratusha"])
    assert (await close(await phone().sign_in("olena"))).json()["left_alone"] == []


async def test_a_mentor_leads_nobody_any_more_and_is_in_no_list(phone: New, cast: Cast, door: Door) -> None:
    nazar = await mentors.mentor(phone, cast, door, "zoriana")
    olena = await signed_in(door, phone, cast.people["olena"])
    await olena.pull()
    assert len(olena.held("mentor")) == len(olena.held("school_mentor")) == 1
    assert await mentors.kinds(nazar) == ["applicant", "learner", "mentor"]
    await close_for(door, cast.people["zoriana"])
    await olena.pull()
    assert olena.held("mentor") == olena.held("school_mentor") == {}
    assert [row["label"] for row in olena.held("invitation").values()] == [""]
    assert await mentors.assign(olena, cast.cohorts["ratusha"], cast.people["zoriana"]) == "person_closed"


async def test_an_act_on_its_way_brings_nothing_back(phone: New, cast: Cast, door: Door) -> None:
    """Who was let in before the account was closed, and acts after it."""
    late = await actor(door, cast.people["maksym"])
    await close_for(door, cast.people["maksym"])
    with pytest.raises(Problem, match="no_such_code"):
        await door.writer.perform(steps.apply, late, steps.Apply(await code_of(door, cast.cohorts["ratusha"])))
    assert (await person(door, cast.people["maksym"]))["born"] is None


async def test_a_closing_that_is_refused_erases_nobody(cast: Cast, door: Door) -> None:
    async def fail(work: Any, who: Actor, op: Any, id_: str) -> None:
        await close_account(work, who, op, id_)
        raise Problem("busy")

    fail.__module__ = "backend.people.test"
    with pytest.raises(Problem, match="busy"):
        await door.writer.perform(fail, Actor.system("test"), cast.people["solomiia"])
    assert (await person(door, cast.people["solomiia"]))["closed_at"] is None
    assert not (door.settings.data / "erased").exists()
