"""Emotional load: abuse and complaints among contacts, one's own and the team's.

Abuse is what was declared, as an incident or a wrap-up code; nobody's voice or
words are judged.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._sums import mates, trend, windows

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
            "hostile_trend",
            "ratio",
            (0, 1000),
            "raises",
            Label("Abuse against own year", "Incivilités, évolution"),
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
        Feature(
            "complaint_trend",
            "ratio",
            (0, 1000),
            "unsure",
            Label("Complaints against own year", "Réclamations, évolution"),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person with any activity in the long window."""
    totals = windows(past, "contacts", "hostile", "complaints")
    return totals.select(
        *KEYS,
        hostile_share=share(nw.col("hostile"), nw.col("contacts")),
        hostile_trend=trend("hostile", "contacts"),
        team_hostile_share=share(mates("hostile"), mates("contacts")),
        complaint_share=share(nw.col("complaints"), nw.col("contacts")),
        complaint_trend=trend("complaints", "contacts"),
    )
