"""Predictability: how early rotas are known, and how much days differ."""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._sums import windows

MINUTES_A_DAY = 1440

FAMILY = Family(
    name="predictability",
    label=Label("Predictability of work", "Prévisibilité du travail"),
    evidence=(
        "Choper 2021, Shift Project (1,827 hourly workers followed): unstable "
        "schedules are a strong predictor of turnover, about half of it through "
        "satisfaction and a quarter through conflict with family life."
    ),
    tables=(),
    any_of=("shifts", "interactions"),
    features=(
        Feature(
            "notice_days",
            "days",
            (0, 400),
            "lowers",
            Label("Notice of shifts", "Délai de prévenance"),
            indicator=True,
        ),
        Feature(
            "moved_share",
            "share",
            (0, 1),
            "raises",
            Label(
                "Shifts moved after first publication",
                "Vacations déplacées après publication",
            ),
            indicator=True,
        ),
        Feature(
            "start_spread_hours",
            "hours",
            (0, 24),
            "unsure",
            Label("Spread of start times", "Dispersion des heures de début"),
        ),
        Feature(
            "volume_variation",
            "ratio",
            (0, 100),
            "unsure",
            Label(
                "Variation of contacts from day to day",
                "Variation des contacts d'un jour à l'autre",
            ),
        ),
    ),
)


def _notice(minutes: nw.Expr, shifts: nw.Expr) -> nw.Expr:
    return share(minutes, shifts) / MINUTES_A_DAY


def _spread() -> nw.Expr:
    """Give the standard deviation of start times, in hours."""
    mean = share(nw.col("start_minutes"), nw.col("shifts"))
    variance = share(nw.col("start_squares"), nw.col("shifts")) - mean * mean
    return nw.when(variance > 0).then(variance).otherwise(variance * 0).sqrt() / 60


def _variation(past: Past) -> Lazy:
    """Set the spread of daily contacts against their mean."""
    days = past.days(past.recent_months).group_by(*KEYS, "day")
    worked = days.agg(contacts=nw.col("contacts").sum().cast(nw.Int64)).filter(
        nw.col("contacts") > 0
    )
    squared = worked.with_columns(squares=nw.col("contacts") * nw.col("contacts"))
    sums = squared.group_by(*KEYS).agg(
        days=nw.len().cast(nw.Int64),
        contacts=nw.col("contacts").sum().cast(nw.Int64),
        squares=nw.col("squares").sum().cast(nw.Int64),
    )
    # Whole numbers up to the root: the same on any engine, in any order.
    contacts = nw.col("contacts")
    spread = (nw.col("days") * nw.col("squares") - contacts * contacts).cast(nw.Float64)
    return sums.select(*KEYS, volume_variation=spread.sqrt() / contacts)


def build(past: Past) -> Lazy:
    """Give a row a person with any activity in the long window."""
    names = ("noticed", "notice_minutes", "moved")
    starts = ("shifts", "start_minutes", "start_squares")
    totals = windows(past, *names, *starts).join(
        _variation(past), on=list(KEYS), how="left"
    )
    return totals.select(
        *KEYS,
        notice_days=_notice(nw.col("notice_minutes"), nw.col("noticed")),
        moved_share=share(nw.col("moved"), nw.col("noticed")),
        start_spread_hours=_spread(),
        volume_variation=nw.col("volume_variation"),
    )
