"""The command line as a person runs it: a process of its own, in an environment of its own."""

import asyncio
import os
import signal
import socket
import sys
import time
from pathlib import Path

import httpx

from backend.core.settings import ROOT

PATIENCE = 60  # seconds; the machine may be busy


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def environment(**given: str) -> dict[str, str]:
    """What a process needs of ours, and nothing that would change what Verstat does."""
    return {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **given}  # noqa: TID251 - not a setting


async def begin(*arguments: str | Path, **given: str) -> asyncio.subprocess.Process:
    """Start a command and go on."""
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "backend",
        *map(str, arguments),
        cwd=ROOT,
        env=environment(**given),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        # A shell that starts the tests in the background has Ctrl+C ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


async def run(*arguments: str | Path, said: str = "", **given: str) -> tuple[int, str, str]:
    """Run a command to its end: exit status, what it said, what it complained of."""
    process = await begin(*arguments, **given)
    out, err = await asyncio.wait_for(process.communicate(said.encode()), PATIENCE)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def one_sentence(answer: tuple[int, str, str]) -> str:
    """What a command complained of: one line, status 1, no traceback."""
    status, _, err = answer
    assert "Traceback" not in err, err
    assert status == 1, answer
    (line,) = err.splitlines()
    return line


class Serving:
    """`async with Serving("serve", "--data", folder)`: the command, once it answers; it is ended afterwards."""

    def __init__(self, *arguments: str | Path, host: str = "127.0.0.1", **given: str) -> None:
        self.port = free_port()
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
        self._arguments, self._given = (*arguments, "--port", str(self.port)), given
        self.seconds = 0.0
        """How long it took until it answered."""

    async def __aenter__(self) -> "Serving":
        started = time.perf_counter()
        self.process = await begin(*self._arguments, **self._given)
        self._said = asyncio.gather(_read(self.process.stdout), _read(self.process.stderr))
        answering = asyncio.ensure_future(self._health())
        ended = asyncio.ensure_future(self.process.wait())
        await asyncio.wait({answering, ended}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            answering.cancel()
            self.process.kill()
            raise AssertionError(f"it does not serve: {await self._said}")
        self.health = answering.result()
        self.seconds = time.perf_counter() - started
        return self

    async def _health(self) -> httpx.Response:
        """Ask until it listens; once it does, the answer waits for the start to end."""
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            while True:
                try:
                    return await http.get(f"{self.url}/api/health")
                except httpx.ConnectError:
                    await asyncio.sleep(0.02)  # another process starts: there is nothing to await

    async def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Ask it to stop: exit status, what it said, what it complained of."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        status = await asyncio.wait_for(self.process.wait(), PATIENCE)
        out, err = await self._said
        return status, out, err

    async def __aexit__(self, *_: object) -> None:
        await self.end()


async def _read(stream: asyncio.StreamReader | None) -> str:
    return (await stream.read()).decode() if stream else ""
