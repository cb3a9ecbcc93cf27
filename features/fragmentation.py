"""Fragmentation: how often work goes from one queue, or customer, to another."""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._sums import mates, windows

FAMILY = Family(
    name="fragmentation",
    label=Label("Scattered work", "Fragmentation du travail"),
    evidence=(
        "Bakker, Demerouti & Schaufeli 2003, Eur. J. Work Organ. Psychol. (477 "
        "agents): changing tasks is among the demands that go with health "
        "complaints and longer absence. Nothing was measured on switches between "
        "queues as such."
    ),
    tables=("interactions",),
    features=(
        Feature(
            "queue_switches_per_hour",
            "switches an hour",
            (0, 200),
            "unsure",
            Label(
                "Changes of queue an hour worked",
                "Changements de file par heure travaillée",
            ),
            indicator=True,
        ),
        Feature(
            "queue_switch_share",
            "share",
            (0, 1),
            "unsure",
            Label(
                "Contacts of another queue than the one before",
                "Contacts d'une autre file que le précédent",
            ),
        ),
        Feature(
            "team_queue_switch_share",
            "share",
            (0, 1),
            "unsure",
            Label(
                "Changes of queue from contact to contact, colleagues",
                "Changements de file d'un contact à l'autre, collègues",
            ),
        ),
        Feature(
            "customer_switch_share",
            "share",
            (0, 1),
            "unsure",
            Label(
                "Contacts of another customer than the one before",
                "Contacts d'un autre client que le précédent",
            ),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person with any activity in the long window.

    Without shifts nobody knows the hours, and figures by the hour stay empty.
    """
    totals = windows(
        past, "contacts", "queue_switches", "customer_switches", "worked_minutes"
    )
    return totals.select(
        *KEYS,
        queue_switches_per_hour=60
        * share(nw.col("queue_switches"), nw.col("worked_minutes")),
        queue_switch_share=share(nw.col("queue_switches"), nw.col("contacts")),
        team_queue_switch_share=share(mates("queue_switches"), mates("contacts")),
        customer_switch_share=share(nw.col("customer_switches"), nw.col("contacts")),
    )
