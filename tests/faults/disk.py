"""A disk that remembers, under the very SQLite library that Python uses; and what is left of it after a power cut.

`Disk.plug_in` puts a VFS of ours before the library's own (https://sqlite.org/vfs.html): all goes through to the real
files, and every create, write, truncate, sync and delete is noted in order. `Disk.cut` then builds the files as they
may be when the power fails after the n-th of these, and nothing more is promised than POSIX promises:

- of a file there is what it held at its last sync, and of what was written since nothing, all, the beginning, or any
  of its sectors; a file that grew has zeros where nothing arrived;
- a name that was made or taken away since its folder was last synced is as it was before or after. SQLite syncs the
  folder with the first sync of a new journal or WAL, and with a delete when it asks for that;
- the WAL index (-shm) is no file of a disk: after a cut it holds anything.

Not modelled: a disk that says "synced" and lies, one that spoils sectors that were at rest, sectors torn within.
The layouts are those of `sqlite3_vfs`, `sqlite3_file` and `sqlite3_io_methods` in sqlite3.h, unchanged since 3.7.17.
"""

import _sqlite3
import ctypes
import os
import sqlite3
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from random import Random
from typing import Any, Literal, NamedTuple, Protocol

SECTOR = 512
OK = 0
KEPT = 0x100 | 0x800 | 0x80000  # SQLITE_OPEN_MAIN_DB, _MAIN_JOURNAL, _WAL; the rest is temporary

# Paths as they come: SQLite keeps more behind the zero that ends one, and the files keep the pointer.
OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


def _untouched(*names: str) -> list[tuple[str, Any]]:
    return [(name, c_void_p) for name in names]


class Vfs(Structure):
    """struct sqlite3_vfs, version 3."""

    _fields_ = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", OPEN),
        ("xDelete", DELETE),
        *_untouched("xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose", "xRandomness", "xSleep"),
        *_untouched("xCurrentTime", "xGetLastError", "xCurrentTimeInt64"),
        *_untouched("xSetSystemCall", "xGetSystemCall", "xNextSystemCall"),
    ]


class Methods(Structure):
    """struct sqlite3_io_methods, version 3."""

    _fields_ = [
        ("iVersion", c_int),
        *_untouched("xClose", "xRead"),
        ("xWrite", WRITE),
        ("xTruncate", TRUNCATE),
        ("xSync", SYNC),
        *_untouched("xFileSize", "xLock", "xUnlock", "xCheckReservedLock", "xFileControl", "xSectorSize"),
        *_untouched("xDeviceCharacteristics", "xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap", "xFetch", "xUnfetch"),
    ]


class File(Structure):
    """struct sqlite3_file; a VFS keeps its own things behind it."""

    _fields_ = [("methods", POINTER(Methods))]


class Event(NamedTuple):
    """What was asked of the disk. `size`: of a truncate; `durable`: of a delete, whether the folder was synced."""

    what: Literal["create", "write", "truncate", "sync", "delete"]
    name: str
    offset: int = 0
    data: bytes = b""
    durable: bool = False


def library() -> Any:
    """The SQLite that the interpreter itself uses, linked into it or not; None when it keeps that to itself."""
    found: Any = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    try:
        found.sqlite3_vfs_find.restype = POINTER(Vfs)
        found.sqlite3_libversion.restype = c_char_p
        is_it = found.sqlite3_libversion().decode() == sqlite3.sqlite_version
    except AttributeError:
        return None
    return found if is_it else None


def _path(text: int) -> Path:
    return Path(os.fsdecode(ctypes.string_at(text)))


