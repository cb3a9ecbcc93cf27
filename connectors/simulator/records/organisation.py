"""What the organisation writes down of itself: planned seats, things tried."""

import numpy as np
import pyarrow as pa

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER
from connectors.simulator.records import codes
from connectors.simulator.truth import structure
from connectors.simulator.truth.history import History
from connectors.simulator.truth.roster import WEEKLY_HOURS, WEEKLY_HOURS_SHARES

DECIDED_DAYS, REVIEW_DAYS, RECORDED_DAYS = 30, 180, 5


def team_plans(history: History) -> pa.Table:
    """Write ``team_plans``: planned full-time equivalents, team by month."""
    teams = structure.team_codes(history.teams)
    mean_fte = float(WEEKLY_HOURS @ np.array(WEEKLY_HOURS_SHARES)) / 35
    months = [month.number for month in history.recorded]
    seats = np.array([month.company.units.planned for month in history.recorded])
    there = np.array(months)[:, None] >= history.teams.opens
    team, month = np.nonzero(((seats > 0) & there).T)
    return pa.table(
        {
            "team_id": codes.coded(teams, team).cast(pa.string()),
            "month": codes.days(np.array([clock.first_day(m) for m in months])[month]),
            "planned_fte": np.round(seats[month, team] * mean_fte, 1),
        }
    )


def initiatives(history: History) -> pa.Table:
    """Write ``initiatives``: what was tried, in which team, since when."""
    codes_of = structure.team_codes(history.teams)
    rows = [
        (one.what, codes_of[team], clock.first_day(one.month))
        for one in history.started
        for team in one.teams
    ]
    start = np.array([row[2] for row in rows], dtype=np.int64)
    table = pa.table(
        {
            "initiative_id": [what.code for what, _, _ in rows],
            "team_id": [team for _, team, _ in rows],
            "action": [what.action for what, _, _ in rows],
            "starts_on": codes.days(start),
            "ends_on": codes.days(np.full(len(rows), NEVER)),
            "family": [what.family for what, _, _ in rows],
            "indicator": [what.indicator for what, _, _ in rows],
            "decided_on": codes.days(start - DECIDED_DAYS),
            "review_on": codes.days(start + REVIEW_DAYS),
            "chosen_by": [what.chosen_by for what, _, _ in rows],
            "status": ["under_way"] * len(rows),
            "recorded_on": codes.days(start + RECORDED_DAYS),
        }
    )
    return codes.sorted_by(table, "initiative_id", "team_id")
