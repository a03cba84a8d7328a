"""tests/server.py, on which the journeys stand: it can be killed and comes back with the same data, port and time."""

import asyncio
import sys
from pathlib import Path

import httpx

from backend.core.settings import ROOT
from tests.command.program import PATIENCE, environment, free_port
from tests.demo.start import ANCHOR


async def start(folder: Path, port: int) -> asyncio.subprocess.Process:
    """The server, once it has said that it is ready."""
    arguments = ("-m", "tests.server", "--data", str(folder), "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env=environment(), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = b""
    while not line.startswith(b"ready"):
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        assert line, "it ended"
    assert line.decode() == f"ready http://127.0.0.1:{port}\n"
    return process


async def now(port: int, folder: Path) -> str:
    """The server's time, as a sign-in tells it."""
    accounts = httpx.Response(200, content=(folder / "demo-accounts.json").read_bytes()).json()
    wish = {name: accounts[0][name] for name in ("login", "password")}
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"http://127.0.0.1:{port}/api/people/sign-in", json=wish)
    assert answer.status_code == 200
    return answer.json()["now"]


async def test_it_works(tmp_path: Path) -> None:
    port = free_port()
    process = await start(tmp_path, port)
    try:
        first = await now(port, tmp_path)
    finally:
        process.kill()
        await process.wait()
    assert first.startswith(f"{ANCHOR}T12:0")
    again = await start(tmp_path, port)
    try:
        assert await now(port, tmp_path) > first
    finally:
        again.kill()
        await again.wait()
