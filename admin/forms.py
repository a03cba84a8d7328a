"""The forms of the console: each calls actions through `admin.asked`. Its texts stand in N_()."""

from piccolo_admin.endpoints import FormConfig

FORMS: list[FormConfig] = []
