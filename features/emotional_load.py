"""Emotional load: abuse and complaints among contacts, one's own and the team's.

Abuse is what was declared, as an incident or a wrap-up code; nobody's voice or
words are judged.
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

FAMILY = Family(
    name="emotional_load",
    label=Label("Emotional load", "Charge émotionnelle"),
    evidence=(
        "Arvan 2019 (72 samples, 20,701 people) and Wu 2023 (135 samples, 47,964 "
        "people): mistreatment by customers goes with exhaustion and the intention "
        "to leave; Li & Zhou 2013 (81 call-centre units): less so where the team "
        "gives emotional support."
    ),
    tables=("interactions",),
    features=(
        Feature(
            "hostile_share",
            "share",
            (0, 1),
            "raises",
            Label("Contacts with abuse declared", "Contacts avec incivilité déclarée"),
            indicator=True,
        ),
        Feature(
            "hostile_share_latest",
            "share",
            (0, 1),
            "raises",
            Label(
                "Contacts with abuse declared, 1 month",
                "Contacts avec incivilité déclarée sur 1 mois",
            ),
        ),
        Feature(
            "hostile_share_sustained",
            "share",
            (0, 1),
            "raises",
            Label(
                "Contacts with abuse declared, 6 months",
                "Contacts avec incivilité déclarée sur 6 mois",
            ),
        ),
        Feature(
            "hostile_trend",
            "ratio",
            (0, 1000),
            "raises",
            Label(
                "Abuse against own six months before",
                "Incivilités, évolution sur les six mois précédents",
            ),
        ),
        Feature(
            "hostile_against_peers",
            "ratio",
            (0, 1000),
            "raises",
            Label(
                "Abuse against comparable teams",
                "Incivilités rapportées aux équipes comparables",
            ),
        ),
        Feature(
            "team_hostile_share",
            "share",
            (0, 1),
            "raises",
            Label(
                "Contacts with abuse declared, colleagues",
                "Incivilités déclarées par les collègues",
            ),
        ),
        Feature(
            "complaint_share",
            "share",
            (0, 1),
            "unsure",
            Label("Contacts with a complaint", "Contacts avec réclamation"),
            indicator=True,
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    totals = windows(past, "contacts", "hostile", also=(LATEST, SUSTAINED, BEFORE))
    complaints = windows(past, "complaints").select(*KEYS, "complaints")
    return totals.join(complaints, on=list(KEYS), how="left").select(
        *KEYS,
        hostile_share=_abused(""),
        hostile_share_latest=_abused(LATEST),
        hostile_share_sustained=_abused(SUSTAINED),
        hostile_trend=trend("hostile", "contacts"),
        hostile_against_peers=against_peers("hostile", "contacts"),
        team_hostile_share=share(mates("hostile"), mates("contacts")),
        complaint_share=share(nw.col("complaints"), nw.col("contacts")),
    )


def _abused(window: str) -> nw.Expr:
    return share(nw.col(f"{window}hostile"), nw.col(f"{window}contacts"))
