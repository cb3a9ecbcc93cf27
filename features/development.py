"""Development: training, and the time since one's work last moved up."""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features import _milestones
from features._past import KEYS, Past

DAYS_A_MONTH = 30.4375

FAMILY = Family(
    name="development",
    label=Label("Development", "Développement professionnel"),
    evidence=(
        "Bakker, Demerouti & Schaufeli 2003, Eur. J. Work Organ. Psychol. (477 "
        "agents): coaching and feedback go with involvement, and that with a lower "
        "intention to leave."
    ),
    tables=("milestones",),
    features=(
        Feature(
            "training_hours_year",
            "hours",
            (0, 5000),
            "unsure",
            Label("Training, 12 months", "Formation sur 12 mois"),
            indicator=True,
        ),
        Feature(
            "months_since_step",
            "months",
            (0, 720),
            "unsure",
            Label(
                "Since the last raise or promotion",
                "Depuis la dernière augmentation ou promotion",
            ),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    counted = _milestones.counts(
        past,
        {
            "training_hours_year": ("training", past.long_months),
        },
        amounts=("training_hours_year",),
    )
    since = _milestones.days_since(past, ("raise", "promotion"), "days")
    return counted.join(since, on=list(KEYS), how="left").select(
        *KEYS,
        "training_hours_year",
        months_since_step=nw.col("days") / DAYS_A_MONTH,
    )
