"""The locks: exact, hashed, complete, and free of addresses, so that they work with any mirror."""

import json
import re
import tomllib

from tests.house.tree import ROOT, files, name

LOCK = (ROOT / "requirements.txt").read_text()
PINNED = dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE))
ADDRESS = re.compile(r"--index-url|--extra-index|--find-links|https?://")
# Whoever builds this must not need the machine that it was written on. The brackets keep this file from naming it.
ELSEWHERE = re.compile(
    r"\.\./[s]hared|(?<![\w.])/[w]ork/|/[r]oot/|registry\.[n]pmjs|[p]ypi\.org|files\.[p]ythonhosted|deb\.[d]ebian\.org"
)
BINARIES = {".ttf", ".png", ".jpg", ".webp", ".ico", ".xz"}


def plain(package: str) -> str:
    """A name as the index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()


def test_every_python_package_is_pinned_with_hashes_and_without_addresses() -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", LOCK).strip())
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert not ADDRESS.search(LOCK)


def test_every_python_dependency_is_in_the_lock() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {plain(re.split(r"[^A-Za-z0-9._-]", one)[0]) for one in wanted}
    assert names <= {plain(one) for one in PINNED}


def test_every_python_dependency_gives_its_reason() -> None:
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.DOTALL | re.MULTILINE)
    assert listed
    assert [line for line in listed[1].splitlines() if line.strip().startswith('"') and "# " not in line] == []


def test_npm_packages_are_exact_hashed_and_without_addresses() -> None:
    wanted = json.loads((ROOT / "pwa/package.json").read_text())
    lock = json.loads((ROOT / "pwa/package-lock.json").read_text())["packages"]
    assert lock.pop("")["dependencies"] == wanted["dependencies"]
    assert all(
        re.fullmatch(r"\d+\.\d+\.\d+", one) for one in (wanted["dependencies"] | wanted["devDependencies"]).values()
    )
    assert [package for package, entry in lock.items() if "integrity" not in entry or "resolved" in entry] == []


def test_no_file_names_the_place_where_it_was_written() -> None:
    texts = {name(path): path.read_text() for path in files() if path.suffix not in BINARIES}
    assert {file: found[0] for file, text in texts.items() if (found := ELSEWHERE.search(text))} == {}
