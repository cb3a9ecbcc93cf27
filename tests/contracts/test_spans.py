from datetime import date, datetime, timedelta

import narwhals as nw
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from contracts.spans import days_between, minutes_between

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - the centre's clock


def answer(earlier: object, later: object, span: nw.Expr) -> float:
    drawn = pd.DataFrame({"earlier": [earlier], "later": [later]})
    frame = nw.from_native(drawn.apply(pd.to_datetime))
    return frame.select(span=span)["span"].to_list()[0]


@given(DAYS, DAYS)
def test_days_are_counted_as_the_calendar_counts_them(one: date, other: date):
    found = answer(one, other, days_between(nw.col("earlier"), nw.col("later")))
    assert found == (other - one).days


@given(TIMES, TIMES)
def test_minutes_are_whole_and_round_downwards(one: datetime, other: datetime):
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    found = answer(one, other, minutes_between(nw.col("earlier"), nw.col("later")))
    assert found == (other - one) // timedelta(minutes=1)


def test_a_leap_day_is_a_day():
    found = answer(
        "2024-02-28", "2024-03-01", days_between(nw.col("earlier"), nw.col("later"))
    )
    assert found == 2
