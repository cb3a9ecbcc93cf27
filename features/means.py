"""Means: waiting on others, outages, news that comes late, tools.

What stands in the way of the work without being the work: tools that fail, teams
that don't answer, a product that changed before anybody said so.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from contracts.spans import days_between
from features import _surveys, units
from features._past import KEYS, Past, month_start, share
from features._sums import TEAM, seen_sum, windows, zero_where_recorded

CHANGES = ("product_change", "process_change")

FAMILY = Family(
    name="means",
    label=Label("Means to do the work", "Moyens de travail"),
    evidence=(
        "Bakker, Demerouti & Schaufeli 2003, Eur. J. Work Organ. Psychol. (477 "
        "agents): computer problems are among the demands that go with health "
        "complaints and longer absence; Podsakoff et al. 2007 (183 samples): what "
        "stands in the way of the work goes with turnover."
    ),
    tables=(),
    any_of=("interactions", "events", "survey_answers"),
    features=(
        Feature(
            "waiting_minutes",
            "minutes",
            (0, 1440),
            "raises",
            Label(
                "Waiting on other teams, a contact",
                "Attente d'autres équipes, par contact",
            ),
            indicator=True,
        ),
        Feature(
            "outages_recent",
            "outages",
            (0, 10000),
            "raises",
            Label("Outages, 3 months", "Pannes sur 3 mois"),
            indicator=True,
        ),
        Feature(
            "change_notice_days",
            "days",
            (-400, 1000),
            "unsure",
            Label(
                "Notice of product and process changes",
                "Délai d'annonce des changements de produit ou de procédure",
            ),
            indicator=True,
        ),
        Feature(
            "tools",
            "points of 1",
            (0, 1),
            "unsure",
            Label("Means to do the work, survey", "Moyens de travail (enquête)"),
        ),
    ),
)


def _events(past: Past) -> Lazy:
    """Count outages and the notice of changes that each team lived through.

    An event of one queue counts for all whom it names: nobody wrote down who works
    on which queue.
    """
    began = nw.col("starts_at").cast(nw.Date)
    recent = began >= month_start(nw.col("as_of"), past.recent_months - 1)
    outage, change = nw.col("kind") == "outage", nw.col("kind").is_in(CHANGES)
    known = past.records("events").select(
        "as_of",
        unit_id=nw.col("team_id"),
        # An outage of long ago counts as none, and says that outages are recorded.
        outages=nw.when(outage).then(recent.cast(nw.Float64)),
        notice=nw.when(change & recent).then(
            days_between(nw.col("announced_on"), began)
        ),
    )
    named = units.lineage(past).join(known, on="unit_id", how="inner")
    teams = past.people().select(*TEAM).unique()
    of_all = teams.join(
        known.filter(nw.col("unit_id").is_null()), on="as_of", how="inner"
    )
    columns = (*TEAM, "outages", "notice")
    lived = nw.concat([one.select(*columns) for one in (named, of_all)], how="vertical")
    return lived.group_by(*TEAM).agg(
        outages_recent=seen_sum(nw.col("outages")),
        change_notice_days=nw.col("notice").mean(),
    )


def _by_team(past: Past) -> Lazy:
    """Give what is known of teams: events, and the survey's word on tools."""
    teams = past.people().select(*TEAM).unique()
    nothing = nw.lit(None, dtype=nw.Float64)
    if "events" in past.tables:
        teams = teams.join(_events(past), on=list(TEAM), how="left").with_columns(
            zero_where_recorded("outages_recent")
        )
    else:
        teams = teams.with_columns(outages_recent=nothing, change_notice_days=nothing)
    if not _surveys.has_means(past.tables):
        return teams.with_columns(tools=nothing)
    said = _surveys.means_by_team(past, ("means",)).rename({"means": "tools"})
    return teams.join(said, on=list(TEAM), how="left")


def build(past: Past) -> Lazy:
    """Give a row a person present."""
    waited = windows(past, "waiting_seconds", "contacts")
    return waited.join(_by_team(past), on=list(TEAM), how="left").select(
        *KEYS,
        share(nw.col("waiting_seconds") / 60, nw.col("contacts")).alias(
            "waiting_minutes"
        ),
        "outages_recent",
        "change_notice_days",
        "tools",
    )
