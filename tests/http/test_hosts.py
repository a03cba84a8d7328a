"""By which names an installation is answered for."""

import logging
from pathlib import Path
from typing import Any

import pytest

from backend.app import assemble, build_app
from backend.core import hosts
from backend.core.errors import KINDS
from backend.core.i18n import gettext
from tests import databases
from tests.http.test_problems import problem
from tests.http.wire import Answer, App, scope_of

DESK, ANSWERED = "/api/reports/desk", 401  # without a cookie, and without a look into the database
OURS = ["test.local", "TEST.local", "test.local.", "test.local:8000", "localhost", "localhost:5173"]
ADDRESSES = ["127.0.0.1", "127.0.0.1:8000", "10.1.2.3:80", "203.0.113.7", "[::1]", "[::1]:8000", "[2001:db8::7]:8000"]
ELSEWHERE = [
    "elsewhere.example",
    "test.local.elsewhere.example",
    "sub.test.local",
    "test.locale",
    "nottest.local",
    "localhost.elsewhere.example",
    "2130706433",  # what some programs take for 127.0.0.1
    "0x7f.0.0.1",
    "127.1",
    "xn--e1afmkfd.example",
]
GARBAGE = [
    "",
    " ",
    ".",
    ":80",
    "test.local:",
    "test.local:80:80",
    "test.local:x",
    "test.local, elsewhere.example",
    "elsewhere.example@test.local",
    "test.local/path",
    "test.local?x",
    "test.local\\x",
    "[::1",
    "::1",
    "[fe80::1%eth0]",
    "[]",
    "[elsewhere.example]",
    "верстат.example",
    "test.local\x00",
    "a" * 65_536,
]


def closed(folder: Path, **given: str) -> App:
    """An installation of its own that is not open."""
    return App(build_app(assemble(databases.settings_for("sqlite", folder, "closed", **given))))


async def asked(app: App, *named: str, path: str = DESK, **scope: Any) -> Answer:
    """The answer to a request that names these hosts."""
    return await app.send(scope_of(path, "GET", [(b"host", one.encode()) for one in named]) | scope)


@pytest.mark.parametrize("host", OURS + ADDRESSES)
async def test_it_works(doorstep: App, host: str) -> None:
    assert (await asked(doorstep, host)).status == ANSWERED


@pytest.mark.parametrize("host", ELSEWHERE)
@pytest.mark.parametrize("path", [DESK, "/api/health", "/", "/api/nothing", "/schema/openapi.json"])
async def test_a_name_of_elsewhere_is_answered_nowhere(doorstep: App, host: str, path: str) -> None:
    answer = await asked(doorstep, host, path=path)
    found = problem(answer, 421, "other_host")
    assert "VERSTAT" not in str(found)
    assert host not in str(found)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_it_is_said_in_the_language_of_the_browser(doorstep: App) -> None:
    named = [(b"host", b"elsewhere.example"), (b"accept-language", b"en")]
    answer = await doorstep.send(scope_of("/", "GET", named))
    assert answer.json()["detail"] == gettext("en", KINDS["other_host"].sentence)


@pytest.mark.parametrize("host", GARBAGE)
async def test_what_is_no_host_is_malformed(doorstep: App, host: str) -> None:
    problem(await asked(doorstep, host), 400, "malformed")


async def test_none_and_two_are_malformed(doorstep: App) -> None:
    for named in ([], ["test.local", "test.local"], ["test.local", "elsewhere.example"]):
        problem(await asked(doorstep, *named), 400, "malformed")


async def test_a_probe_of_before_hosts_were_named_is_answered(doorstep: App) -> None:
    assert (await asked(doorstep, http_version="1.0")).status == ANSWERED
    problem(await asked(doorstep, "elsewhere.example", http_version="1.0"), 421, "other_host")
    problem(await asked(doorstep, "", http_version="1.0"), 400, "malformed")


@pytest.mark.parametrize(
    "header", ["x-forwarded-host", "forwarded", "x-host", "x-original-host", "x-http-host-override"]
)
async def test_no_other_header_names_the_host(doorstep: App, header: str) -> None:
    value = b"host=test.local" if header == "forwarded" else b"test.local"
    scope = scope_of("/", "GET", [(b"host", b"elsewhere.example"), (header.encode(), value)])
    problem(await doorstep.send(scope), 421, "other_host")
    scope = scope_of(DESK, "GET", [(b"host", b"test.local"), (header.encode(), b"elsewhere.example")])
    assert (await doorstep.send(scope)).status == ANSWERED


async def test_the_operator_reads_which_setting_is_meant_once_for_each_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = closed(tmp_path)
    with caplog.at_level(logging.WARNING):
        for number in range(200):
            for _ in range(2):
                await asked(app, f"elsewhere-{number}.example")
    lines = [record.getMessage() for record in caplog.records]
    assert all("VERSTAT_HOSTS" in line for line in lines)
    assert len(lines) == 20, "a flood of names is no flood of lines"
    assert "elsewhere-0.example" in lines[0]


async def test_an_installation_without_names_is_reached_by_addresses_alone(tmp_path: Path) -> None:
    app = closed(tmp_path, hosts="")
    for host in (*ADDRESSES, "localhost"):
        assert (await asked(app, host)).status == ANSWERED
    problem(await asked(app, "test.local"), 421, "other_host")


async def test_a_probe_by_address_learns_whether_it_serves(app: App) -> None:
    for host in ("10.0.0.5:8000", "[::1]"):
        assert (await asked(app, host, path="/api/health")).status == 200


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", set[str]()),
        ("verstat.example", {"verstat.example"}),
        (" Verstat.Example. , other.example,", {"verstat.example", "other.example"}),
        ("верстат.укр", {"xn--80adj8bfgb.xn--j1amh"}),
        ("verstat", {"verstat"}),
    ],
)
def test_names_are_read_as_they_are_written(text: str, names: set[str]) -> None:
    assert hosts.names(text) == names


@pytest.mark.parametrize(
    "text", ["https://verstat.example", "verstat.example:8000", "*.example", "a b", "a/b", "-a", "a..b"]
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        hosts.names(text)
