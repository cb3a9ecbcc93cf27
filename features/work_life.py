"""Work and life: shifts from home, in the evening, on the week-end; the way there."""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._sums import windows

FAMILY = Family(
    name="work_life",
    label=Label("Work and life", "Conciliation des temps de vie"),
    evidence=(
        "Choper 2021, Shift Project (1,827 hourly workers followed): a "
        "quarter of what unstable schedules add to turnover goes through conflict "
        "between work and family."
    ),
    tables=("shifts",),
    features=(
        Feature(
            "remote_share",
            "share",
            (0, 1),
            "unsure",
            Label("Shifts worked from home", "Vacations en télétravail"),
            indicator=True,
        ),
        Feature(
            "evening_share",
            "share",
            (0, 1),
            "unsure",
            Label("Shifts that end in the evening", "Vacations finissant en soirée"),
            indicator=True,
        ),
        Feature(
            "weekend_share",
            "share",
            (0, 1),
            "unsure",
            Label("Shifts on the week-end", "Vacations le week-end"),
        ),
        # Empty unless a stated purpose keeps it.
        Feature(
            "commute_minutes",
            "minutes",
            (0, 600),
            "raises",
            Label("Minutes to work, one way", "Trajet vers le travail, en minutes"),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    kinds = ("remote_shifts", "evening_shifts", "weekend_shifts")
    totals = windows(past, "shifts", *kinds)
    return totals.select(
        *KEYS,
        remote_share=share(nw.col("remote_shifts"), nw.col("shifts")),
        evening_share=share(nw.col("evening_shifts"), nw.col("shifts")),
        weekend_share=share(nw.col("weekend_shifts"), nw.col("shifts")),
        commute_minutes=nw.col("commute_minutes").cast(nw.Float64),
    )
