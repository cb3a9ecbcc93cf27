"""Service quality: contacts solved, opened again, how long, and how satisfied.

Quality is a sign before it is a cause: who is worn out solves less at once.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._sums import BEFORE, mates, trend, windows

HUNDREDTHS = 100
RATED = ("csat_hundredths", "csat_count")
SECONDS = ("handle_seconds", "usual_seconds")

FAMILY = Family(
    name="service_quality",
    label=Label("Service quality", "Qualité de service"),
    evidence=(
        "Swider & Zimmerman 2010: the three dimensions of burn-out together "
        "correlate at .36 with performance, .33 with turnover and .23 with absence."
    ),
    tables=("interactions",),
    features=(
        Feature(
            "resolved_share",
            "share",
            (0, 1),
            "unsure",
            Label("First-contact resolution", "Résolution au premier contact"),
            indicator=True,
        ),
        Feature(
            "reopened_share",
            "share",
            (0, 1),
            "unsure",
            Label("Contacts opened again", "Contacts rouverts"),
        ),
        Feature(
            "handling_against_queue",
            "ratio",
            (0, 1000),
            "unsure",
            Label(
                "Handling time against that of the queue",
                "Durée de traitement rapportée à celle de la file",
            ),
        ),
        Feature(
            "handling_trend",
            "ratio",
            (0, 1000),
            "unsure",
            Label(
                "Handling time against own six months before",
                "Durée de traitement, évolution sur les six mois précédents",
            ),
        ),
        Feature(
            "satisfaction",
            "points",
            (-1000, 1000),
            "unsure",
            Label(
                "Customer satisfaction, mean rating",
                "Satisfaction client, note moyenne",
            ),
            indicator=True,
        ),
        Feature(
            "satisfaction_trend",
            "ratio",
            (-1000, 1000),
            "unsure",
            Label(
                "Customer satisfaction against own six months before",
                "Satisfaction client, évolution sur les six mois précédents",
            ),
        ),
        Feature(
            "team_satisfaction",
            "points",
            (-1000, 1000),
            "unsure",
            Label(
                "Customer satisfaction, colleagues",
                "Satisfaction client, collègues",
            ),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    solved = ("contacts", "resolved", "resolved_known", "reopened")
    totals = windows(past, *RATED, *SECONDS, also=(BEFORE,)).join(
        windows(past, *solved).select(*KEYS, *solved), on=list(KEYS), how="left"
    )
    points = nw.col("csat_hundredths") / HUNDREDTHS
    return totals.select(
        *KEYS,
        resolved_share=share(nw.col("resolved"), nw.col("resolved_known")),
        reopened_share=share(nw.col("reopened"), nw.col("contacts")),
        handling_against_queue=share(*(nw.col(name) for name in SECONDS)),
        handling_trend=trend(*SECONDS),
        satisfaction=share(points, nw.col("csat_count")),
        satisfaction_trend=trend(*RATED),
        team_satisfaction=share(
            mates("csat_hundredths") / HUNDREDTHS, mates("csat_count")
        ),
    )
