"""The page of the console: Piccolo's, under our name, with every word translated and every refusal in its own words.

Piccolo's program says a few things in English only, and a refusal in none. The places are replaced as it is read in;
a test holds Piccolo to them.
"""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import piccolo_admin
from piccolo_admin.translations.data import ENGLISH, UKRAINIAN
from piccolo_admin.translations.models import Translation

from admin.form_page import CHROME_OF_FORMS, REPLACED_IN_FORMS, STYLE
from admin.words import CHROME
from backend.core.i18n import gettext
from backend.core.packing import packed_at_once

DIST = Path(piccolo_admin.__file__).parent / "dist"
T = "uc.global.t"
"""How Piccolo's program translates."""
KEPT = "e.schema.extra.kept"
UNSEEN = 'h0("",!0)'
REPLACED = {
    # A refusal of ours has one sentence for people, whatever its status.
    "function tr(e,t){return": "function tr(e,t){return e&&typeof e.detail=='string'?[e.detail]:",
    'contents:"Problem logging in"': f'contents:(r.response&&r.response.data||{{}}).detail||{T}("Problem logging in")',
    'await this.$store.dispatch("fetchUser");const e=this.$route': (
        f'this.$store.commit("updateApiResponseMessage",{{contents:{T}("Signed in"),type:"success"}});'
        'await this.$store.dispatch("fetchUser");const e=this.$route'
    ),
    "contents:`Error - ${t.response.data.detail}`": "contents:t.response.data.detail",
    "contents:`Unable to delete row ${this.selectedRows[e]} (${n})`": "contents:n",
    'contents:"Invalid column name or value"': 'contents:tr(i.response&&i.response.data).join(", ")',
    "contents:`Problem fetching ${o} rows.`": f'contents:{T}("Problem logging in")',
    'await this.$store.dispatch("deleteRow",{tableName:this.tableName,rowID:e}),': (
        'await this.$store.dispatch("deleteRow",{tableName:this.tableName,rowID:e}).catch(t=>{'
        'this.$store.commit("updateApiResponseMessage",'
        '{contents:tr(t.response&&t.response.data,t.response&&t.response.status).join(", "),type:"error"});throw t}),'
    ),
    # Tables and columns have other names in another language.
    'await this.$store.dispatch("loadTranslation",e),this.$emit("closeDropdown",!1)': (
        'await this.$store.dispatch("loadTranslation",e),location.reload()'
    ),
    # What is kept as it is has no button that saves or adds.
    't0("button",{disabled:!e.saveButtonEnabled,"data-uitest":"save_button"},M0(e.$t("Save")),9,W9)': (
        f'{KEPT}?{UNSEEN}:(Z(),p0("button",{{key:9,disabled:!e.saveButtonEnabled,"data-uitest":"save_button"}},'
        'M0(e.$t("Save")),9,W9))'
    ),
    'M0(e.$t("Edit"))+" "+M0(e.readable(e.tableName))': (
        f'M0({KEPT}?e.readable(e.tableName):e.$t("Edit")+": "+e.readable(e.tableName))'
    ),
    'M0(e.$t("Add"))+" "+M0(e.readable(e.tableName))': 'M0(e.$t("Add")+": "+e.readable(e.tableName))',
    'z0(p,{to:{name:"addRow",params:{tableName:e.tableName}}': (
        f'e.schema.extra.full?{UNSEEN}:(Z(),R0(p,{{key:9,to:{{name:"addRow",params:{{tableName:e.tableName}}}}'
    ),
    'M0(e.$t("Add Row")),1)]),_:1},8,["to"])': 'M0(e.$t("Add Row")),1)]),_:1},8,["to"]))',
    'e.isFilter?h0("",!0):(Z(),R0(s,{key:0,to:{name:"addRow"': (
        f'e.isFilter||b.extra.foreign_key.full?{UNSEEN}:(Z(),R0(s,{{key:0,to:{{name:"addRow"'
    ),
    # English that stands in the program.
    "confirm(`Are you sure you want to delete row ${e}?`)": (
        f'confirm({T}("Are you sure you want to delete this row?"))'
    ),
    "contents:`Changed password successfully. You will be redirected\n                        "
    "to log in with your new credentials.`": f'contents:{T}("Changed password")',
    '" All "': f'{T}("All")',
    '" Null "': f'{T}("None")',
    '" True "': f'{T}("Yes")',
    '" False "': f'{T}("No")',
    '"None")])': f'{T}("None"))])',
    'selectResult(null,"Null")': f'selectResult(null,{T}("None"))',
    'placeholder:e.isFilter?"All":"None"': f'placeholder:e.isFilter?{T}("All"):{T}("None")',
    'this.isFilter?"All":this.isNullable&&this.value===null?"NULL":""': f'this.isFilter?{T}("All"):""',
    't0("code",null,"NULL",-1)': 't0("span",null,"–",-1)',
    'U0("Error",-1)': f'U0({T}("Error"),-1)',
    '"of "+M0(e.pageCount)': 'M0(e.$t("of"))+" "+M0(e.pageCount)',
    "label:`${c} per page`": "label:`${c}`",
    "M0(r),9,bT": f"M0({T}(r)),9,bT",
    # It is caught, but browsers report that our policy forbids it.
    'new Function("return this")()': "self",
}
SPOKEN_AS_WRITTEN = ("contents:", "alert(", "confirm(", "showSuccess(", "title:", "label:", "this.successMessage=")
"""Before these a text stands as it is shown; each that `words.CHROME` knows is translated."""


class Asset(NamedTuple):
    """A file of the page as it is sent."""

    name: str
    body: bytes
    packed: bytes


@cache
def program() -> Asset:
    """Piccolo's program with our words."""
    (path,) = DIST.glob("assets/index-*.js")
    text = path.read_text("utf-8")
    for former, now in {**REPLACED, **REPLACED_IN_FORMS}.items():
        text = text.replace(former, now)
    for word in CHROME:
        for before in SPOKEN_AS_WRITTEN:
            text = text.replace(f'{before}"{word}"', f'{before}{T}("{word}")')
    body = text.encode()
    return Asset(path.name, body, packed_at_once(body))


@cache
def index(language: str) -> bytes:
    """The page itself. The program has another address whenever it changes: browsers keep it for ever."""
    text = (DIST / "index.html").read_text("utf-8")
    name = program().name
    text = text.replace(name, f"{name}?{sha256(program().body).hexdigest()[:12]}")
    text = text.replace("</head>", f"{STYLE}</head>")
    text = text.replace('<html lang="en">', f'<html lang="{language}">')
    text = text.replace("<title>Piccolo Admin</title>", '<title>Verstat</title><link rel="icon" href="data:,">')
    needs = gettext(language, CHROME["JavaScript"])
    return re.sub(r"<strong>.*?</strong>", f"<strong>{needs}</strong>", text).encode()


def translations() -> list[Translation]:
    """The words of the page, the installation's languages: Piccolo's own and those that it lacks."""
    words = {**CHROME, **CHROME_OF_FORMS}
    return [
        Translation(
            language_name=name,
            language_code=code,
            translations=plain.translations | {word: gettext(code, text) for word, text in words.items()},
        )
        for code, name, plain in (("uk", "Українська", UKRAINIAN), ("en", "English", ENGLISH))
    ]
