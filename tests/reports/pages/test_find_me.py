import re

import pytest

from reports.pages.find_me import reached
from tests.reports.pages.test_report_browser import opened, pytestmark  # noqa: F401


def test_without_rows_nothing_was_reached():
    assert reached(()) is None


def test_bands_stand_in_the_order_of_size():
    rows = [
        {"size_band": band, "outcome": "turnover", "narrowest_points": points}
        for band, points in (("50+", 12.0), ("0-14", 10.0), ("15-19", 11.0))
    ]
    found = reached(rows)
    assert found is not None
    assert [*found.bands] == ["0-14", "15-19", "50+"]
    assert found.outcomes == ("turnover",)


@pytest.mark.parametrize(
    ("code", "words"), [("fr", "exactement 28"), ("en", "exactly 28%")]
)
def test_the_page_says_what_all_but_one_would_find(opened, code, words):  # noqa: F811
    page = opened(f"2026-10/{code}/find-me.html")
    said = re.findall(r'data-said="(?:naive|ours)">([^<]*)', page)
    assert said[0].replace("\u202f", " ").startswith(words)
    assert len(said) == 2
