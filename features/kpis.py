"""The plain figures of a unit, as ratios of sums over people; see contracts.kpis.

Two kinds: figures of the people present (``of_members``), and figures of people
who came and went (``of_flows``), who count in the team that they were in.
"""

from collections.abc import Collection
from dataclasses import replace

import narwhals as nw

from contracts.frames import Lazy
from contracts.spans import days_between
from features._past import KEYS, Past, month_start
from features._sums import exact_sum, seen_sum, zero_where_recorded
from features.absence_history import SICK
from features.team import team_at_exit

DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12


def _ratio(name: str, part: nw.Expr, whole: nw.Expr) -> list[nw.Expr]:
    return [
        nw.lit(name).alias("kpi"),
        part.cast(nw.Float64).alias("numerator"),
        whole.cast(nw.Float64).alias("denominator"),
    ]


def _of_activity(past: Past) -> list[Lazy]:
    sums = ("contacts", "handle_seconds", "hostile", "complaints", "transfers")
    totals = (
        past.months(past.recent_months)
        .group_by(*KEYS)
        .agg(*[seen_sum(nw.col(name)).alias(name) for name in (*sums, "shifts")])
        .with_columns(*[zero_where_recorded(name) for name in (*sums, "shifts")])
    )
    minutes = nw.col("handle_seconds") / 60
    parts = {
        "contacts_per_day": (nw.col("contacts"), nw.col("shifts")),
        "handle_minutes": (minutes, nw.col("contacts")),
        "hostile_share": (nw.col("hostile"), nw.col("contacts")),
        "complaint_share": (nw.col("complaints"), nw.col("contacts")),
        "transfer_share": (nw.col("transfers"), nw.col("contacts")),
    }
    return [
        # A figure that nobody wrote down is absent, not zero.
        totals.select(*KEYS, *_ratio(name, part, whole)).filter(
            ~nw.col("numerator").is_null(), ~nw.col("denominator").is_null()
        )
        for name, (part, whole) in parts.items()
    ]


def _of_absence(past: Past) -> Lazy:
    """Sick hours over contracted hours, in the recent window."""
    first = month_start(nw.col("as_of"), past.recent_months - 1)
    spells = past.records("absences").filter(nw.col("kind").is_in(SICK))
    start = nw.max_horizontal(nw.col("starts_on"), first)
    end = nw.coalesce(nw.col("ends_on"), nw.col("as_of"))
    days = (days_between(start, end) + 1) * nw.col("day_share").fill_null(1.0)
    sick = (
        spells.with_columns(days=nw.when(days > 0).then(days).otherwise(0.0))
        .group_by(*KEYS)
        .agg(sick_days=exact_sum(nw.col("days")))
    )
    hired = past.tables["people"].select("person_id", "hired_on")
    here = past.people().join(hired, on="person_id", how="left")
    since = nw.max_horizontal(nw.col("hired_on"), first)
    employed = days_between(since, nw.col("as_of")) + 1
    daily_hours = nw.col("weekly_hours") / DAYS_A_WEEK
    return (
        here.join(sick, on=list(KEYS), how="left")
        .with_columns(_employed=employed)
        .filter(nw.col("_employed") > 0)
        .select(
            *KEYS,
            *_ratio(
                "sickness_absence_rate",
                nw.min_horizontal(
                    nw.col("sick_days").fill_null(0.0), nw.col("_employed")
                )
                * daily_hours,
                nw.col("_employed") * daily_hours,
            ),
        )
    )


def of_members(past: Past) -> Lazy | None:
    """Give the figures of the people present.

    Returns
    -------
    LazyFrame or None
        ``as_of, person_id, kpi, numerator, denominator, window_months``; None
        where no table feeds any.
    """
    frames = []
    if past.activity is not None and {"interactions", "shifts"} <= set(past.tables):
        frames += _of_activity(past)
    if "absences" in past.tables:
        frames.append(_of_absence(past))
    if not frames:
        return None
    return nw.concat(frames, how="vertical").with_columns(
        window_months=nw.lit(past.recent_months)
    )


