"""The launcher, with a Python that only notes what it is asked, and nothing else on the PATH."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

# Stands for python3, and copies itself to where a venv would put its python.
NOTED = f"""#!/bin/sh
echo "$*" >> "$NOTES"
for last; do :; done
case "$*" in
"-IS -c"*) exec "{sys.executable}" "$@" ;;
*"import ensurepip"* | *"import pip"*) [ -z "$WITHOUT_ENSUREPIP$WITHOUT_PIP" ] ;;
*"pip --version"*) [ -z "$WITHOUT_PIP" ] ;;
"-m venv"*) /bin/mkdir -p "$last/bin" && /bin/cp "$0" "$last/bin/python" ;;
*"pip install"*) [ -z "$WITHOUT_INDEX" ] ;;
esac
"""


class Clone:
    """A fresh clone in a folder with a space in its name."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path, self.notes = folder / "a clone", folder / "path", folder / "notes"
        for place in (self.folder, self.path):
            place.mkdir()
        for name in ("verstat", "requirements.txt"):
            (self.folder / name).write_bytes((ROOT / name).read_bytes())
        (self.path / "python3").write_text(NOTED)
        (self.path / "python3").chmod(0o755)

    def start(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs it from elsewhere, with an empty environment."""
        command = ["/bin/sh", str(self.folder / "verstat"), *arguments]
        env = {"PATH": str(self.path), "NOTES": str(self.notes)} | env
        self.notes.write_text("")
        return subprocess.run(command, cwd="/", env=env, capture_output=True, text=True, check=False)

    def asked(self, words: str) -> bool:
        """Whether the last start asked Python for something with these words."""
        return words in self.notes.read_text()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_it_works(clone: Clone) -> None:
    done = clone.start("demo", "--port", "8001")
    assert done.returncode == 0, done.stderr
    assert clone.asked("pip install --disable-pip-version-check --no-input --require-hashes -r")
    assert clone.asked("pwa/build.py\n")
    assert clone.asked("-P -m backend demo --port 8001\n")


def test_a_second_start_installs_nothing(clone: Clone) -> None:
    clone.start("demo")
    assert clone.start("migrate").returncode == 0
    assert not clone.asked("pip")
    assert not clone.asked("pwa/build.py")
    assert clone.asked("-P -m backend migrate\n")


def test_a_changed_lock_is_installed(clone: Clone) -> None:
    clone.start("demo")
    with (clone.folder / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    clone.start("demo")
    assert clone.asked("pip install")


def test_an_installation_that_failed_stops_and_is_done_again(clone: Clone) -> None:
    assert clone.start("demo", WITHOUT_INDEX="1").returncode != 0
    assert not clone.asked("-m backend")
    assert clone.start("demo").returncode == 0
    assert clone.asked("pip install")


def test_without_ensurepip_the_pip_outside_is_used(clone: Clone) -> None:
    assert clone.start("demo", WITHOUT_ENSUREPIP="1").returncode == 0
    assert clone.asked("-m venv --clear --without-pip")
    assert clone.asked("-m pip --python")


def test_without_pip_it_says_what_to_install(clone: Clone) -> None:
    done = clone.start("demo", WITHOUT_PIP="1")
    assert done.returncode == 1
    assert "python3-venv" in done.stderr


def test_without_python_it_says_what_to_install(clone: Clone) -> None:
    done = clone.start("demo", PATH="/nowhere")
    assert done.returncode == 1
    assert "install Python 3.11 or newer" in done.stderr


def test_tests_get_the_tools_of_the_pwa_too(clone: Clone) -> None:
    assert clone.start("test", "-k", "something").returncode == 0
    assert clone.asked("pwa/build.py --dev-tools\n")
    assert clone.asked("-P -m tests.run -k something\n")


def test_a_bench_gets_the_app_as_it_is_served(clone: Clone) -> None:
    assert clone.start("bench", "herd", "--phones", "20").returncode == 0
    assert clone.asked("pwa/build.py\n")
    assert clone.asked("-P -m tests.load.bench herd --phones 20\n")
