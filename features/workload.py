"""Workload: contacts an hour worked, time on contacts, hours beyond the rota.

Load that one can't keep up with exhausts; what counts is as much its rise
against one's own past as its level.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._sums import (
    BEFORE,
    LATEST,
    SUSTAINED,
    against_peers,
    mates,
    trend,
    windows,
)

EVERY = (LATEST, SUSTAINED, BEFORE)

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
            "contacts_per_hour_latest",
            "contacts an hour",
            (0, 200),
            "raises",
            Label(
                "Contacts an hour worked, 1 month",
                "Contacts par heure travaillée sur 1 mois",
            ),
        ),
        Feature(
            "contacts_per_hour_sustained",
            "contacts an hour",
            (0, 200),
            "raises",
            Label(
                "Contacts an hour worked, 6 months",
                "Contacts par heure travaillée sur 6 mois",
            ),
        ),
        Feature(
            "contacts_per_hour_trend",
            "ratio",
            (0, 100),
            "raises",
            Label(
                "Contacts an hour against own six months before",
                "Contacts par heure, évolution sur les six mois précédents",
            ),
        ),
        Feature(
            "contacts_per_hour_against_peers",
            "ratio",
            (0, 1000),
            "raises",
            Label(
                "Contacts an hour against comparable teams",
                "Contacts par heure rapportés aux équipes comparables",
            ),
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
            "team_contacts_per_hour",
            "contacts an hour",
            (0, 200),
            "raises",
            Label("Contacts an hour, colleagues", "Contacts par heure des collègues"),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    totals = windows(past, "contacts", "worked_minutes", also=EVERY).join(
        windows(past, "handle_seconds", "planned_minutes").select(
            *KEYS, "handle_seconds", "planned_minutes"
        ),
        on=list(KEYS),
        how="left",
    )
    minutes = nw.col("handle_seconds") / 60
    worked = nw.col("worked_minutes")
    return totals.select(
        *KEYS,
        contacts_per_hour=_an_hour(""),
        contacts_per_hour_latest=_an_hour(LATEST),
        contacts_per_hour_sustained=_an_hour(SUSTAINED),
        contacts_per_hour_trend=trend("contacts", "worked_minutes"),
        contacts_per_hour_against_peers=against_peers("contacts", "worked_minutes"),
        occupancy=share(minutes, worked),
        handle_minutes=share(minutes, nw.col("contacts")),
        overtime_share=share(worked, nw.col("planned_minutes")) - 1,
        team_contacts_per_hour=60 * share(mates("contacts"), mates("worked_minutes")),
    )


def _an_hour(window: str) -> nw.Expr:
    contacts, minutes = (nw.col(window + n) for n in ("contacts", "worked_minutes"))
    return 60 * share(contacts, minutes)
