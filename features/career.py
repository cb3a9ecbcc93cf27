"""Career: how long somebody has been here and in the team, on which contract and pay.

Most who leave a contact centre do so in their first months.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import KEYS, Past, share
from features._sums import PARENT, TEAM, mates

DAYS_A_MONTH = 30.4375

FAMILY = Family(
    name="career",
    label=Label("Career and onboarding", "Parcours et intégration"),
    evidence=(
        "Early exits dominate: about a quarter of new agents leave within three "
        "months (US and European contact-centre surveys); tenure is the strongest "
        "single line of a life table."
    ),
    tables=("people", "assignments"),
    features=(
        Feature(
            "tenure_months",
            "months",
            (0, 720),
            "lowers",
            Label("Time with the company", "Ancienneté"),
            indicator=True,
        ),
        Feature(
            "months_in_team",
            "months",
            (0, 720),
            "unsure",
            Label("Time in the team", "Temps passé dans l'équipe"),
        ),
        Feature(
            "permanent",
            "share",
            (0, 1),
            "unsure",
            Label("Permanent contracts", "Contrats à durée indéterminée"),
        ),
        Feature(
            "full_time_share",
            "share",
            (0, 2),
            "unsure",
            Label("Contracted hours, of full time", "Quotité de travail"),
        ),
        Feature(
            "tenure_against_team",
            "share",
            (0, 1000),
            "unsure",
            Label("Tenure against the team's", "Ancienneté rapportée à l'équipe"),
        ),
        Feature(
            "pay_against_peers",
            "share",
            (0, 100),
            "lowers",
            Label("Hourly pay against the site's", "Paie horaire rapportée au site"),
        ),
    ),
)


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    hired = past.tables["people"].select("person_id", "hired_on")
    here = past.people().join(hired, on="person_id", how="left")
    days = days_between(nw.col("hired_on"), nw.col("as_of"))
    # Hired again, or hired_on corrected later: never below nothing.
    # Empty unless a stated purpose keeps pay; of a month, for each hour of a week.
    cents = (nw.col("monthly_pay") / nw.col("weekly_hours") * 100).round(0)
    known = here.with_columns(_days=nw.when(days >= 0).then(days), _cents=cents)
    # Whole days and cents add up the same in any order, months wouldn't.
    colleagues = share(mates("_days"), nw.len().over(*TEAM) - 1)
    in_team = days_between(nw.col("in_team_since"), nw.col("as_of")) / DAYS_A_MONTH
    return known.with_columns(_colleagues=colleagues).select(
        *KEYS,
        tenure_months=nw.col("_days") / DAYS_A_MONTH,
        months_in_team=in_team,
        permanent=(nw.col("contract") == "permanent").cast(nw.Float64),
        full_time_share=nw.col("weekly_hours") / past.full_time_hours,
        tenure_against_team=share(nw.col("_days"), nw.col("_colleagues")),
        pay_against_peers=share(nw.col("_cents"), _of_others("_cents")),
    )


def _of_others(name: str) -> nw.Expr:
    """Give the mean over the unit above one's team, oneself left out."""
    total, known = nw.col(name).sum().over(*PARENT), nw.col(name).count().over(*PARENT)
    return share(total - nw.col(name), known - 1)
