"""Workload: contacts an hour worked, time on contacts, hours beyond the rota.

Load that one can't keep up with exhausts; what counts is as much its rise
against one's own past as its level.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share

FAMILY = Family(
    name="workload",
    label=Label("Workload", "Charge de travail"),
    evidence=(
        "Bakker, Demerouti & Schaufeli 2003, Eur. J. Work Organ. Psychol. (477 "
        "agents): work pressure goes with health complaints and longer absence; "
        "Deery, Iverson & Walsh 2002 (480 agents): workload goes with exhaustion "
        "and absence."
    ),
    tables=("interactions", "shifts"),
    features=(
        Feature(
            "contacts_per_hour",
            "contacts an hour",
            (0, 200),
            "raises",
            Label("Contacts an hour worked", "Contacts par heure travaillée"),
            indicator=True,
        ),
        Feature(
            "contacts_per_hour_trend",
            "ratio",
            (0, 100),
            "raises",
            Label("Contacts an hour against own year", "Contacts par heure, évolution"),
        ),
        Feature(
            "contacts_per_day",
            "contacts a day",
            (0, 1000),
            "raises",
            Label("Contacts a day worked", "Contacts par jour travaillé"),
            indicator=True,
        ),
        Feature(
            "occupancy",
            "share",
            (0, 3),
            "raises",
            Label("Occupancy", "Taux d'occupation"),
        ),
        Feature(
            "handle_minutes",
            "minutes",
            (0, 1440),
            "unsure",
            Label("Handling time of a contact", "Durée moyenne de traitement"),
        ),
        Feature(
            "overtime_share",
            "share",
            (-1, 5),
            "raises",
            Label("Hours worked beyond the rota", "Heures au-delà du planning"),
        ),
        Feature(
            "worked_hours_a_month",
            "hours",
            (0, 744),
            "unsure",
            Label("Hours worked a month", "Heures travaillées par mois"),
        ),
        Feature(
            "team_contacts_per_hour",
            "contacts an hour",
            (0, 200),
            "raises",
            Label("Contacts an hour, colleagues", "Contacts par heure des collègues"),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person with any activity in the window."""
    days = past.days(past.long_months)
    recent = nw.col("age") < past.recent_months
    totals = days.group_by(*KEYS).agg(
        contacts=_within(recent, "contacts"),
        handle_seconds=_within(recent, "handle_seconds"),
        shifts=_within(recent, "shifts"),
        worked_minutes=_within(recent, "worked_minutes"),
        planned_minutes=_within(recent, "planned_minutes"),
        year_contacts=nw.col("contacts").sum(),
        year_minutes=nw.col("worked_minutes").sum(),
    )
    hourly = totals.with_columns(
        contacts_per_hour=60 * share(nw.col("contacts"), nw.col("worked_minutes")),
        year_per_hour=60 * share(nw.col("year_contacts"), nw.col("year_minutes")),
    )
    present = past.people().join(hourly, on=list(KEYS), how="inner")
    team = ("as_of", "team_id")
    mates_contacts = nw.col("contacts").sum().over(*team) - nw.col("contacts")
    mates_minutes = nw.col("worked_minutes").sum().over(*team) - nw.col(
        "worked_minutes"
    )
    return present.with_columns(
        mates_contacts=mates_contacts, mates_minutes=mates_minutes
    ).select(
        *KEYS,
        "contacts_per_hour",
        contacts_per_hour_trend=share(
            nw.col("contacts_per_hour"), nw.col("year_per_hour")
        ),
        contacts_per_day=share(nw.col("contacts"), nw.col("shifts")),
        occupancy=share(nw.col("handle_seconds") / 60, nw.col("worked_minutes")),
        handle_minutes=share(nw.col("handle_seconds") / 60, nw.col("contacts")),
        overtime_share=share(nw.col("worked_minutes"), nw.col("planned_minutes")) - 1,
        worked_hours_a_month=nw.col("worked_minutes") / 60 / past.recent_months,
        team_contacts_per_hour=60
        * share(nw.col("mates_contacts"), nw.col("mates_minutes")),
    )


def _within(window: nw.Expr, name: str) -> nw.Expr:
    """Sum what lies in a window."""
    return nw.when(window).then(nw.col(name)).sum()
