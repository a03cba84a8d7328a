"""The forms of the console: each calls actions through `admin.asked`. Its texts stand in N_()."""

from piccolo_admin.endpoints import FormConfig

from admin import forms_people, forms_programmes, forms_rules

FORMS: list[FormConfig] = [*forms_people.FORMS, *forms_programmes.FORMS, *forms_rules.FORMS]
