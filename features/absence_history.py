"""Absence history: spells and days of sickness before, one's own and the team's.

Short frequent spells and long ones come about differently, so both are counted.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import KEYS, Past, month_start, share
from features._sums import PARENT, TEAM, mates, peers

SICK = ("sickness", "accident")
ORDER = ["starts_on", "kind"]

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
            "sick_days_latest",
            "days",
            (0, 400),
            "raises",
            Label("Sick days, 1 month", "Jours d'arrêt sur 1 mois"),
        ),
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
        Feature(
            "team_sick_days_against_peers",
            "ratio",
            (0, 1000),
            "unsure",
            Label(
                "Sick days of colleagues against comparable teams",
                "Jours d'arrêt des collègues rapportés aux équipes comparables",
            ),
        ),
    ),
)
OWN = (
    "sick_days_latest",
    "sick_days_recent",
    "sick_spells_recent",
    "sick_days_year",
    "sick_spells_year",
    "absent_now",
)


def _parted(spells: Lazy) -> Lazy:
    """Give each spell the days that no spell begun before it has: its own.

    Returns
    -------
    LazyFrame
        The spells and ``first``, ``last``: of a spell inside another one, last
        lies before first.
    """
    # An end still unknown is an absence that lasts.
    lasting = spells.with_columns(last=nw.coalesce("ends_on", "as_of"))
    until = nw.col("last").cum_max().over(*KEYS, order_by=ORDER)
    covered = lasting.with_columns(_until=until).with_columns(
        _before=nw.col("_until").shift(1).over(*KEYS, order_by=ORDER)
    )
    free = nw.col("_before").dt.offset_by("1d").cast(nw.Date)
    return covered.with_columns(first=nw.max_horizontal("starts_on", free))


def _overlap(months: int) -> nw.Expr:
    """Count a spell's own days inside the last months, up to the snapshot."""
    start = nw.max_horizontal(nw.col("first"), month_start(nw.col("as_of"), months - 1))
    days = days_between(start, nw.col("last")) + 1
    return nw.when(days > 0).then(days).otherwise(0.0)


def _began(months: int) -> nw.Expr:
    first = month_start(nw.col("as_of"), months - 1)
    return (nw.col("starts_on") >= first).cast(nw.Float64)


def build(past: Past) -> Lazy:
    """Give a row a person present; no spell recorded means none, so zero."""
    filled = (
        past.people()
        .join(_own(past), on=list(KEYS), how="left")
        .with_columns(*[nw.col(name).fill_null(0.0) for name in OWN])
    )
    sick = "sick_days_recent"
    people = {TEAM: nw.len().over(*TEAM), PARENT: nw.len().over(*PARENT)}
    colleagues = share(mates(sick), people[TEAM] - 1)
    comparable = share(peers(sick), people[PARENT] - people[TEAM])
    return filled.select(
        *KEYS,
        *OWN,
        team_sick_days_recent=colleagues,
        team_sick_days_against_peers=share(colleagues, comparable),
    )


def _own(past: Past) -> Lazy:
    """Count each person's own days and spells."""
    spells = past.records("absences").filter(nw.col("kind").is_in(SICK))
    counted = _parted(spells).with_columns(
        latest_days=_overlap(past.latest_months),
        recent_days=_overlap(past.recent_months),
        year_days=_overlap(past.long_months),
        recent_spells=_began(past.recent_months),
        year_spells=_began(past.long_months),
        now=nw.col("ends_on").is_null().cast(nw.Float64),
    )
    return counted.group_by(*KEYS).agg(
        sick_days_latest=nw.col("latest_days").sum(),
        sick_days_recent=nw.col("recent_days").sum(),
        sick_spells_recent=nw.col("recent_spells").sum(),
        sick_days_year=nw.col("year_days").sum(),
        sick_spells_year=nw.col("year_spells").sum(),
        absent_now=nw.col("now").max(),
    )
