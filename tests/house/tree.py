"""The files of this project as a clone has them, without asking git: it may not be installed."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from locales import typescript

ROOT = Path(__file__).resolve().parents[2]
IGNORED = [line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line]
GENERATED = ("piccolo_migrations", ".gen.ts")
TYPESCRIPT = (".ts", ".tsx")
FUNCTIONS = "[(function_declaration) (arrow_function) (method_definition) (function_expression)] @function"


def _ignored(path: Path) -> bool:
    name = path.relative_to(ROOT).as_posix()
    return path.name == ".git" or any(fnmatch(name, line) or fnmatch(path.name, line) for line in IGNORED)


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file that is kept in git, or would be."""
    for path in sorted(folder.iterdir()):
        if _ignored(path):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def name(path: Path) -> str:
    """How messages call a file."""
    return path.relative_to(ROOT).as_posix()


def written_by_hand(*suffixes: str, under: str = "") -> list[Path]:
    """Source files that a person wrote."""
    found = (path for path in files(ROOT / under) if path.suffix in suffixes)
    return [path for path in found if not any(part in name(path) for part in GENERATED)]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(where it begins, how many lines it has) of every function of a file."""
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name(path)}:{node.lineno}", (node.end_lineno or node.lineno) - node.lineno + 1
        return
    root = typescript.parse(path.read_bytes(), path.suffix, name(path))
    for found in typescript.find(root, path.suffix, FUNCTIONS):
        first, last = found["function"][0].start_point.row, found["function"][0].end_point.row
        yield f"{name(path)}:{first + 1}", last - first + 1
