"""The command line: `./verstat COMMAND`, which is `python -m backend COMMAND` after the set-up."""

import argparse
import asyncio
import contextlib
import getpass
import io
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from backend import app, backups, doctor, migrations
from backend.core import logs, processes
from backend.core.database import Unready
from backend.core.listening import address, listen, server
from backend.core.settings import ROOT, BadSetting, Settings, read
from backend.demo import command as demo
from backend.people import erased
from backend.people.operators import OperatorTrouble, create_operator


def say(text: str) -> None:
    """A line for whoever started the command, at once."""
    print(text, flush=True)  # noqa: T201 - the command line speaks by printing


def _end(_signal: int, _frame: object) -> None:
    """uvicorn has ended in good order and hands the signal on."""
    sys.exit()


def _run(settings: Settings, listening: socket.socket) -> None:
    """Serve what `_check` has found good."""
    if settings.processes > 1:
        return processes.serve(app.checked, settings, listening)
    signal.signal(signal.SIGTERM, _end)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(server(app.checked(settings), settings)).run(sockets=[listening])
    return None


def run_demo(given: dict[str, Any]) -> None:
    """Load the town if it is not there, say who can sign in, serve."""
    fixed = {
        "data": given["data"] or ROOT / "data" / "demo",
        "database": "",
        "guard": "",
        "console": True,
        "processes": 1,
    }
    settings = read(**{**given, **fixed})
    with listen(settings) as listening:
        asyncio.run(demo.make_ready(lambda: app.assemble(settings), say))
        asyncio.run(_check(settings, demonstration=True))
        say(f"\nOpen {address(settings)} and sign in as:\n")
        for account in demo.accounts(settings.data):
            say(f"  {account['role']:12} {account['login']:22} {account['password']:10} {account['name']}")
        say(f"\nThe operator signs in at {address(settings)}/admin")
        say(f"Everyone else: {settings.data / 'demo-accounts.json'}. Ctrl+C ends it; the data stays.\n")
        _run(settings, listening)


async def _check(settings: Settings, *, demonstration: bool) -> None:
    """Before the server starts, once for all its processes; what is wrong is said in a sentence."""
    door = app.assemble(settings)
    try:
        await door.open()
        await migrations.require(door)
        if await demo.state(door) and not demonstration:
            raise Unready(
                "This is the demonstration's data: its passwords stand in a file. Give another folder with --data."
            )
        await app.begin(door)
    finally:
        await door.close()


def run_serve(given: dict[str, Any]) -> None:
    """Serve a real installation; never the demonstration's data."""
    settings = read(**given)
    processes.must_be_possible(settings)
    with listen(settings) as listening:
        asyncio.run(_check(settings, demonstration=False))
        say(f"Serving on {address(settings)}")
        _run(settings, listening)


async def _migrate(settings: Settings) -> None:
    door = app.assemble(settings)
    try:
        await door.open()
        done = await migrations.forwards(door.database)
        await erased.erase_again(door)
        say(f"{len(done)} migrations were run." if done else "Nothing to do: the database has its newest shape.")
    finally:
        await door.close()


def run_migrate(given: dict[str, Any]) -> None:
    """Bring the database to its newest shape."""
    asyncio.run(_migrate(read(**given)))


async def _create_operator(settings: Settings, name: str, password: str) -> None:
    door = app.assemble(settings)
    try:
        await door.open()
        await migrations.require(door)
        await create_operator(name, password)
        say(f"The operator {name} can sign in.")
    finally:
        await door.close()


def run_create_operator(given: dict[str, Any]) -> None:
    """Ask for a password and make the account."""
    name = given.pop("name")
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    asyncio.run(_create_operator(read(**given), name, password))


def run_backup(given: dict[str, Any]) -> None:
    """Copy the database while it is served."""
    to = given.pop("to")
    asyncio.run(backups.backup(read(**given), to, say))


