"""What sites and the company were told before, and what came of it."""

from datetime import date
from typing import Any

import pytest

from reports.content.past_forecasts import past_forecasts, year_before

NOW = date(2026, 10, 31)


def risk(month: date, **said: Any) -> dict[str, Any]:
    spans = {
        date(2025, 10, 31): (date(2025, 11, 1), date(2026, 1, 31)),
        date(2026, 6, 30): (date(2026, 7, 1), date(2026, 9, 30)),
        date(2026, 9, 30): (date(2026, 10, 1), date(2026, 12, 31)),
        NOW: (date(2026, 11, 1), date(2027, 1, 31)),
    }
    first, last = spans[said.get("figure_month", month)]
    counts = {"low_count": 12, "high_count": 19}
    return {
        "month": month,
        "unit_id": "S1",
        "unit_level": "site",
        "outcome": "turnover",
        "low": 0.05,
        "high": 0.08,
        "figure_month": month,
        "target_from": first,
        "target_to": last,
        **counts,
        **said,
    }


def track(month: date) -> dict[str, Any]:
    came = {"observed_low": 15, "observed_high": 20}
    said = {"outcome": "turnover", "low": 11.0, "high": 18.0}
    return {"month": month, "unit_id": "S1", **said, **came}


def test_last_month_last_year_and_the_latest_that_is_over_stand_in_this_order():
    year, over, month = date(2025, 10, 31), date(2026, 6, 30), date(2026, 9, 30)
    found = past_forecasts(
        [risk(NOW), risk(month), risk(year), risk(over)],
        [track(year), track(over)],
        NOW,
    )["S1"]
    assert [one.when for one in found] == ["now", "month", "year", "over"]
    assert [one.last for one in found] == [
        date(2027, 1, 31), date(2026, 12, 31), date(2026, 1, 31), date(2026, 9, 30),
    ]  # fmt: skip
    came = [one.ranges["turnover"].came for one in found]
    assert came == [None, None, (15, 20), (15, 20)]
    said = found[-1].ranges["turnover"]
    assert (said.low, said.high) == (11.0, 18.0)


def test_a_month_that_was_not_released_is_left_out():
    found = past_forecasts([risk(NOW)], [], NOW)["S1"]
    assert [one.when for one in found] == ["now"]


def test_a_figure_carried_on_keeps_its_own_months_and_what_came_of_them():
    over = date(2026, 6, 30)
    carried = risk(date(2026, 9, 30), figure_month=over)
    found = past_forecasts([risk(NOW), carried], [track(over)], NOW)["S1"]
    shown = found[1].ranges["turnover"]
    assert found[1].last == date(2026, 12, 31)
    assert (shown.first, shown.last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert shown.came == (15, 20)


def test_leavers_do_not_stand_beside_a_share():
    year = date(2025, 10, 31)
    small = risk(year, low_count=None, high_count=None)
    found = past_forecasts([risk(NOW), small], [track(year)], NOW)["S1"]
    assert (found[1].ranges["turnover"].low, found[1].ranges["turnover"].came) == (
        0.05,
        None,
    )


def test_teams_have_none():
    assert past_forecasts([risk(NOW, unit_level="team")], [], NOW) == {}


@pytest.mark.parametrize(
    ("month", "before"),
    [
        (date(2026, 10, 31), date(2025, 10, 31)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2025, 12, 31)),
    ],
)
def test_a_year_before_a_month_end_is_a_month_end(month, before):
    assert year_before(month) == before
