"""What is said at the end: a table for who reads, JSON for who compares."""

import os
import platform
from collections.abc import Sequence
from typing import Any

from tests.load.herd.before import Herd
from tests.load.herd.run import Run

MEGA = 2**20
PARTS = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def report(given: dict[str, Any], herd: Herd, run: Run) -> dict[str, Any]:
    """Every figure. Seconds, unless a name says otherwise."""
    tally, phones = run.tally, len(herd.phones)
    applied = sum(tally.acknowledged.values())
    answers = sum(tally.statuses.values())
    waits = tally.statuses[429] + tally.statuses[503]
    return {
        "bench": "herd",
        **given,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "delivered": {f"{share} %": _reached(run.delivered, share, phones) for share in (50, 95, 100)},
        "phones_through": len(run.delivered),
        "took": round(run.took, 2),
        "operations": {
            "made": phones * given["ops"],
            "applied": applied,
            "not_applied": dict(tally.refused),
            "per_second": round(applied / run.took) if run.took else 0,
            "bytes_each": round(herd.bytes_each),
        },
        "sync": {"answers": answers, **_spread(tally.trips)},
        "bundles": {"answers": len(tally.bundles), **_spread(tally.bundles)},
        "asked_to_wait": {"share": round(waits / answers, 4) if answers else 0, "without_page": tally.no_page},
        "statuses": {str(status): times for status, times in sorted(tally.statuses.items())},
        "answers_lost_on_purpose": tally.lost,
        "no_answer": tally.silent,
        "duplicates_absorbed": tally.dup,
        "lost": run.count.lost,
        "doubled": run.count.doubled,
        "counted": {"receipts": run.count.receipts, "sales": run.count.sales, "lessons": run.count.lessons},
        "sample": {"phones": len(herd.sample), "unlike_a_first_sync": run.unlike},
        "worker": {
            "page": _spread(herd.worker.pages),
            "push": _spread(herd.worker.pushes),
            "both": _spread([*herd.worker.pages, *herd.worker.pushes]),
            "statuses": {str(status): times for status, times in sorted(herd.worker.statuses.items())},
        },
        "server": {
            "peak_mib": round(run.peak / MEGA, 1),
            "cpu": round(run.cpu.server, 2),
            "cpu_ms_per_operation": _each(run.cpu.server, applied),
        },
        "postgres": {"cpu": round(run.cpu.postgres, 2), "cpu_ms_per_operation": _each(run.cpu.postgres, applied)},
        "generator": {"cpu": round(run.cpu.generator, 2)},
        "bytes_per_phone": {"up": round(tally.up / phones), "down": round(tally.down / phones)},
    }


def is_good(found: dict[str, Any]) -> bool:
    """Whether nobody lost or doubled anything, everybody is through, and phones and server agree."""
    whole = found["operations"]["applied"] == found["operations"]["made"]
    through = found["phones_through"] == found["phones"]
    return whole and through and not (found["lost"] or found["doubled"] or found["sample"]["unlike_a_first_sync"])


def table(found: dict[str, Any]) -> str:
    """The same, to be read."""
    sync, worker, server, postgres = found["sync"], found["worker"], found["server"], found["postgres"]
    times, size, waits = found["delivered"], found["bytes_per_phone"], found["asked_to_wait"]
    lines = {
        "delivered: 50, 95, 100 %": _row(times.values(), "s"),
        "a sync: p50, p95, p99": _row((sync[name] for name in PARTS), "s"),
        "a normal worker: p50, p95, p99": _row((worker["both"][name] for name in PARTS), "s"),
        "   of these the pages": _row((worker["page"][name] for name in PARTS), "s"),
        "   of these the pushes": _row((worker["push"][name] for name in PARTS), "s"),
        "asked to wait": f"{waits['share']:.1%} of {sync['answers']} answers; {waits['without_page']} without a page",
        "duplicates absorbed": str(found["duplicates_absorbed"]),
        "lost, doubled": f"{found['lost']}, {found['doubled']}",
        "phones unlike a first sync": "{unlike_a_first_sync} of {phones} looked at".format(**found["sample"]),
        "operations": "{applied} of {made} applied, {per_second} a second, {bytes_each} bytes each".format(
            **found["operations"]
        ),
        "server": "{peak_mib} MiB at most, {cpu} s of CPU, {cpu_ms_per_operation} ms an operation".format(**server),
        "PostgreSQL": "{cpu} s of CPU, {cpu_ms_per_operation} ms an operation".format(**postgres),
        "generator": f"{found['generator']['cpu']} s of CPU",
        "bytes a phone: up, down": f"{size['up']}, {size['down']}",
    }
    if found["database"] == "SQLite":
        del lines["PostgreSQL"]
    return "\n".join(f"{name:<32}{value}" for name, value in lines.items())


def _row(values: Any, unit: str) -> str:
    return ", ".join("-" if value is None else f"{value:.2f}" for value in values) + f" {unit}"


def _reached(delivered: Sequence[float], share: int, phones: int) -> float | None:
    """When that share of the phones was through; None when it never was."""
    needed = -(-phones * share // 100)
    return round(delivered[needed - 1], 2) if len(delivered) >= needed else None


def _spread(times: Sequence[float]) -> dict[str, float | None]:
    ordered = sorted(times)
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * part))], 4) if ordered else None
        for name, part in PARTS.items()
    }


def _each(seconds: float, count: int) -> float | None:
    return round(seconds * 1000 / count, 4) if count else None
