"""Small files beside the database: after a power cut there is the old one or the new one, and nothing between."""

import os
import tempfile
from pathlib import Path


def settle(path: Path) -> None:
    """Return once the disk has a file's content; or a folder's names, without which a new file is not there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(file: Path, text: str) -> None:
    """Put `text` in the place of what a file held, readable by this user alone."""
    handle, new = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
    try:
        with open(handle, "w", encoding="utf-8") as written:
            written.write(text)
        settle(Path(new))
        Path(new).replace(file)
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise
    settle(file.parent)
