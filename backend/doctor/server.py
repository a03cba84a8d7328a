"""The server as others meet it: at its own address, and by its public names."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address, ip_network
from typing import Any, cast

from backend.core import hosts
from backend.core.http import HEADERS
from backend.core.listening import address
from backend.core.settings import Settings
from backend.doctor.case import Answer, Case, Finding, answer, bad, look, ok

PATIENCE = 5  # seconds for an answer
TLS_PORT = 443
SOON = 14  # days; certificates are renewed a month before their end
MOST_NAMES = 10
HEALTH = "/api/health"
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where one listens, and where one asks then
WIDE = 8  # bits; a network of more addresses than that is no list of proxies


async def ask(settings: Settings) -> Answer | None:
    """What the server says at its own address; None when nobody listens there."""
    host = EVERYWHERE.get(settings.host, settings.host)
    return await asyncio.to_thread(_ask, HTTPConnection(host, settings.port, timeout=PATIENCE), HEALTH)


def _ask(connection: HTTPConnection, path: str) -> Answer | None:
    try:
        return answer(connection, path)
    except ConnectionRefusedError:
        return None
    except (OSError, HTTPException):
        return Answer(0, {}, b"")
    finally:
        connection.close()


async def itself(case: Case) -> AsyncIterator[Finding]:
    """Does it serve?"""
    said, where = case.server, address(case.settings)
    if said is None:
        yield look(f"The server does not run: nobody listens at {where}. ./verstat serve")
    elif said.status == 0:
        yield bad(f"Something listens at {where} and gives no answer. Restart the server, and look into its log.")
    elif said.status == 503 and b"not_ready" in said.body:
        yield bad(f"The server at {where} is not ready ({_part(said)}). Its log has the reason.")
    elif said.status != 200 or b'"status"' not in said.body:
        yield bad(f"Another program answers at {where}. Give Verstat a port of its own: VERSTAT_PORT.")
    elif missing := _missing(said):
        yield bad(f"The server at {where} answers without {', '.join(missing)}: is it an older version? Restart it.")
    else:
        yield ok(f"The server answers at {where}, with all its security headers.")


def _part(said: Answer) -> str:
    try:
        return str(json.loads(said.body)["data"]["part"])
    except (ValueError, LookupError, TypeError):
        return "database or migrations"


def _missing(said: Answer) -> list[str]:
    """Headers of ours that did not come, or came otherwise."""
    return [name for name, value in HEADERS.items() if said.headers.get(name) != value]


async def names(case: Case) -> AsyncIterator[Finding]:
    """As a phone reaches it."""
    known = sorted(hosts.names(case.settings.hosts))
    if not known:
        yield look(
            "VERSTAT_HOSTS is empty: the server is reached by its address only. Phones install the app over HTTPS "
            "alone, by a name."
        )
    for name in known[:MOST_NAMES]:
        for finding in await asyncio.to_thread(_by_name, name, case.now):
            yield finding


def trust() -> ssl.SSLContext:
    """Which certificates are believed: those that the system believes."""
    return ssl.create_default_context()


def _by_name(name: str, now: datetime) -> list[Finding]:
    where = f"https://{name}"
    connection = HTTPSConnection(name, TLS_PORT, timeout=PATIENCE, context=trust())
    try:
        connection.connect()
        ends = _ends(connection)
        said = answer(connection, HEALTH)
    except ssl.SSLCertVerificationError as error:
        return [bad(f"Phones do not trust the certificate of {where} ({error.verify_message}). Renew it.")]
    except (OSError, HTTPException) as error:
        return [
            look(
                f"{where} cannot be reached from this machine ({type(error).__name__}). Some networks hide a machine's "
                "public name from itself: try with a phone. If it fails there too, look at the proxy and at the name."
            )
        ]
    finally:
        connection.close()
    return [_certificate(where, (ends - now).days, ends), _answered(where, said)]


def _ends(connection: HTTPSConnection) -> datetime:
    certificate = cast("dict[str, Any]", connection.sock.getpeercert())  # there is one, or it would not be connected
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)


def _certificate(where: str, days: int, ends: datetime) -> Finding:
    said = f"The certificate of {where} is valid until {ends:%Y-%m-%d}"
    return look(f"{said}: is its renewal set up?") if days < SOON else ok(f"{said}.")


def _answered(where: str, said: Answer) -> Finding:
    if said.status == 421:
        return bad(f"{where} is refused as a strange name: the proxy must pass Host unchanged.")
    if said.status != 200 or b'"status"' not in said.body:
        return bad(f"{where} does not lead to a server that is ready (status {said.status}). Look at the proxy.")
    if missing := _missing(said):
        return bad(f"{where} answers without {', '.join(missing)}: the proxy takes them away or changes them.")
    if "strict-transport-security" not in said.headers:
        return look(
            f"{where} does not tell browsers to stay with HTTPS (HSTS): the proxy must send X-Forwarded-Proto, and its "
            "address must stand in VERSTAT_TRUSTED_PROXIES."
        )
    return ok(f"{where} answers, with all security headers and HSTS.")


async def proxies(case: Case) -> AsyncIterator[Finding]:
    """Whose word on a visitor's address is believed: whoever can give it is not slowed down when guessing passwords."""
    listed = [one.strip() for one in case.settings.trusted_proxies.split(",") if one.strip()]
    wide = [one for one in listed if _is_wide(one)]
    odd = [one for one in listed if not _is_network(one)]
    if wide:
        yield bad(
            f"VERSTAT_TRUSTED_PROXIES has {', '.join(wide)}: anybody can pretend to come from elsewhere, and guess "
            "passwords without being slowed down. Name the proxy's own address."
        )
    elif odd:
        yield look(f"VERSTAT_TRUSTED_PROXIES has {', '.join(odd)}, which is no address and never matches.")
    elif not listed and case.settings.hosts:
        yield look("VERSTAT_TRUSTED_PROXIES is empty: behind a proxy all visitors look like one. Name its address.")
    else:
        yield ok(f"Believed on a visitor's address: {', '.join(listed) or 'nobody'}.")


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return text == "*"
    return True


def _is_wide(text: str) -> bool:
    return text == "*" or (_is_network(text) and ip_network(text, strict=False).prefixlen < WIDE)


async def metrics(case: Case) -> AsyncIterator[Finding]:
    """Are the figures there, and for the right ones?"""
    if not case.settings.metrics:
        return
    host, port = hosts.listener(case.settings.metrics)
    said = await asyncio.to_thread(_ask, HTTPConnection(EVERYWHERE.get(host, host), port, timeout=PATIENCE), "/metrics")
    if case.server is not None and (said is None or said.status != 200):
        yield look(
            f"Nobody gives figures at {case.settings.metrics} (VERSTAT_METRICS): does another program listen there?"
        )
    elif _is_public(host):
        yield look(
            f"The figures at {case.settings.metrics} (VERSTAT_METRICS) may be read from outside: better 127.0.0.1."
        )
    else:
        yield ok(f"Figures for Prometheus are set up at {case.settings.metrics}.")


def _is_public(host: str) -> bool:
    try:
        return host in EVERYWHERE or ip_address(host).is_global
    except ValueError:
        return False
