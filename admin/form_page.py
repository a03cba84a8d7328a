"""What Piccolo's page lacks in forms: rows chosen by name, choices, several lines, help; and pictures seen at once.

Its tables have all that. So the places where it draws a form's fields are replaced by what it draws a table's with.
"""

from collections.abc import Mapping

from backend.core.i18n import N_

_ASKED = "isFilter:!1,key:s,columnName:String(s),type:e.getType(a),value:a.default,isNullable:e.isNullable(a),"
_TIME = "timeResolution:(M=(p=e.schema)==null?void 0:p.extra)==null?void 0:M.time_resolution[s],format:e.getFormat(a)}"
_KNOWN = '"columnName","type","value","isNullable","timeResolution","format"'
_HELP = (
    '(a.extra||{}).help_text?(Z(),p0("p",{key:2,style:{margin:"0 0 0.4rem",opacity:"0.75"}},M0(a.extra.help_text),1))'
    ':h0("",!0)'
)
_SAID = "uc.global.t"
_PICKER = "(Z(),R0(Ib,{key:String(s),fieldName:String(s),tableName:a.extra.foreign_key.to,isNullable:!1}))"

REPLACED_IN_FORMS = {
    f't0("label",null,M0(a.title),1),(Z(),R0(c,{{{_ASKED}{_TIME},null,8,[{_KNOWN}]))': (
        f't0("label",null,M0(a.title),1),{_HELP},(a.extra||{{}}).foreign_key?{_PICKER}:(Z(),R0(c,{{'
        f"choices:(a.extra||{{}}).choices,widget:(a.extra||{{}}).widget,{_ASKED}{_TIME},null,16))"
    ),
    # What is uploaded here is a picture, and its name is a digest.
    'isImage(e){const t=e.split("."),o=t[t.length-1].toLowerCase();return mE.indexOf(o)!=-1}': "isImage(){return!0}",
    # What one form told once is not told by the next.
    "watch:{async formSlug(){await this.fetchFormConfig()}}": (
        "watch:{async formSlug(){this.resetForm();await this.fetchFormConfig()}}"
    ),
    # Where a row is chosen.
    "title:`Select a row from ${e.readableTableName}`": f'title:{_SAID}("Choose a row")',
    'placeholder:"Type here to filter"': f'placeholder:{_SAID}("Type a part of the name")',
    't[5]||(t[5]=U0(" Load more",-1))': f'U0(" "+{_SAID}("Load more"),1)',
}
CHROME_OF_FORMS: Mapping[str, str] = {
    "Choose a row": N_("Choose one"),
    "Load more": N_("Show more"),
    "Type a part of the name": N_("Type a part of the name"),
}
"""What the page says in forms -> what it says with us."""
STYLE = """<style>
* { text-transform: none !important }
[href*="mfa-setup"] { display: none }
#success_message { overflow-wrap: anywhere; white-space: pre-line }
</style>"""
"""Piccolo writes Every Word With A Capital, offers what is off, and does not expect a link in what a form says."""
