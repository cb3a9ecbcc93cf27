"""Predictability: how early rotas are known, and how much days differ."""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._person_months import SPREAD
from features._sums import LATEST, SUSTAINED, against_peers, windows

MINUTES_A_DAY = 1440
STARTS = ("start_minutes", "start_squares", "shifts")

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
            "notice_days_latest",
            "days",
            (0, 400),
            "lowers",
            Label("Notice of shifts, 1 month", "Délai de prévenance sur 1 mois"),
        ),
        Feature(
            "notice_days_sustained",
            "days",
            (0, 400),
            "lowers",
            Label("Notice of shifts, 6 months", "Délai de prévenance sur 6 mois"),
        ),
        Feature(
            "notice_against_peers",
            "ratio",
            (0, 1000),
            "lowers",
            Label(
                "Notice of shifts against comparable teams",
                "Délai de prévenance rapporté aux équipes comparables",
            ),
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


def _notice(window: str) -> nw.Expr:
    minutes, shifts = nw.col(f"{window}notice_minutes"), nw.col(f"{window}noticed")
    return share(minutes, shifts) / MINUTES_A_DAY


def _deviation(total: str, squares: str, count: str) -> nw.Expr:
    """Give a standard deviation from sums."""
    mean = share(nw.col(total), nw.col(count))
    variance = share(nw.col(squares), nw.col(count)) - mean * mean
    # Of figures that are all alike, rounding may leave less than nothing.
    return nw.when(variance > 0).then(variance).otherwise(variance * 0).sqrt()


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    noticed = windows(past, "noticed", "notice_minutes", also=(LATEST, SUSTAINED))
    sums = (*STARTS, "moved", "contacts", *SPREAD)
    recent = windows(past, *sums).select(*KEYS, *sums)
    starts, mean = _deviation(*STARTS), share(nw.col("contacts"), nw.col(SPREAD[0]))
    contacts = _deviation("contacts", SPREAD[1], SPREAD[0])
    return noticed.join(recent, on=list(KEYS), how="left").select(
        *KEYS,
        notice_days=_notice(""),
        notice_days_latest=_notice(LATEST),
        notice_days_sustained=_notice(SUSTAINED),
        notice_against_peers=against_peers("notice_minutes", "noticed"),
        moved_share=share(nw.col("moved"), nw.col("noticed")),
        start_spread_hours=starts / 60,
        # The spread of a day's contacts, of their mean.
        volume_variation=contacts / mean,
    )
