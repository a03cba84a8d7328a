"""The real server in a process of its own, and what it takes of the machine.

python -m tests.load.serving --port 8001      the empty Litestar handler that is the base of every ratio
"""

import argparse
import asyncio
import os
import resource
import signal
import sys
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from litestar import Litestar, get

from backend.core import listening, logs
from backend.core.settings import ROOT, Settings
from tests.command.program import environment, free_port

PATIENCE = 60  # seconds; the machine may be busy
TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds: how finely Linux counts CPU
PROC = Path("/proc")


@dataclass
class Served:
    """A server that answers. With `processes` that share no port there are several `ports`; `port` is the first."""

    host: str
    ports: list[int]
    roots: list[int]
    """The processes that were started."""

    @property
    def port(self) -> int:
        return self.ports[0]

    def pids(self) -> list[int]:
        """Every process of the server."""
        return _families(self.roots)

    def cpu(self) -> float:
        """Seconds of CPU that its processes have taken so far, those that have ended included."""
        return sum(map(_cpu, self.pids()))

    def peak(self) -> int:
        """The most memory that its processes have held, each at its own worst moment; bytes."""
        return sum(_status(pid, "VmHWM") for pid in self.pids())

    def memory(self) -> int:
        """The memory that its processes hold now; bytes."""
        return sum(_status(pid, "VmRSS") for pid in self.pids())


@asynccontextmanager
async def served(data: Path, database: str = "", processes: int = 1) -> AsyncGenerator[Served]:
    """The installation in `data`, migrated and filled, served as an operator serves it. Its log is data/server.log."""
    data.mkdir(parents=True, exist_ok=True)
    ports, given = [free_port()], {"VERSTAT_DATA": str(data)}
    if database:
        given["VERSTAT_DATABASE"] = database
    if processes > 1 and any(one.name == "processes" for one in fields(Settings)):
        given["VERSTAT_PROCESSES"] = str(processes)
    elif processes > 1:
        ports = [free_port() for _ in range(processes)]
    commands = [["backend", "serve", "--port", str(port)] for port in ports]
    async with _running(commands, given, data / "server.log") as roots:
        await asyncio.gather(*(_answers(port, "/api/health", roots, data / "server.log") for port in ports))
        yield Served("127.0.0.1", ports, roots)


@asynccontextmanager
async def empty_served() -> AsyncGenerator[Served]:
    """The least that Litestar can do, `GET /empty`, by the same uvicorn."""
    port = free_port()
    with TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        async with _running([["tests.load.serving", "--port", str(port)]], {}, log) as roots:
            await _answers(port, "/empty", roots, log)
            yield Served("127.0.0.1", [port], roots)


def postgres_cpu() -> float:
    """Seconds of CPU of every PostgreSQL on this machine so far, with the processes it has let go of; 0.0 where that
    cannot be read."""
    return sum(_cpu(pid) for pid, name, _ in _processes() if name == "postgres")


def many_sockets() -> None:
    """Let this process, and what it starts, hold as many connections as the machine allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@asynccontextmanager
async def _running(commands: Sequence[Sequence[str]], given: dict[str, str], log: Path) -> AsyncGenerator[list[int]]:
    """`python -m COMMAND` for each; all are ended afterwards, in good order if they can."""
    started: list[asyncio.subprocess.Process] = []
    with log.open("ab") as said:
        try:
            for command in commands:
                started.append(  # noqa: PERF401 - those that were started are ended, also when the next is not
                    await asyncio.create_subprocess_exec(
                        sys.executable,
                        *("-m", *command),
                        cwd=ROOT,
                        env=environment(**given),
                        stdout=said,
                        stderr=said,
                        start_new_session=True,  # Ctrl+C is for the bench, which then ends it
                    )
                )
            yield [one.pid for one in started]
        finally:
            await asyncio.gather(*map(_end, started))


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), PATIENCE)
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)


async def _answers(port: int, path: str, roots: Iterable[int], log: Path) -> None:
    """Return once it serves. Raises RuntimeError with the end of its log when it does not."""
    ask = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n".encode()
    try:
        async with asyncio.timeout(PATIENCE):
            while all((PROC / str(pid)).exists() for pid in roots):
                try:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.write(ask)
                    if (await reader.read(64)).startswith(b"HTTP/1.1 200"):
                        return
                    writer.close()
                except OSError:
                    pass
                await asyncio.sleep(0.05)  # another process starts: there is nothing to await
    except TimeoutError:
        pass
    raise RuntimeError(f"The server does not answer. The end of its log:\n{log.read_text()[-2_000:]}")


def _processes() -> list[tuple[int, str, int]]:
    """(pid, name, parent) of everything that runs here."""
    found: list[tuple[int, str, int]] = []
    for folder in PROC.glob("[0-9]*"):
        told = _stat(int(folder.name))
        if told:
            found.append((int(folder.name), told[0], int(told[2])))
    return found


def _families(roots: Iterable[int]) -> list[int]:
    """These processes and all that they started."""
    running, family = _processes(), list(roots)
    for pid in family:  # grows meanwhile
        family += [child for child, _, parent in running if parent == pid]
    return family


def _stat(pid: int) -> list[str]:
    """The name of a process and what stands behind it in its `stat`; nothing when it is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return []
    before, _, behind = text.rpartition(")")  # a name may hold anything
    return [before.partition("(")[2], *behind.split()]


def _cpu(pid: int) -> float:
    """Seconds of CPU of a process and of those of its children that have ended."""
    found = _stat(pid)
    return sum(map(int, found[12:16])) * TICK if found else 0.0


def _status(pid: int, name: str) -> int:
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)


@get("/empty")
async def empty() -> dict[str, str]:
    """The least that Litestar can do."""
    return {}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.load.serving", description="Serve an empty handler.")
    parser.add_argument("--port", type=int, required=True)
    settings = Settings(port=parser.parse_args().port)
    logs.to_stderr()
    app = Litestar([empty], openapi_config=None, logging_config=None)
    with listening.listen(settings) as listens:
        uvicorn.Server(listening.server(app, settings)).run(sockets=[listens])


if __name__ == "__main__":
    main()
