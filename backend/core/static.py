"""The built PWA from memory: precompressed, with ETag and 304. Few files, so all of them are kept."""

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path

from litestar import Response
from litestar.exceptions import NotFoundException
from msgspec import Struct

from backend.core.packing import accepts

mimetypes.add_type("application/manifest+json", ".webmanifest")
mimetypes.add_type("text/javascript", ".js")

ENCODINGS = {"br": ".br", "gzip": ".gz"}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


class _File(Struct, frozen=True):
    etag: str
    kind: str
    keep: str
    bodies: dict[str, bytes]
    """Encoding ("" for none) -> bytes."""


class Static:
    """A folder of files. A path of the app that is no file gets index.html: the app finds its screen."""

    def __init__(self, folder: Path) -> None:
        self.files = {
            f"/{path.relative_to(folder).as_posix()}": _load(path)
            for path in sorted(folder.rglob("*"))
            if _wanted(path)
        }

    def answer(self, path: str, headers: Mapping[str, str]) -> Response[bytes]:
        """What a GET of `path` gets."""
        file = self.files.get(path.rstrip("/") or "/index.html")
        if file is None and "." not in path.rsplit("/", 1)[-1]:
            file = self.files.get("/index.html")
        if file is None:
            raise NotFoundException
        said = {"etag": file.etag, "cache-control": file.keep, "vary": "accept-encoding"}
        if file.etag in headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=said)
        accepted = headers.get("accept-encoding", "")
        encoding = next((name for name in ENCODINGS if name in file.bodies and accepts(accepted, name)), "")
        if encoding:
            said["content-encoding"] = encoding
        return Response(file.bodies[encoding], media_type=file.kind, headers=said)


def _wanted(path: Path) -> bool:
    return path.is_file() and path.suffix not in ENCODINGS.values() and not path.name.startswith(".")


def _load(path: Path) -> _File:
    plain = path.read_bytes()
    bodies = {"": plain}
    for name, suffix in ENCODINGS.items():
        packed = path.with_name(path.name + suffix)
        if packed.exists():
            bodies[name] = packed.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind.startswith(("application/json", "application/manifest")):
        kind += "; charset=utf-8"  # to text/… Litestar adds it
    etag = f'"{hashlib.sha256(plain).hexdigest()[:20]}"'
    return _File(etag, kind, FOR_EVER if path.parent.name == "assets" else ASK_AGAIN, bodies)
