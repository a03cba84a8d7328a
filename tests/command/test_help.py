import pytest

from tests.command.program import run

COMMANDS = [
    "demo",
    "serve",
    "test",
    "torture",
    "bench",
    "migrate",
    "backup",
    "restore",
    "doctor",
    "create-operator",
    "translate",
]


async def test_it_works() -> None:
    status, out, err = await run("--help")
    assert (status, err) == (0, "")
    listed = [line.split(maxsplit=1) for line in out.splitlines() if line.split()[:1] and line.split()[0] in COMMANDS]
    assert [name for name, _ in listed] == COMMANDS
    assert all(len(words) > 15 for _, words in listed)


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_explains_itself(command: str) -> None:
    status, out, _ = await run(command, "--help")
    assert status == 0
    assert out.startswith(f"usage: verstat {command}")


@pytest.mark.parametrize("arguments", [[], ["fly"], ["serve", "--port", "x"], ["create-operator"]])
async def test_what_it_does_not_understand_it_says_without_a_traceback(arguments: list[str]) -> None:
    status, out, err = await run(*arguments)
    assert (status, out) == (2, "")
    assert "usage: verstat" in err
    assert "Traceback" not in err
