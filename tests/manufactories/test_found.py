"""Founding a manufactory."""

from backend.core.ids import pair_id
from tests.cast import Cast
from tests.manufactories.workshop import MAKES, NAME, founding, member
from tests.mentoring.meetings import applied, held
from tests.phone import Phone


async def test_it_works(olena: Phone, solomiia: Phone, cast: Cast) -> None:
    wish = founding(olena, member(cast, "solomiia", "lead", "finance"), member(cast, "ostap"))
    assert await applied(olena, wish) == [{"manufactory": wish["id"]}]
    row = (await held(solomiia, "manufactory"))[wish["id"]]
    assert row == (
        {
            "cohort": cast.cohorts["ratusha"],
            "institution": cast.schools["ratusha"],
            "school": {"uk": "ratusha", "en": "ratusha"},
            "name": NAME,
            "makes": MAKES,
            "figure": "candle",
            "pigment": "clay",
            "carrier": "school_project",
            "founded": row["founded"],
            "team_max": 4,
            "spending_limit": 50_000,
            "cash_rounding": 50,
        },
    )
    one = solomiia.held("member")[pair_id(wish["id"], cast.enrolment("solomiia"))]
    assert (one["name"], sorted(post["kind"] for post in one["posts"])) == (
        "solomiia-family Solomiia",
        ["finance", "lead"],
    )
    assert [(g["kind"], g["due"]) for g in sorted(solomiia.held("gate").values(), key=lambda g: g["due"])] == [
        ("plain", "2026-10-14"),
        ("first_sale", "2026-11-13"),
        ("break_even", "2026-12-23"),
        ("plain", "2027-01-22"),
    ]
