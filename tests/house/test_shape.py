"""Sizes, floors and names: the parts of the house that a machine can see."""

import subprocess
import sys

from backend.sync.operations import OPERATIONS
from tests.house.tree import ROOT, TYPESCRIPT, files, functions, name, written_by_hand

TOP = {
    *("pyproject.toml", "requirements.txt", "verstat", "README.md", "CHANGELOG.md", "LICENSE"),
    *(".ci", ".gitignore", ".pre-commit-config.yaml", "backend", "admin", "locales", "pwa", "tests"),
}
VAGUE = {"utils", "util", "helpers", "services", "managers", "base", "common"}
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 60


def test_no_file_is_too_long() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in written_by_hand(".py", *TYPESCRIPT)}
    assert {file: lines for file, lines in lengths.items() if lines > LINES_OF_A_FILE} == {}


def test_no_function_is_too_long() -> None:
    found = [one for path in written_by_hand(".py", *TYPESCRIPT) for one in functions(path)]
    assert [(where, lines) for where, lines in found if lines > LINES_OF_A_FUNCTION] == []


def test_the_floors_hold() -> None:
    lint = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_top_level_has_what_it_should_and_nothing_else() -> None:
    assert {name(path).split("/")[0] for path in files()} <= TOP


def test_names_say_what_is_inside() -> None:
    assert [name(path) for path in files(ROOT / "backend") if VAGUE & {path.stem, *path.parent.parts}] == []


def test_every_offline_act_has_its_name_and_its_test_file() -> None:
    for act, kind in OPERATIONS.items():
        room, verb = act.split(".")
        assert (kind.action.__module__.split(".")[1], kind.action.__name__) == (room, verb)
        assert (ROOT / f"tests/{room}/test_{verb}.py").exists(), f"tests/{room}/test_{verb}.py is missing"
