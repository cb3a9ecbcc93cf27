"""Support: one-to-ones, help after an incident, the supervisor's steadiness.

A team is also its supervisor: these figures stand only where several lead.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from contracts.spans import days_between
from features import _milestones, _surveys
from features._past import KEYS, Past, share
from features._sums import TEAM, mates, windows

DAYS_A_MONTH = 30.4375
NEW_MONTHS = 6
ASKED = ("manager_support", "autonomy", "listening")

FAMILY = Family(
    name="support",
    label=Label("Support and autonomy", "Soutien et autonomie"),
    evidence=(
        "Aronsson et al. 2017 (PMC5356239), systematic review: moderate evidence "
        "that low control and low support go with exhaustion; Eisenberger 2002 (493 "
        "retail workers): supervisors' support goes with less turnover."
    ),
    tables=(),
    any_of=("milestones", "interactions"),
    features=(
        Feature(
            "one_to_ones_recent",
            "one-to-ones",
            (0, 200),
            "lowers",
            Label("One-to-ones, 3 months", "Points individuels sur 3 mois"),
            indicator=True,
        ),
        Feature(
            "team_one_to_ones_recent",
            "one-to-ones",
            (0, 200),
            "lowers",
            Label(
                "One-to-ones per colleague, 3 months",
                "Points individuels par collègue sur 3 mois",
            ),
        ),
        Feature(
            "incident_support_year",
            "incidents",
            (0, 800),
            "unsure",
            Label(
                "Help after an incident, 12 months",
                "Soutiens après incident sur 12 mois",
            ),
        ),
        Feature(
            "transfer_share",
            "share",
            (0, 1),
            "unsure",
            Label("Contacts passed on", "Contacts transférés"),
        ),
        Feature(
            "escalation_share",
            "share",
            (0, 1),
            "unsure",
            Label("Contacts passed up", "Contacts escaladés"),
        ),
        Feature(
            "new_supervisor",
            "share",
            (0, 1),
            "unsure",
            Label("Supervisor changed, 6 months", "Superviseur changé depuis 6 mois"),
        ),
        *[
            Feature(name, "points of 1", (0, 1), "lowers", label)
            for name, label in zip(
                ASKED,
                (
                    Label(
                        "Supervisor's support, survey",
                        "Soutien du superviseur (enquête)",
                    ),
                    Label("Autonomy, survey", "Autonomie (enquête)"),
                    Label("Being listened to, survey", "Écoute (enquête)"),
                ),
                strict=True,
            )
        ],
    ),
    names_supervisors=True,
)


def _noted(past: Past) -> Lazy:
    """Count what was written down of people; empty where nothing ever is."""
    wanted = {
        "one_to_ones_recent": ("one_to_one", past.recent_months),
        "incident_support_year": ("incident_support", past.long_months),
    }
    if "milestones" in past.tables:
        return _milestones.counts(past, wanted)
    nothing = {name: nw.lit(None, dtype=nw.Float64) for name in wanted}
    return past.people().with_columns(**nothing)


def _new_supervisor(past: Past) -> Lazy:
    """Tell who came under another supervisor lately, without being newly hired."""
    led = past.records("assignments").filter(~nw.col("manager_id").is_null())
    since = led.group_by(*KEYS, "manager_id").agg(
        since=nw.col("starts_on").min(), latest=nw.col("starts_on").max()
    )
    now = since.with_columns(
        _latest=nw.col("latest").max().over(*KEYS),
        _first=nw.col("since").min().over(*KEYS),
    ).filter(nw.col("latest") == nw.col("_latest"))
    months = days_between(nw.col("since"), nw.col("as_of")) / DAYS_A_MONTH
    changed = (months < NEW_MONTHS) & (nw.col("since") > nw.col("_first"))
    return now.select(*KEYS, new_supervisor=changed.cast(nw.Float64))


def _contacts(past: Past) -> Lazy:
    """Give the shares passed on and up; nobody where there are no contacts."""
    totals = windows(past, "contacts", "transfers", "escalations")
    return totals.select(
        *KEYS,
        transfer_share=share(nw.col("transfers"), nw.col("contacts")),
        escalation_share=share(nw.col("escalations"), nw.col("contacts")),
    )


def _asked(past: Past) -> Lazy:
    """Give the team's survey means that speak of its supervisor."""
    if not _surveys.has_means(past.tables):
        nothing = {name: nw.lit(None, dtype=nw.Float64) for name in ASKED}
        return past.people().select(*KEYS, **nothing)
    means = _surveys.means_by_team(past, ASKED)
    return past.people().join(means, on=list(TEAM), how="left").select(*KEYS, *ASKED)


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    found = _noted(past)
    for part in (_contacts(past), _new_supervisor(past), _asked(past)):
        found = found.join(part, on=list(KEYS), how="left")
    others = nw.col("one_to_ones_recent").count().over(*TEAM) - 1
    colleagues = share(mates("one_to_ones_recent"), others)
    return found.with_columns(team_one_to_ones_recent=colleagues).select(
        *KEYS, *[feature.name for feature in FAMILY.features]
    )
