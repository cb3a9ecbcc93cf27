"""The plain figures of a unit: what each is called, counts, and where it may stand.

Each is a ratio of sums over the people of a unit (numerator over denominator),
so that the door can add, check and round it like any other figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from contracts.drivers import Label


@dataclass(frozen=True, slots=True)
class Kpi:
    """One plain figure.

    Parameters
    ----------
    name : str
    label : Label
    unit : {"share", "contacts", "minutes", "points"}
    teams : bool
        Whether teams may show it; counts of leavers stand only at sites and
        the company.
    own : bool
        Whether it is a share of each person's own, such as hours of sickness:
        then its months are held against each other, as those of forecasts are.
    """

    name: str
    label: Label
    unit: Literal["share", "contacts", "minutes", "points"]
    teams: bool
    own: bool = False


KPIS: Mapping[str, Kpi] = {
    kpi.name: kpi
    for kpi in (
        Kpi(
            "sickness_absence_rate",
            Label("Sickness absence rate", "Taux d'absence pour maladie"),
            "share",
            teams=True,
            own=True,
        ),
        Kpi(
            "contacts_per_day",
            Label("Contacts per agent and day", "Contacts par conseiller et par jour"),
            "contacts",
            teams=True,
        ),
        Kpi(
            "handle_minutes",
            Label("Average handling time", "Durée moyenne de traitement (DMT)"),
            "minutes",
            teams=True,
        ),
        Kpi(
            "hostile_share",
            Label("Contacts with abuse declared", "Contacts avec incivilité déclarée"),
            "share",
            teams=True,
        ),
        Kpi(
            "complaint_share",
            Label("Contacts with a complaint", "Contacts avec réclamation"),
            "share",
            teams=True,
        ),
        Kpi(
            "transfer_share",
            Label("Transfer rate", "Taux de transfert"),
            "share",
            teams=True,
        ),
        Kpi(
            "turnover_rate",
            Label("Voluntary turnover, 12 months", "Départs volontaires sur 12 mois"),
            "share",
            teams=False,
        ),
        Kpi(
            "retention_rate",
            Label("Retention rate, 12 months", "Taux de rétention sur 12 mois"),
            "share",
            teams=False,
        ),
        Kpi(
            "enps",
            Label("eNPS, −100 to 100", "eNPS, de −100 à 100"),
            "points",
            teams=True,
        ),
        Kpi(
            "engagement",
            Label(
                "Engagement in the survey, 0 to 100", "Engagement, enquête, de 0 à 100"
            ),
            "points",
            teams=True,
        ),
        Kpi(
            "exhaustion",
            Label(
                "Exhaustion in the survey, 0 to 100", "Épuisement, enquête, de 0 à 100"
            ),
            "points",
            teams=True,
        ),
        Kpi(
            "felt_workload",
            Label(
                "Workload as felt in the survey, 0 to 100",
                "Charge ressentie, enquête, de 0 à 100",
            ),
            "points",
            teams=True,
        ),
    )
}
