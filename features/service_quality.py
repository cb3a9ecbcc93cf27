"""Service quality: contacts solved, opened again, how long, and how satisfied.

Quality is a sign before it is a cause: who is worn out solves less at once.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from features._past import KEYS, Past, share
from features._sums import mates, trend, windows

HUNDREDTHS = 100

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
                "Customer satisfaction against own year",
                "Satisfaction client, évolution",
            ),
        ),
        Feature(
            "team_satisfaction",
            "points",
            (-1000, 1000),
            "unsure",
            Label(
                "Customer satisfaction, colleagues", "Satisfaction client, collègues"
            ),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person with any activity in the long window."""
    solved = ("resolved", "resolved_known", "reopened")
    rated = ("csat_hundredths", "csat_count")
    seconds = ("handle_seconds", "usual_seconds")
    totals = windows(past, "contacts", *solved, *rated, *seconds)
    points = nw.col("csat_hundredths") / HUNDREDTHS
    return totals.select(
        *KEYS,
        resolved_share=share(nw.col("resolved"), nw.col("resolved_known")),
        reopened_share=share(nw.col("reopened"), nw.col("contacts")),
        handling_against_queue=share(nw.col("handle_seconds"), nw.col("usual_seconds")),
        satisfaction=share(points, nw.col("csat_count")),
        satisfaction_trend=trend("csat_hundredths", "csat_count"),
        team_satisfaction=share(
            mates("csat_hundredths") / HUNDREDTHS, mates("csat_count")
        ),
    )