class Disk:
    """Remembers what is done to the files that SQLite opens while it is plugged in."""

    def __init__(self, sqlite: Any) -> None:
        self.events: list[Event] = []
        self.before: dict[str, bytes] = {}
        """What the files held that were there already."""
        self._sqlite, self._real = sqlite, sqlite.sqlite3_vfs_find(None)
        self._names: dict[int, str] = {}
        self._tables: dict[int, Methods] = {}
        self._vfs = Vfs()
        ctypes.memmove(ctypes.byref(self._vfs), self._real, ctypes.sizeof(Vfs))
        self._vfs.zName, self._vfs.pNext = b"remembering", None
        self._vfs.xOpen, self._vfs.xDelete = OPEN(self._open), DELETE(self._delete)

    def plug_in(self) -> None:
        assert self._sqlite.sqlite3_vfs_register(ctypes.byref(self._vfs), 1) == OK

    def unplug(self) -> None:
        """The library's own VFS serves who comes from now on."""
        assert self._sqlite.sqlite3_vfs_register(self._real, 1) == OK
        assert self._sqlite.sqlite3_vfs_unregister(ctypes.byref(self._vfs)) == OK

    def _open(self, vfs: int, path: int | None, file: int, flags: int, out: int | None) -> int:
        kept = _path(path) if path and flags & KEPT else None
        is_new = kept is not None and not kept.exists()
        done = self._real.contents.xOpen(vfs, path, file, flags, out)
        if done != OK or kept is None:
            return done
        if is_new:
            self.events.append(Event("create", kept.name))
        elif kept.name not in self.before and all(event.name != kept.name for event in self.events):
            self.before[kept.name] = kept.read_bytes()
        self._names[file] = kept.name
        opened = File.from_address(file)
        opened.methods = ctypes.pointer(self._table(opened.methods.contents))
        return done

    def _delete(self, vfs: int, path: int, sync: int) -> int:
        done = self._real.contents.xDelete(vfs, path, sync)
        if done == OK:
            self.events.append(Event("delete", _path(path).name, durable=bool(sync)))
        return done

    def _table(self, real: Methods) -> Methods:
        """A copy of a file's methods in which ours stand before those that change it."""
        known = self._tables.get(ctypes.addressof(real))
        if known is not None:
            return known
        ours = Methods()
        ctypes.memmove(ctypes.byref(ours), ctypes.byref(real), ctypes.sizeof(Methods))

        def write(file: int, data: int, size: int, offset: int) -> int:
            self.events.append(Event("write", self._names[file], offset, ctypes.string_at(data, size)))
            return real.xWrite(file, data, size, offset)

        def truncate(file: int, size: int) -> int:
            self.events.append(Event("truncate", self._names[file], size))
            return real.xTruncate(file, size)

        def sync(file: int, flags: int) -> int:
            done = real.xSync(file, flags)
            if done == OK:
                self.events.append(Event("sync", self._names[file]))
            return done

        ours.xWrite, ours.xTruncate, ours.xSync = WRITE(write), TRUNCATE(truncate), SYNC(sync)
        self._tables[ctypes.addressof(real)] = ours
        return ours

    def cut(self, moment: int, left: "Left") -> dict[str, bytes]:
        """The files as they may be after the power failed when `moment` events had been."""
        folder = Folder(self.before)
        for event in self.events[:moment]:
            folder.happen(event)
        return folder.after(left)


class Body:
    """What a name stands for: what is safe, and what was asked since."""

    def __init__(self, safe: bytes, *, is_new: bool) -> None:
        self.safe, self.since, self.is_new = safe, list[Event](), is_new

    def sync(self) -> None:
        self.safe, self.since, self.is_new = self.content(self.since), [], False

    def content(self, events: list[Event]) -> bytes:
        found = bytearray(self.safe)
        for _, _, offset, data, _ in events:
            found.extend(bytes(max(0, offset + len(data) - len(found))))
            if data:
                found[offset : offset + len(data)] = data
            else:
                del found[offset:]
        return bytes(found)


class Folder:
    """Names and what they stand for. Of each name all that it stood for since the folder was synced is known."""

    def __init__(self, before: dict[str, bytes]) -> None:
        self.names: dict[str, list[Body | None]] = {name: [Body(held, is_new=False)] for name, held in before.items()}

    def happen(self, event: Event) -> None:
        stood = self.names.setdefault(event.name, [None])
        body = stood[-1]
        if event.what == "create":
            stood.append(Body(b"", is_new=True))
        elif event.what == "delete":
            stood.append(None)
            if event.durable:
                self._sync()
        elif body is not None and event.what == "sync":
            if body.is_new:
                self._sync()
            body.sync()
        elif body is not None:
            body.since.append(event)

    def _sync(self) -> None:
        self.names = {name: stood[-1:] for name, stood in self.names.items()}

    def after(self, left: "Left") -> dict[str, bytes]:
        """What is found when the power is back."""
        found = {name: left.body(stood) for name, stood in self.names.items()}
        return {name: body.content(left.events(body.since)) for name, body in found.items() if body is not None}


class Left(Protocol):
    """How much of what was not synced is left."""

    def body(self, stood: list[Body | None]) -> Body | None:
        """What a name stands for, of all that it stood for."""
        ...

    def events(self, since: list[Event]) -> list[Event]:
        """What was written, of all that was to be."""
        ...


class Nothing:
    def body(self, stood: list[Body | None]) -> Body | None:
        return stood[0]

    def events(self, since: list[Event]) -> list[Event]:
        return since[:0]


class Everything:
    def body(self, stood: list[Body | None]) -> Body | None:
        return stood[-1]

    def events(self, since: list[Event]) -> list[Event]:
        return since


class Beginning(Everything):
    """All up to some moment, and of the next write the first sectors."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def events(self, since: list[Event]) -> list[Event]:
        pieces = [piece for event in since for piece in _sectors(event)]
        return pieces[: self._random.randint(0, len(pieces))]


class Anything:
    """Each name and each sector by itself, more or fewer of them."""

    def __init__(self, random: Random) -> None:
        self._random, self._share = random, random.choice([0.1, 0.5, 0.9])

    def body(self, stood: list[Body | None]) -> Body | None:
        return self._random.choice(stood)

    def events(self, since: list[Event]) -> list[Event]:
        return [piece for event in since for piece in _sectors(event) if self._random.random() < self._share]


def _sectors(event: Event) -> Iterator[Event]:
    if not event.data:
        yield event
    for at in range(0, len(event.data), SECTOR):
        yield event._replace(offset=event.offset + at, data=event.data[at : at + SECTOR])
