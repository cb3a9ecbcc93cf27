"""Team: colleagues who left lately, empty seats, size, newcomers.

Those who stay take on the work of those who left, and watch them go.
"""

import narwhals as nw

from contracts.drivers import Family, Feature, Label
from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import KEYS, Past, month_start, share
from features._sums import PARENT, TEAM, exact_sum
from features.cohort import ROLES_SEEN

NEWCOMER_DAYS = 183

FAMILY = Family(
    name="team",
    label=Label("Team stability", "Stabilité de l'équipe"),
    evidence=(
        "Felps et al. 2009, Acad. Manage. J. (45 branches, 1,038 departments): "
        "co-workers' leaving goes with one's own, beyond one's own intentions."
    ),
    tables=("assignments", "departures"),
    features=(
        Feature(
            "recent_leavers_share",
            "share",
            (0, 10),
            "raises",
            Label("Colleagues gone, 3 months", "Départs de collègues sur 3 mois"),
            indicator=True,
        ),
        Feature(
            "site_leavers_share",
            "share",
            (0, 10),
            "raises",
            Label(
                "People gone from comparable teams, 3 months",
                "Départs des équipes comparables sur 3 mois",
            ),
        ),
        Feature(
            "year_leavers_share",
            "share",
            (0, 20),
            "raises",
            Label("Colleagues gone, 12 months", "Départs de collègues sur 12 mois"),
        ),
        Feature(
            "team_size",
            "people",
            (1, 10000),
            "unsure",
            Label("Size of the team", "Effectif de l'équipe"),
        ),
        Feature(
            "newcomers_share",
            "share",
            (0, 1),
            "unsure",
            Label("Newcomers in the team", "Nouveaux dans l'équipe"),
        ),
        Feature(
            "vacancy_share",
            "share",
            (-20, 1),
            "raises",
            Label("Seats vacant against plan", "Postes vacants au regard du prévu"),
            indicator=True,
        ),
    ),
)


def team_at_exit(past: Past) -> Lazy:
    """Give each known departure of an agent the team last known.

    Supervisors and others are not in the headcount that departures are held against.
    """
    left = past.records("departures").select("as_of", "person_id", "left_on", "reason")
    spells = past.records("assignments").select(
        "as_of", "person_id", "team_id", "starts_on", "role"
    )
    both = left.join(spells, on=list(KEYS), how="inner").filter(
        nw.col("starts_on") <= nw.col("left_on")
    )
    rank = nw.col("starts_on").rank("ordinal", descending=True)
    return both.with_columns(_rank=rank.over("as_of", "person_id", "left_on")).filter(
        nw.col("_rank") == 1,
        nw.col("role").is_null() | nw.col("role").is_in(ROLES_SEEN),
    )


def _leavers(past: Past) -> Lazy:
    """Count each team's leavers in both windows, as known at each snapshot."""

    def since(months: int) -> nw.Expr:
        first = month_start(nw.col("as_of"), months - 1)
        return (nw.col("left_on") >= first).cast(nw.Float64).sum()

    return (
        team_at_exit(past)
        .group_by("as_of", "team_id")
        .agg(recent=since(past.recent_months), year=since(past.long_months))
    )


def _planned(past: Past) -> Lazy | None:
    """Give the headcount planned for each team in the snapshot's month."""
    if "team_plans" not in past.tables:
        return None
    months = past.snapshots.filter(nw.col("age") == 0).select("as_of", "month")
    plans = past.tables["team_plans"].join(months, on="month", how="inner")
    return plans.group_by("as_of", "team_id").agg(
        planned=exact_sum(nw.col("planned_fte"))
    )


def _with_hiring(past: Past) -> Lazy:
    """Add when each person was hired, where the source says it."""
    if "people" not in past.tables:
        return past.people().with_columns(hired_on=nw.lit(None, dtype=nw.Date))
    hired = past.tables["people"].select("person_id", "hired_on")
    return past.people().join(hired, on="person_id", how="left")


def _site_leavers(teams: Lazy) -> Lazy:
    """Add what share of comparable teams' people left; one's own team is none."""
    gone, size = (nw.col(name).sum().over(*PARENT) for name in ("recent", "size"))
    others = share(gone - nw.col("recent"), size - nw.col("size"))
    known = nw.when(~nw.col("parent_id").is_null()).then(others)
    return teams.with_columns(site_leavers_share=known)


def _by_team(past: Past, present: Lazy) -> Lazy:
    """Give each team's size, newcomers, hours, leavers and plan."""
    counted = present.group_by(*TEAM, "parent_id").agg(
        size=nw.len().cast(nw.Float64),
        newcomers=nw.col("_new").sum(),
        fte_present=exact_sum(nw.col("_fte")),
    )
    teams = counted.join(_leavers(past), on=list(TEAM), how="left")
    teams = teams.with_columns(nw.col("recent", "year").fill_null(0.0))
    planned = _planned(past)
    if planned is None:
        teams = teams.with_columns(planned=nw.lit(None, dtype=nw.Float64))
    else:
        teams = teams.join(planned, on=list(TEAM), how="left")
    return _site_leavers(teams).drop("parent_id")


def build(past: Past) -> Lazy:
    """Give a row a person present; oneself is never among one's colleagues."""
    new = days_between(nw.col("hired_on"), nw.col("as_of")) < NEWCOMER_DAYS
    present = _with_hiring(past).with_columns(
        _new=new.cast(nw.Float64), _fte=nw.col("fte").fill_null(1.0)
    )
    beside = present.join(_by_team(past, present), on=list(TEAM), how="left")
    return beside.select(
        *KEYS,
        recent_leavers_share=nw.col("recent") / nw.col("size"),
        site_leavers_share=nw.col("site_leavers_share"),
        year_leavers_share=nw.col("year") / nw.col("size"),
        team_size=nw.col("size"),
        newcomers_share=share(nw.col("newcomers") - nw.col("_new"), nw.col("size") - 1),
        vacancy_share=1 - share(nw.col("fte_present"), nw.col("planned")),
    )
