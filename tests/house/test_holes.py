"""The dependency audit's three outcomes, with a registry on this machine and a program that answers like pip-audit."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests import holes
from tests.holes import NOT_OFFERED, Report, of_npm, of_pip, verdict

LOCK = {
    "name": "x",
    "lockfileVersion": 3,
    "requires": True,
    "packages": {
        "": {"dependencies": {"leaky": "1.0.0"}, "devDependencies": {"tool": "1.0.0"}},
        "node_modules/leaky": {"version": "1.0.0"},
        "node_modules/tool": {"version": "1.0.0", "dev": True},
    },
}


class Registry(BaseHTTPRequestHandler):
    """Knows what `advisories` holds; offers nothing when that is None."""

    advisories: dict[str, list[dict[str, Any]]] | None = None

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._answer(405 if self.advisories is None else 200, self.advisories or {})

    def do_GET(self) -> None:
        self._answer(404, {})

    def _answer(self, status: int, body: object) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        """Says nothing."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "package.json").write_text(json.dumps(LOCK["packages"][""]))  # type: ignore[index] - as it stands above
    (tmp_path / "package-lock.json").write_text(json.dumps(LOCK))
    return tmp_path


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Where npm finds this registry and nothing of the machine's."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "npmrc").write_text("")
        yield {
            "PATH": os.environ["PATH"],  # noqa: TID251 - not a setting
            "HOME": str(tmp_path),
            "npm_config_registry": f"http://127.0.0.1:{server.server_port}/",
            "npm_config_userconfig": str(tmp_path / "npmrc"),
            "npm_config_globalconfig": str(tmp_path / "none"),
            "npm_config_fetch_retries": "0",
        }
        server.shutdown()


def advisory(severity: str) -> dict[str, Any]:
    """What a registry knows of a hole in every version."""
    url = f"https://holes.example/{severity}"
    return {"id": 1, "url": url, "title": "A hole", "severity": severity, "vulnerable_versions": "<2.0.0"}


@pytest.mark.parametrize(
    ("advisories", "offered", "holes_"),
    [
        ({}, True, 0),
        ({"leaky": [advisory("high")]}, True, 1),
        ({"leaky": [advisory("critical"), advisory("low")]}, True, 1),
        ({"leaky": [advisory("moderate")]}, True, 0),
        (None, False, 0),
    ],
)
def test_it_works(
    project: Path,
    env: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    advisories: dict[str, Any] | None,
    offered: bool,
    holes_: int,
) -> None:
    """npm itself, asking a registry."""
    monkeypatch.setattr(Registry, "advisories", advisories)
    report = of_npm(project, env)
    assert (not report.absent, len(report.holes)) == (offered, holes_)
    if holes_:
        assert report.holes[0].startswith("leaky: A hole (")


def answering(folder: Path, said: object) -> list[str]:
    """A program that prints this, whatever it is asked."""
    (folder / "said").write_text(said if isinstance(said, str) else json.dumps(said))
    return [sys.executable, "-c", f"print(open({str(folder / 'said')!r}).read())"]


def hole(**given: Any) -> dict[str, Any]:
    """What pip-audit says of a package with a hole."""
    one = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.0"], "description": "A hole"} | given
    return {"dependencies": [{"name": "leaky", "version": "1.0", "vulns": [one]}], "fixes": []}


def test_what_pip_audit_says_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.txt"
    whole: dict[str, Any] = {"dependencies": [{"name": "whole", "version": "1.0", "vulns": []}]}
    assert of_pip(lock, {}, answering(tmp_path, whole)) == Report("Python", [])
    assert of_pip(lock, {}, answering(tmp_path, hole())).holes == ["leaky 1.0: PYSEC-1, mended in 2.0"]
    assert of_pip(lock, {}, answering(tmp_path, hole(fix_versions=[]))).holes == [], "nothing can be done about it yet"
    assert of_pip(lock, {}, answering(tmp_path, "Connection refused")) == Report("Python", [], NOT_OFFERED)
    monkeypatch.setitem(holes.ACCEPTED, "CVE-1", "we never call it")
    assert of_pip(lock, {}, answering(tmp_path, hole())).holes == []
    assert of_pip(lock, {}, [str(tmp_path / "not there")]) == Report("Python", [], NOT_OFFERED)


def test_the_three_outcomes_are_told() -> None:
    fine, leaky, none = Report("npm", []), Report("npm", ["leaky: A hole"]), Report("Python", [], NOT_OFFERED)
    not_run = "NOT RUN: dependency audit, Python (the index offers none)"
    assert verdict([fine, none]) == (0, ["dependency audit, npm: no known holes", not_run])
    assert verdict([leaky, none]) == (1, ["HOLE: leaky: A hole", not_run])
    assert verdict([none]) == (0, [not_run])
