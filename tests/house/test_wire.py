"""The types that the PWA is checked against are those of the server."""

import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT

KEPT = "pwa/src/api.gen.ts"


def test_the_generated_types_are_those_of_the_api(tmp_path: Path) -> None:
    made = tmp_path / "api.gen.ts"
    subprocess.run([sys.executable, "pwa/build.py", "--types", made], cwd=ROOT, check=True)
    assert (ROOT / KEPT).read_text() == made.read_text(), f"run: .venv/bin/python pwa/build.py --types {KEPT}"
