"""What a doctor says of an installation, asked in this process."""

from dataclasses import replace

from backend import doctor
from backend.core.settings import Settings

MARKS = ("ok", "look", "bad")


class Said(list[str]):
    """The lines, in order."""

    fine = False
    """Whether nothing is bad: exit status 0."""

    def mark(self, piece: str) -> str:
        """How the one line is marked that has `piece` in it."""
        (line,) = [line for line in self if piece in line]
        return line.split()[0]

    @property
    def bad(self) -> list[str]:
        return [line for line in self if line.startswith("bad")]


async def said(settings: Settings, **other: object) -> Said:
    """What is said of an installation, with some settings otherwise."""
    lines = Said()
    asked = replace(settings, **other)  # type: ignore[arg-type] - tests name fields
    lines.fine = await doctor.examine(asked, lines.append)
    assert {line.split()[0] for line in lines} <= {*MARKS}
    assert lines.fine == (not lines.bad)
    return lines
