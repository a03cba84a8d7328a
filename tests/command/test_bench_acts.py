"""The bench of single acts runs, in a moment and on a handful of people; what it measures is not judged here."""

import asyncio
import sys
from pathlib import Path

import msgspec

from backend.core.settings import ROOT
from tests.command.program import PATIENCE, environment


async def test_it_works(tmp_path: Path) -> None:
    told = tmp_path / "acts.json"
    asked = ["--for", "0.2", "--only", "idle-pull", "--people", "20", "--json", str(told)]
    bench = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.load.acts", *asked),
        cwd=ROOT,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await asyncio.wait_for(bench.communicate(), PATIENCE)
    assert (bench.returncode, complained.decode()) == (0, "")
    (row,) = msgspec.json.decode(told.read_bytes())["acts"]
    assert (row["act"], row["connections"]) == ("idle-pull", 16)
    assert row["acts"] > 0
    assert 0 < row["throughput"] == row["per_second"] / row["empty_per_second"]
    assert f"{row['throughput']:.3f}" in said.decode()
