"""By what an installation is reached. A website of elsewhere can point its own name at our address and then read as us
what a visitor's browser fetches; it cannot do so with an address, nor with localhost."""

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address, ip_address
from urllib.parse import urlsplit

_host = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([\w.-]{1,253}))(?::[0-9]{1,5})?\Z", re.ASCII).match
_is_name = re.compile(r"(?!-)[\w-]{1,63}(?:\.[\w-]{1,63})*\Z", re.ASCII).match


def names(text: str) -> frozenset[str]:
    """The names in a list separated by commas, as a browser sends them. Raises ValueError for what is no name."""
    found = [_as_sent(part.strip()) for part in text.split(",") if part.strip()]
    if bad := [name for name in found if not _is_name(name)]:
        raise ValueError(bad[0])
    return frozenset(found)


def _as_sent(name: str) -> str:
    return name.rstrip(".").encode("idna").decode() if not name.isascii() else name.rstrip(".").lower()


def said(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The host that a request names, without its port; None when it names none, two, or what is no host."""
    found = [value for name, value in headers if name == b"host"]
    if len(found) != 1 or (parts := _host(found[0].decode("latin-1"))) is None:
        return None
    if parts[1] is None:
        return parts[2].removesuffix(".").lower() or None
    try:
        return str(IPv6Address(parts[1]))
    except AddressValueError:
        return None


@lru_cache(256)  # every request asks, and nearly all by one name
def is_ours(host: str, ours: frozenset[str]) -> bool:
    """Whether a host is answered: an address, localhost or one of the names."""
    if host == "localhost" or host in ours:
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def listener(text: str) -> tuple[str, int]:
    """Address and port out of `127.0.0.1:9464` or `[::1]:9464`. Raises ValueError."""
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or parts.netloc != text or "@" in text:
        raise ValueError(text)
    return parts.hostname, parts.port
