"""What a person or a guardian agrees to, in the words that were shown. A changed word is a new version."""

from backend.core.i18n import N_
from backend.people.schemas import Purpose

CURRENT = "2026-1"
TEXTS: dict[str, dict[Purpose, str]] = {
    "2026-1": {
        "taking_part": N_(
            "Taking part: the school and the programme keep the name, the birth date, attendance and learning results "
            "in order to run the training."
        ),
        "photos": N_(
            "Photos: pictures from workshops and fairs on which the participant can be recognised may be kept and "
            "shown in reports of the programme."
        ),
        "public_profile": N_(
            "Public page: the given name and what the participant made may be shown on public pages of the programme."
        ),
        "statistics": N_(
            "Statistics: the participant may be counted in figures without names that are shown outside the school."
        ),
        "contact": N_(
            "Contact later: the programme may ask 3, 6 and 12 months after the end what the participant is doing."
        ),
    },
}
"""Version -> purpose -> the sentence in English; the catalogues have its translations."""
