"""The export as a page to read and print: no script, nothing fetched, its own style allowed by its hash."""

import base64
import hashlib
import html
import json
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from backend.audit import words
from backend.core.clock import instant
from backend.core.fields import said
from backend.core.i18n import N_, gettext
from backend.people.queries import as_date
from backend.reports.own_data import PARTS, OwnData
from backend.reports.own_words import CODED, CODES, LABELS

MOST = 200
"""Rows of a part on the page; a year of a busy team would fill a hundred sheets. The file has all of them."""
STYLE = """
:root{color-scheme:light dark;--paper:#f6efdf;--sheet:#fffcf3;--ink:#1b1812;--soft:#5c5443;--hair:#d3c8ae}
@media (prefers-color-scheme:dark){:root{--paper:#16140e;--sheet:#242017;--ink:#f5eddb;--soft:#beb39b;--hair:#4b4536}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 Roboto,system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:48rem;margin:0 auto;padding:1rem}
a{color:inherit;display:inline-block;padding:.75rem 0}
h1{font-size:min(2.25rem,11vw);line-height:1.1;margin:.5rem 0}
h2{font-size:1.375rem;border-bottom:2px solid;margin:2rem 0 .5rem;break-after:avoid}
nav a{margin-right:1rem}
p,.count{color:var(--soft);margin:.5rem 0}
.row{background:var(--sheet);border:1px solid var(--hair);padding:.5rem .75rem;margin:0 0 .5rem;break-inside:avoid}
dl{margin:0;display:grid;grid-template-columns:minmax(7rem,12rem) 1fr;gap:.125rem .75rem}
dt{color:var(--soft)}dd{margin:0;white-space:pre-line}
@media (max-width:26rem){dl{grid-template-columns:1fr}dd{margin-bottom:.375rem}}
@media print{:root{--paper:#fff;--sheet:#fff;--ink:#000;--soft:#333;--hair:#999}nav{display:none}
main{max-width:none;padding:0}body{font-size:10pt}}
@page{size:A4;margin:15mm}
"""
POLICY = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)
"""The page's own Content-Security-Policy."""
DAY = "dd.MM.yyyy"
TITLE = N_("My data")
BACK = N_("Back to Verstat")
MADE = N_("Everything this installation holds about you, on %(when)s.")
EMPTY = N_("Nothing.")
MORE = N_("The latest %(shown)s of %(all)s rows; the file has all of them.")
LEFT_OUT = N_("What is not shown here, and why")
YES, NO = N_("yes"), N_("no")


def page(data: OwnData, language: str, timezone: str) -> str:
    """The page in the reader's language, days and hours as their school has them."""
    return _Page(language, timezone).of(data)


class _Page:
    def __init__(self, language: str, timezone: str) -> None:
        self.language, self.timezone = language, timezone

    def of(self, data: OwnData) -> str:
        title = self._say(TITLE)
        name = " ".join(str(data["parts"]["account"][0][part] or "") for part in ("family", "given_name"))
        body = [
            f'<nav><a href="/me">{self._say(BACK)}</a></nav><h1>{title}</h1>',
            f"<p>{_safe(name)}</p><p>{self._say(MADE, when=self._moment(data['made_at']))}</p>",
            *(self._part(PARTS[key].title, rows) for key, rows in data["parts"].items()),
            f"<h2>{self._say(LEFT_OUT)}</h2>",
            *(f"<p>{self._say(one)}</p>" for one in data["left_out"]),
        ]
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>'
            f"<body><main>{''.join(body)}</main></body></html>"
        )

    def _say(self, text: str, **data: object) -> str:
        return _safe(gettext(self.language, text, **data))

    def _part(self, title: str, rows: list[dict[str, Any]]) -> str:
        shown = rows[-MOST:]
        head = f"<h2>{self._say(title)}</h2>"
        if not rows:
            return f"{head}<p>{self._say(EMPTY)}</p>"
        more = "" if shown == rows else f"<p>{self._say(MORE, shown=len(shown), all=len(rows))}</p>"
        return head + more + "".join(self._row(row) for row in shown)

    def _row(self, row: dict[str, Any]) -> str:
        told = {name: value for name, value in row.items() if value not in (None, "", {}, [])}
        pairs = (f"<dt>{self._say(LABELS[name])}</dt><dd>{self._told(name, one)}</dd>" for name, one in told.items())
        return f'<div class="row"><dl>{"".join(pairs)}</dl></div>'

    def _told(self, name: str, value: Any) -> str:
        """A value in words."""
        if isinstance(value, bool):
            return self._say(YES if value else NO)
        if name == "act":
            return _safe(words.sentence(value, self.language))
        if name == "acted_as":
            return _safe(words.capacity(value, self.language))
        if name in CODED:
            return ", ".join(self._say(CODES.get(one, one)) for one in str(value).split())
        if name == "kopecks":
            return _safe(format_currency(value / 100, "UAH", locale=self.language))
        return _safe(self._plain(name, value))

    def _plain(self, name: str, value: Any) -> str:
        if name.endswith("_at") or name in ("since", "until"):
            return self._moment(value)
        if name in ("born", "day", "held_on", "checked_on", "expires_on"):
            return format_date(as_date(value), DAY, locale=self.language)
        if name in ("answers", "results"):
            return ", ".join(self._answer(one) for one in value.values())
        if name in ("details", "flags"):
            return json.dumps(value, ensure_ascii=False)
        return said(value, self.language) if isinstance(value, dict) else str(value)

    def _answer(self, value: Any) -> str:
        """An answer as it was given; choices by their place."""
        if isinstance(value, bool):
            return gettext(self.language, YES if value else NO)
        return json.dumps(value, ensure_ascii=False)

    def _moment(self, value: str) -> str:
        return format_datetime(instant(value), f"{DAY} HH:mm", tzinfo=ZoneInfo(self.timezone), locale=self.language)


def _safe(text: str) -> str:
    return html.escape(text)
