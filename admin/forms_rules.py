"""The form for the limits of a programme and the gates that its manufactories begin with."""

from typing import Any

from piccolo_admin.endpoints import FormConfig
from pydantic import BaseModel
from starlette.requests import Request

from admin.asked import door_of, perform, said
from admin.fields import Typed, asked_long, asked_number, asked_row
from admin.forms_programmes import PROGRAMMES
from backend.core.i18n import N_, gettext
from backend.manufactories.actions import set_rules
from backend.manufactories.queries import rules_of
from backend.manufactories.schemas import SetRules
from locales.catalogue import LANGUAGES

STAYS = N_("Empty: as it was.")
FIRST_SALE, BREAK_EVEN = N_("First sale"), N_("Break-even")
LINES = 4_000


class Rules(BaseModel):
    """Limits and gates."""

    programme: str = asked_row(N_("Programme"), "programme")
    team_min: str = asked_number(N_("Smallest team"), STAYS)
    team_max: str = asked_number(N_("Largest team"), STAYS)
    spending_limit: str = asked_number(N_("Spending above this waits for a second person, in hryvnias"), STAYS)
    cash_rounding: str = asked_number(
        N_("Cash is rounded to, in kopecks"), N_("1 for not at all, at most 100. Empty: as it was.")
    )
    gates: str = asked_long(
        N_("Gates"),
        N_(
            "One a line: days after the cohort's first day; name in Ukrainian; name in English. For example: "
            "7; Ідею затверджено; Idea approved. Empty: as they were."
        ),
    )
    first_sale: str = asked_number(N_("Gate of the first sale, due after days"), N_("Empty: no such gate."))
    break_even: str = asked_number(N_("Gate of the break-even, due after days"), N_("Empty: no such gate."))


async def _set_rules(request: Request, form: Rules) -> str:
    typed = Typed(request, form)
    programme = typed.row("programme")
    async with door_of(request).database.read() as db:
        former = await rules_of(db, programme)
    limits = _limits(typed, former)
    if limits["team_max"] < limits["team_min"]:
        raise typed.wrong("team_max", N_("“%(field)s”: it is smaller than the smallest team."))
    gates = _gates(typed)
    if not gates and former:
        gates = former.gates
    await perform(request, set_rules, typed.into(SetRules, programme=programme, gates=gates, **limits))
    return said(request, N_("The rules are set. Teams that are there keep their gates; limits hold from now on."))


def _limits(typed: Typed, former: SetRules | None) -> dict[str, int]:
    """What was typed, or what was there; of a new programme all of it is needed."""

    def limit(name: str, least: int, most: int, unit: int = 1) -> int:
        given = typed.number_if_any(name, least, most)
        if given is not None:
            return given * unit
        return getattr(former, name) if former else typed.number(name, least, most)

    return {
        "team_min": limit("team_min", 1, 50),
        "team_max": limit("team_max", 1, 50),
        "spending_limit": limit("spending_limit", 0, 10_000_000, 100),
        "cash_rounding": limit("cash_rounding", 1, 100),
    }


def _gates(typed: Typed) -> list[dict[str, Any]]:
    """In the order in which they are due."""
    found = [_gate(typed, line) for line in typed.text("gates", LINES).splitlines() if line.strip()]
    for kind, name in (("first_sale", FIRST_SALE), ("break_even", BREAK_EVEN)):
        days = typed.number_if_any(kind, 0, 1_000)
        if days is not None:
            spoken = {language: gettext(language, name) for language in LANGUAGES}
            found.append({"days": days, "kind": kind, "name": spoken})
    if len(found) > 30:
        raise typed.wrong("gates", N_("“%(field)s”: at most thirty."))
    return sorted(found, key=lambda gate: gate["days"])


def _gate(typed: Typed, line: str) -> dict[str, Any]:
    days, *names = (part.strip() for part in line.split(";"))
    right = days.isascii() and days.isdigit() and len(days) < 4 and len(names) == len(LANGUAGES) and all(names)
    if not right or any(len(name) > 200 for name in names):
        sentence = N_("“%(field)s”: “%(line)s” is not days; name in Ukrainian; name in English.")
        raise typed.wrong("gates", sentence, line=line.strip()[:80])
    return {"days": int(days), "name": dict(zip(LANGUAGES, names, strict=True))}


FORMS = [
    FormConfig(
        N_("Rules of a programme"),
        Rules,
        _set_rules,
        N_("Limits of the manufactories of a programme, and the gates that new ones begin with."),
        PROGRAMMES,
    )
]
