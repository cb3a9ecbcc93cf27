"""Absence history: spells and days of sickness before, one's own and the team's.

Short frequent spells and long ones come about differently, so both are counted.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import KEYS, Past, month_start, share

SICK = ("sickness", "accident")

FAMILY = Family(
    name="absence_history",
    label=Label("Absence so far", "Absences passées"),
    evidence=(
        "Berry, Lelchook & Clark 2012, J. Organ. Behav.: absence and later turnover "
        "correlate at .25; Roelen 2013, BMC Public Health 13:105: earlier spells "
        "predict later ones (AUC .76), days less so (.65)."
    ),
    tables=("absences",),
    features=(
        Feature(
            "sick_days_recent",
            "days",
            (0, 400),
            "raises",
            Label("Sick days, 3 months", "Jours d'arrêt sur 3 mois"),
        ),
        Feature(
            "sick_spells_recent",
            "spells",
            (0, 100),
            "raises",
            Label("Sick spells, 3 months", "Arrêts sur 3 mois"),
        ),
        Feature(
            "sick_days_year",
            "days",
            (0, 400),
            "raises",
            Label("Sick days, 12 months", "Jours d'arrêt sur 12 mois"),
        ),
        Feature(
            "sick_spells_year",
            "spells",
            (0, 300),
            "raises",
            Label("Sick spells, 12 months", "Arrêts sur 12 mois"),
        ),
        Feature(
            "absent_now",
            "share",
            (0, 1),
            "raises",
            Label("Absent at the month's end", "Absence en cours"),
        ),
        Feature(
            "team_sick_days_recent",
            "days",
            (0, 400),
            "raises",
            Label("Sick days per colleague, 3 months", "Jours d'arrêt par collègue"),
            indicator=True,
        ),
    ),
)


def _overlap(months: int) -> nw.Expr:
    """Count a spell's days inside the last months, up to the snapshot."""
    start = nw.max_horizontal(
        nw.col("starts_on"), month_start(nw.col("as_of"), months - 1)
    )
    end = nw.coalesce(nw.col("ends_on"), nw.col("as_of"))
    days = days_between(start, end) + 1
    return nw.when(days > 0).then(days).otherwise(0.0)


def _began(months: int) -> nw.Expr:
    first = month_start(nw.col("as_of"), months - 1)
    return (nw.col("starts_on") >= first).cast(nw.Float64)


def build(past: Past) -> Lazy:
    """Give a row a person present; no spell recorded means none, so zero."""
    spells = past.records("absences").filter(nw.col("kind").is_in(SICK))
    # An end still unknown is an absence that lasts.
    counted = spells.with_columns(
        recent_days=_overlap(past.recent_months),
        year_days=_overlap(past.long_months),
        recent_spells=_began(past.recent_months),
        year_spells=_began(past.long_months),
        now=nw.col("ends_on").is_null().cast(nw.Float64),
    )
    own = counted.group_by(*KEYS).agg(
        sick_days_recent=nw.col("recent_days").sum(),
        sick_spells_recent=nw.col("recent_spells").sum(),
        sick_days_year=nw.col("year_days").sum(),
        sick_spells_year=nw.col("year_spells").sum(),
        absent_now=nw.col("now").max(),
    )
    names = (
        "sick_days_recent",
        "sick_spells_recent",
        "sick_days_year",
        "sick_spells_year",
        "absent_now",
    )
    present = past.people().join(own, on=list(KEYS), how="left")
    filled = present.with_columns(*[nw.col(name).fill_null(0.0) for name in names])
    others = nw.len().over("as_of", "team_id") - 1
    team = nw.col("sick_days_recent").sum().over("as_of", "team_id")
    return filled.select(
        *KEYS,
        *names,
        team_sick_days_recent=share(team - nw.col("sick_days_recent"), others),
    )
