"""Climate: the team's survey answers, as means of enough people, and who answers.

Everybody in a team has the same figure: that of the team's latest campaign known.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features import _surveys
from features._past import KEYS, Past
from features._sums import TEAM

# What speaks of the supervisor, or of means, stands in a family of its own.
CONSTRUCTS: dict[str, Label] = {
    "engagement": Label("Engagement, survey", "Engagement (enquête)"),
    "exhaustion": Label("Exhaustion, survey", "Épuisement (enquête)"),
    "workload": Label("Workload felt, survey", "Charge ressentie (enquête)"),
    "recognition": Label("Recognition felt, survey", "Reconnaissance (enquête)"),
    "team_bonds": Label("Team bonds, survey", "Entraide dans l'équipe (enquête)"),
    "meaning": Label("Meaning of the work, survey", "Sens du travail (enquête)"),
    "development": Label("Development, survey", "Développement (enquête)"),
    "balance": Label("Work and life, survey", "Équilibre des temps (enquête)"),
    "predictability": Label("Predictability, survey", "Prévisibilité (enquête)"),
    "stay_intention": Label(
        "Intention to stay, survey", "Intention de rester (enquête)"
    ),
}

FAMILY = Family(
    name="climate",
    label=Label("Team climate", "Climat d'équipe"),
    evidence=(
        "Swider & Zimmerman 2010: burn-out correlates at .23 with absence and .33 "
        "with turnover; Guthier 2020 (48 longitudinal studies) and Shoman 2022 (65): "
        "over time the links are small, and run both ways."
    ),
    tables=("survey_answers", "survey_questions"),
    features=(
        # No indicator: near its ends the eNPS of ten answers tells each of them.
        Feature("enps", "points", (-100, 100), "unsure", Label("eNPS", "eNPS")),
        Feature(
            "response_rate",
            "share",
            (0, 1),
            "unsure",
            Label("Response rate of the survey", "Taux de participation à l'enquête"),
            indicator=True,
        ),
        *[
            Feature(name, "points of 1", (0, 1), "unsure", label)
            for name, label in CONSTRUCTS.items()
        ],
    ),
)


def _beside(past: Past, here: Lazy) -> Lazy:
    """Put each team's figures beside rows that name a team and a snapshot."""
    team = list(TEAM)
    means = _surveys.means_by_team(past, ("enps", *CONSTRUCTS))
    here = here.join(means, on=team, how="left")
    rates = _surveys.response_rates(past)
    if rates is None:
        return here.with_columns(response_rate=nw.lit(None, dtype=nw.Float64))
    return here.join(rates, on=team, how="left")


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    here = _beside(past, past.people())
    return here.select(*KEYS, "enps", "response_rate", *CONSTRUCTS)


def by_unit(past: Past, units: Lazy) -> Lazy:
    """Give a row a unit and snapshot, where no people are known."""
    here = _beside(past, units)
    return here.select(*TEAM, "enps", "response_rate", *CONSTRUCTS)