def run_doctor(given: dict[str, Any]) -> None:
    """Look at everything, change nothing; status 1 when something is bad."""
    sys.exit(0 if asyncio.run(doctor.examine(read(**given), say)) else 1)


def run_restore(given: dict[str, Any]) -> None:
    """Put a backup in the place of the database, or accept the one that is there."""
    file, _ = given.pop("file"), given.pop("accept")
    settings = read(**given)
    asyncio.run(backups.restore(settings, file, say) if file else backups.accept(settings, say))


def run_test(_given: dict[str, Any]) -> None:
    """Run every test; the launcher has set everything up."""
    sys.exit(subprocess.call([sys.executable, "-m", "tests.run"], cwd=ROOT))


def run_torture(_given: dict[str, Any]) -> None:
    """Run the machines that try to break it; the launcher has set everything up."""
    sys.exit(subprocess.call([sys.executable, "-m", "tests.faults.torture"], cwd=ROOT))


def run_bench(_given: dict[str, Any]) -> None:
    """Say what can be measured; the launcher hands on what is asked for, and has set everything up."""
    sys.exit(subprocess.call([sys.executable, "-m", "tests.load.bench"], cwd=ROOT))


def run_translate(_given: dict[str, Any]) -> None:
    """Collect the words."""
    sys.exit(subprocess.call([sys.executable, "-m", "locales.translate"], cwd=ROOT))


Command = Callable[[dict[str, Any]], None]
"""What is given on the command line wins over the environment."""

COMMANDS: dict[str, tuple[Command, str]] = {
    "demo": (run_demo, "set up and serve the demonstration town"),
    "serve": (run_serve, "serve a real installation"),
    "test": (run_test, "set up and run every test"),
    "torture": (run_torture, "let phones and a server meet every trouble for long: --for 30m --seed 1"),
    "bench": (run_bench, "measure what the server bears (bench herd) and what an act costs (bench acts)"),
    "migrate": (run_migrate, "bring the database to the shape that this version needs"),
    "backup": (run_backup, "copy the database to a file, also while it is served, and check the copy"),
    "restore": (run_restore, "put a backup in the place of the database; phones then send their work again"),
    "doctor": (run_doctor, "look an installation through, served or not, and say what should be mended"),
    "create-operator": (run_create_operator, "make an operator's account for the console"),
    "translate": (run_translate, "collect the words for people into locales/ and say what lacks a translation"),
}


def arguments() -> argparse.ArgumentParser:
    """What can be asked of the command line."""
    listed = "\n".join(f"    {name:16} {words}" for name, (_, words) in COMMANDS.items())  # argparse breaks the longest
    parser = argparse.ArgumentParser(
        prog="verstat",
        description=f"Verstat runs youth entrepreneurship and training programmes.\n\ncommands:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (_, words) in COMMANDS.items():
        one = commands.add_parser(name, description=words)
        if name in ("demo", "serve", "doctor"):
            one.add_argument("--host", help="where it listens (127.0.0.1)")
            one.add_argument("--port", type=int, help="where it listens (8000)")
        if name not in ("test", "torture", "bench", "translate"):
            one.add_argument("--data", type=Path, metavar="DIR", help="the data folder")
        if name == "backup":
            one.add_argument("--to", type=Path, metavar="FILE", help="a new file (in the data folder, by the time)")
        if name == "restore":
            which = one.add_mutually_exclusive_group(required=True)
            which.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a backup")
            which.add_argument("--accept", action="store_true", help="the database that is there already is meant")
        if name == "create-operator":
            one.add_argument("name", help="the name to sign in with")
    return parser


def main() -> None:
    """Run one command; what an operator can mend is said in a sentence, without a traceback."""
    logs.to_stderr()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Ukrainian letters stops nothing
    given = vars(arguments().parse_args())
    run, _ = COMMANDS[given.pop("command")]
    try:
        run(given)
    except (Unready, BadSetting, OperatorTrouble) as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
