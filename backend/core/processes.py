"""Several processes that serve one installation on one port. uvicorn starts them, puts a new one in the place of one
that dies, and ends them; SIGHUP to the first one replaces them one by one, and no request is lost by it."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from functools import partial
from socket import socket
from typing import Any

from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from backend.core import logs
from backend.core.database import Unready
from backend.core.listening import server
from backend.core.settings import BadSetting, Settings

PATIENCE = 60  # seconds that a process may take over its start, on a small box under load

Make = Callable[[Settings], Any]
"""The app of an installation. A function of a module: the name of it is all that goes to another process."""


class _Supervisor(Multiprocess):
    def terminate_all(self) -> None:
        for listening in self.sockets:  # first: who comes now is refused at once and tries again, and waits for nobody
            listening.close()
        super().terminate_all()

    def keep_subprocess_alive(self) -> None:
        if not all(process.process.is_alive() for process in self.processes):  # else it asks who is still starting,
            super().keep_subprocess_alive()  # and waits for the answer, while a signal waits for it


def must_be_possible(settings: Settings) -> None:
    """Raises BadSetting: SQLite has one writer, whose turn the others would wait for without any order."""
    if settings.processes > 1 and not settings.database:
        raise BadSetting(
            f"VERSTAT_PROCESSES is {settings.processes}; on SQLite it should be 1, for a file has one writer. "
            "Where one process is not enough, keep the database in PostgreSQL: VERSTAT_DATABASE."
        )


def serve(make: Make, settings: Settings, listening: socket) -> None:
    """Serve until told to end. Raises Unready when a process could not start."""
    config = server(partial(_one_of_them, make, settings), settings)
    config.factory, config.workers, config.timeout_worker_healthcheck = True, settings.processes, PATIENCE
    supervisor = _Supervisor(config, [listening])
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise Unready("A process could not start; the log says why.")


def _one_of_them(make: Make, settings: Settings) -> Any:
    """What one process serves, made in that process."""
    logs.to_stderr()
    first = multiprocessing.parent_process()
    if first is not None:  # killed, it ends nobody: without this the others would serve on, and keep the port
        asyncio.get_running_loop().add_reader(first.sentinel, _end_with, first.sentinel)
    return make(settings)


def _end_with(sentinel: int) -> None:
    asyncio.get_running_loop().remove_reader(sentinel)
    os.kill(os.getpid(), signal.SIGTERM)
