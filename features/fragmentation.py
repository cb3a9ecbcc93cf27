"""Fragmentation: how often work goes from one queue, or customer, to another."""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._sums import LATEST, SUSTAINED, against_peers, mates, windows

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
            "queue_switches_per_hour_latest",
            "switches an hour",
            (0, 200),
            "unsure",
            Label(
                "Changes of queue an hour worked, 1 month",
                "Changements de file par heure travaillée sur 1 mois",
            ),
        ),
        Feature(
            "queue_switches_per_hour_sustained",
            "switches an hour",
            (0, 200),
            "unsure",
            Label(
                "Changes of queue an hour worked, 6 months",
                "Changements de file par heure travaillée sur 6 mois",
            ),
        ),
        Feature(
            "queue_switches_against_peers",
            "ratio",
            (0, 1000),
            "unsure",
            Label(
                "Changes of queue against comparable teams",
                "Changements de file rapportés aux équipes comparables",
            ),
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
    """Give a row a person present.

    Without shifts nobody knows the hours, and figures by the hour stay empty.
    """
    totals = windows(past, "queue_switches", "worked_minutes", also=(LATEST, SUSTAINED))
    contacts = windows(past, "contacts", "customer_switches").select(
        *KEYS, "contacts", "customer_switches"
    )
    switches, all_contacts = nw.col("queue_switches"), nw.col("contacts")
    return totals.join(contacts, on=list(KEYS), how="left").select(
        *KEYS,
        queue_switches_per_hour=_an_hour(""),
        queue_switches_per_hour_latest=_an_hour(LATEST),
        queue_switches_per_hour_sustained=_an_hour(SUSTAINED),
        queue_switches_against_peers=against_peers("queue_switches", "worked_minutes"),
        queue_switch_share=share(switches, all_contacts),
        team_queue_switch_share=share(mates("queue_switches"), mates("contacts")),
        customer_switch_share=share(nw.col("customer_switches"), all_contacts),
    )


def _an_hour(window: str) -> nw.Expr:
    switches = nw.col(f"{window}queue_switches")
    return 60 * share(switches, nw.col(f"{window}worked_minutes"))
