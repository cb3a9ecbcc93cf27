"""No month is learned from before its departures are all recorded."""

import pandas as pd
import pytest

from contracts import params
from contracts.errors import ContractError
from models import clock

SETTINGS = params.load()
FIRST = pd.Timestamp("2024-01-31")
LAST = pd.Timestamp("2026-10-31")


def of(month: str) -> pd.Timestamp:
    return clock.last_day(month)


def test_origins_end_with_the_last_month() -> None:
    found = clock.origins(FIRST, SETTINGS.time, SETTINGS.models)
    assert (len(found), found[0], found[-1]) == (13, of("2025-10"), LAST)


def test_an_origin_needs_months_to_learn_from() -> None:
    found = clock.origins(of("2026-01"), SETTINGS.time, SETTINGS.models)
    assert found[0] == of("2026-08")  # February to July are six


def test_too_short_a_history_is_refused() -> None:
    with pytest.raises(ContractError, match="2 months can be learned from"):
        clock.origins(of("2026-07"), SETTINGS.time, SETTINGS.models)


def test_warm_up_origins_lie_a_horizon_apart_before_the_first() -> None:
    found = clock.warm_up_origins(FIRST, of("2025-11"), SETTINGS.time, SETTINGS.models)
    months = [f"{origin:%Y-%m}" for origin in found]
    assert months == ["2024-08", "2024-11", "2025-02", "2025-05", "2025-08"]


def test_an_origin_is_judged_once_its_horizon_has_closed() -> None:
    found = clock.evaluated(
        [of("2026-05"), of("2026-06"), of("2026-07")], SETTINGS.time
    )
    # September's departures are recorded by the end of October, October's are not.
    assert found == (of("2026-05"), of("2026-06"))


def test_only_windows_closed_by_then_speak_of_the_spread_at_an_origin() -> None:
    seen = [of("2025-11"), of("2025-12"), of("2026-01")]
    known = clock.matured(seen, of("2026-04"), horizon=3, gap=1)
    assert known == (of("2025-11"), of("2025-12"))


def test_no_training_label_lies_within_the_gap_before_the_origin() -> None:
    months = pd.date_range("2024-01-31", LAST, freq="ME")
    rows = pd.DataFrame({"label_month": months})
    for gap in (0, 1, 2):
        known = clock.training_rows(rows, LAST, gap)["label_month"]
        assert known.max() == LAST - pd.offsets.MonthEnd(gap)


def test_labels_of_the_last_month_learned_from_were_all_recorded() -> None:
    newest = clock.shifted(LAST, -SETTINGS.models.gap_months)
    assert newest <= clock.closed_until(SETTINGS.time)


def test_a_month_ends_on_its_last_day() -> None:
    leap = pd.Series(pd.to_datetime(["2024-02-05"]))
    assert str(clock.month_end(clock.days(leap))[0]) == "2024-02-29"
