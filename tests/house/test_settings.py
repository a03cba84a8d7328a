"""The README says of the settings what the program does."""

import re

from backend.core.settings import TABLE
from tests.house.tree import ROOT


def test_the_readme_lists_every_setting_with_default_unit_and_reason() -> None:
    rows = re.findall(
        r"^\| `(VERSTAT_\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    assert rows == [(name, default or "(empty)", unit, reason) for name, default, unit, reason in TABLE]