def of_flows(past: Past, voluntary: Collection[str]) -> Lazy:
    """Give the figures of people who came and went, by the team they were in.

    Voluntary turnover is departures in twelve months over average headcount;
    retention is the share of those present twelve months ago who still are.

    Returns
    -------
    LazyFrame
        ``as_of, person_id, team_id, kpi, numerator, denominator,
        window_months``; ``as_of`` with twelve months of snapshots behind it.
    """
    months = past.people().select(
        "person_id", "team_id", nw.col("as_of").alias("seen_at")
    )
    here = months.with_columns(month=month_start(nw.col("seen_at")))
    since = past.snapshots.filter(nw.col("age") < MONTHS_A_YEAR)
    years = _whole_years(past)
    headcount = (
        here.join(since, on="month", how="inner")
        .group_by("as_of", "person_id", "team_id")
        .agg(times=nw.len())
        .join(years, on="as_of", how="inner")
        .select(
            *KEYS,
            "team_id",
            *_ratio(
                "turnover_rate", nw.lit(0.0), nw.col("times") / nw.col("snapshots")
            ),
        )
    )
    first = month_start(nw.col("as_of"), MONTHS_A_YEAR - 1)
    exits = team_at_exit(past).filter(
        nw.col("left_on") >= first, nw.col("reason").is_in(tuple(voluntary))
    )
    left = exits.select(
        *KEYS, "team_id", *_ratio("turnover_rate", nw.lit(1.0), nw.lit(0.0))
    )
    left = left.join(years, on="as_of", how="semi")
    return nw.concat([headcount, left, _retention(past)], how="vertical").with_columns(
        window_months=nw.lit(MONTHS_A_YEAR)
    )


def of_one_month(past: Past, voluntary: Collection[str]) -> Lazy:
    """Give every figure of each month alone, for windows of any length.

    Voluntary turnover is the month's departures over the people present at its
    end and those who left.

    Returns
    -------
    LazyFrame
        ``as_of, person_id, team_id, kpi, numerator, denominator``; without a
        team where the person's own of the month counts.
    """
    members = of_members(replace(past, recent_months=1))
    here = past.people().select(
        *KEYS, "team_id", *_ratio("turnover_rate", nw.lit(0.0), nw.lit(1.0))
    )
    left = team_at_exit(past).filter(
        nw.col("left_on") >= month_start(nw.col("as_of")),
        nw.col("reason").is_in(tuple(voluntary)),
    )
    gone = left.select(
        *KEYS, "team_id", *_ratio("turnover_rate", nw.lit(1.0), nw.lit(1.0))
    )
    flows = nw.concat([here, gone], how="vertical")
    if members is None:
        return flows
    columns = flows.collect_schema().names()
    teams = past.people().select(*KEYS, "team_id")
    placed = members.join(teams, on=list(KEYS), how="left").select(columns)
    return nw.concat([placed, flows], how="vertical")


def _whole_years(past: Past) -> Lazy:
    """Find the snapshots with a year seen behind them; count those of that year."""
    seen = past.snapshots.filter(nw.col("age") == 0).select("month")
    year = past.snapshots.filter(nw.col("age") < MONTHS_A_YEAR)
    whole = (
        past.snapshots.filter(nw.col("age") == MONTHS_A_YEAR - 1)
        .join(seen.select(first=nw.col("month").min()), how="cross")
        .filter(nw.col("first") <= nw.col("month"))
    )
    return (
        year.join(seen, on="month", how="inner")
        .join(whole, on="as_of", how="semi")
        .group_by("as_of")
        .agg(snapshots=nw.len())
    )


def _retention(past: Past) -> Lazy:
    """Follow those present twelve months before each snapshot."""
    now = past.people().select(*KEYS, nw.lit(1.0).alias("still"))
    then = past.people().select(
        "person_id", "team_id", month=month_start(nw.col("as_of"))
    )
    year_ago = past.snapshots.filter(nw.col("age") == 0).select(
        "as_of", month=month_start(nw.col("as_of"), MONTHS_A_YEAR)
    )
    followed = then.join(year_ago, on="month", how="inner").join(
        now, on=list(KEYS), how="left"
    )
    return followed.select(
        *KEYS,
        "team_id",
        *_ratio("retention_rate", nw.col("still").fill_null(0.0), nw.lit(1.0)),
    )
