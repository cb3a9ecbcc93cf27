"""What the organisation writes down of itself: planned seats, things tried."""

import numpy as np
import pyarrow as pa

from connectors.simulator import clock, codes, structure
from connectors.simulator.arrays import NEVER
from connectors.simulator.history import History
from connectors.simulator.roster import WEEKLY_HOURS, WEEKLY_HOURS_SHARES

DECIDED_DAYS, REVIEW_DAYS, RECORDED_DAYS = 30, 180, 5


def team_plans(history: History) -> pa.Table:
    """Write ``team_plans``: planned full-time equivalents, team by month."""
    teams = structure.team_codes(history.teams)
    mean_fte = float(WEEKLY_HOURS @ np.array(WEEKLY_HOURS_SHARES)) / 35
    planned = np.round(history.teams.seats * mean_fte, 1)
    months = [clock.first_day(month.number) for month in history.recorded]
    return pa.table(
        {
            "team_id": np.repeat(teams, len(months)),
            "month": codes.days(np.tile(months, len(teams))),
            "planned_fte": np.repeat(planned, len(months)),
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
    start = np.array([row[2] for row in rows])
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
