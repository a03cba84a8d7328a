"""The password of the database is in nothing that a command says, whatever goes wrong with it."""

import logging
from pathlib import Path

import pytest

from backend.app import assemble, build_app
from tests import databases
from tests.command.program import free_port, one_sentence, run
from tests.http.wire import App

SECRET = "s3cr3t"


@pytest.fixture
def nobody() -> str:
    """Where no database answers."""
    return f"127.0.0.1:{free_port()}"


@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["migrate"], ["create-operator", "keeper"]])
async def test_it_works(nobody: str, tmp_path: Path, command: list[str]) -> None:
    """A database that does not answer, named by a file and by the environment."""
    url = f"postgresql://keeper:{SECRET}@{nobody}/verstat"
    (tmp_path / "url").write_text(f"{url}\n")
    for given in ({"VERSTAT_DATABASE": url}, {"VERSTAT_DATABASE_FILE": str(tmp_path / "url")}):
        answer = await run(*command, said="a long enough password\n", **given)
        assert one_sentence(answer).startswith("PostgreSQL does not answer")
        assert SECRET not in "".join(answer[1:])


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://keeper:x/{0}@{1}/verstat",  # not encoded: what follows the slash is taken for the path
        "postgresql://keeper:{0}#@{1}/verstat",
        "postgresql://keeper:{0}?x@{1}/verstat",
        "postgresql://keeper:{0}",
        "postgresql://keeper:[{0}@{1}/verstat",
        "mysql://keeper:{0}@{1}/verstat",
        "{0}",
    ],
)
async def test_a_url_that_cannot_be_read_is_not_repeated(nobody: str, url: str) -> None:
    answer = await run("migrate", VERSTAT_DATABASE=url.format(SECRET, nobody))
    assert "VERSTAT_DATABASE" in one_sentence(answer)
    assert SECRET not in "".join(answer[1:])


async def test_a_database_that_goes_away_is_not_named_in_the_log(
    nobody: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"postgresql://keeper:{SECRET}@{nobody}/verstat"
    app = App(build_app(assemble(databases.settings_for("sqlite", tmp_path, "gone", database=url))))
    with caplog.at_level(logging.DEBUG):
        answers = [await app.ask("/api/health"), await app.ask("/api/reports/desk", cookie="verstat_session=x")]
    assert [answer.status for answer in answers] == [503, 500]
    assert caplog.records
    assert SECRET not in caplog.text + str([answer.body for answer in answers])
