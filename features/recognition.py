"""Recognition: thanks and praise that were written down."""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features import _milestones
from features._past import KEYS, Past, share
from features._sums import TEAM, mates

FAMILY = Family(
    name="recognition",
    label=Label("Recognition", "Reconnaissance"),
    evidence=(
        "Aronsson et al. 2017 (PMC5356239), systematic review: limited evidence that "
        "low reward goes with exhaustion."
    ),
    tables=("milestones",),
    features=(
        Feature(
            "recognitions_recent",
            "recognitions",
            (0, 200),
            "unsure",
            Label("Recognitions, 3 months", "Reconnaissances sur 3 mois"),
            indicator=True,
        ),
        Feature(
            "recognitions_year",
            "recognitions",
            (0, 800),
            "unsure",
            Label("Recognitions, 12 months", "Reconnaissances sur 12 mois"),
        ),
        Feature(
            "days_since_recognition",
            "days",
            (0, 20000),
            "unsure",
            Label("Since the last recognition", "Depuis la dernière reconnaissance"),
        ),
        Feature(
            "team_recognitions_recent",
            "recognitions",
            (0, 200),
            "unsure",
            Label(
                "Recognitions per colleague, 3 months",
                "Reconnaissances par collègue sur 3 mois",
            ),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    counted = _milestones.counts(
        past,
        {
            "recognitions_recent": ("recognition", past.recent_months),
            "recognitions_year": ("recognition", past.long_months),
        },
    )
    since = _milestones.days_since(past, ("recognition",), "days_since_recognition")
    others = nw.col("recognitions_recent").count().over(*TEAM) - 1
    return counted.join(since, on=list(KEYS), how="left").select(
        *KEYS,
        "recognitions_recent",
        "recognitions_year",
        "days_since_recognition",
        team_recognitions_recent=share(mates("recognitions_recent"), others),
    )
