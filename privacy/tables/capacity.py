"""The weather of staffing: full-time equivalents that will be missing, as a range."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from contracts.released import CAPACITY
from privacy.months import as_months, with_months
from privacy.rounding import downward, nearest, shows_counts, upward
from privacy.units.remainder import Crowd, nobody_left_over, unit_sums
from privacy.units.tree import Tree, ancestors

LEVELS_SHOWN = ("site", "company")
FTE = "fte"
KEYS = ["month", "unit_id"]


@dataclass(frozen=True, slots=True)
class Staffing:
    """What the door needs to hold people present against a plan.

    Parameters
    ----------
    plans : DataFrame
        ``month, target_month, team_id, planned_fte``: no figure of a person.
    present : DataFrame
        ``month, person_id, fte``: contracted full-time equivalents of everybody on
        the roster.
    """

    plans: pd.DataFrame
    present: pd.DataFrame


def capacity(
    staffing: Staffing | None,
    forecasts: pd.DataFrame,
    tree: Tree,
    crowd: Crowd,
    horizon_months: int,
) -> pd.DataFrame:
    """Say how many full-time equivalents will be missing at sites and the company.

    Planned, less those present, and of these the leavers expected by the end of
    each month and the hours that sickness should take. Leavers come evenly over
    the horizon, their chance spread with its root; nobody is hired.

    Parameters
    ----------
    staffing : Staffing or None
        None where there is no plan.
    forecasts : DataFrame
        As ``unit_forecasts`` gives them, all outcomes below each other.
    tree : Tree
    crowd : Crowd
    horizon_months : int

    Returns
    -------
    DataFrame
        Rows of ``capacity`` of units large enough to count leavers in. Both ends
        rounded outward to ``round_people_to``: a person more or less seldom shows.
    """
    outcomes = set(forecasts["outcome"])
    if staffing is None or not {"turnover", "absence"} <= outcomes:
        return pd.DataFrame(columns=list(CAPACITY.column_names))
    rows = _present(staffing.present, crowd)
    rows = rows.merge(_planned(staffing.plans, tree), on=KEYS)
    for outcome in ("turnover", "absence"):
        figures = forecasts[forecasts["outcome"] == outcome]
        named = figures[[*KEYS, "expected_count", "low_drawn", "high_drawn"]]
        named = named.dropna(subset="low_drawn")
        rows = rows.merge(
            named.add_prefix(f"{outcome}_").rename(
                columns={f"{outcome}_{key}": key for key in KEYS}
            ),
            on=KEYS,
        )
    low, high = _missing(rows, horizon_months)
    step = crowd.settings.round_people_to
    return rows.assign(
        planned_fte=nearest(rows["planned_fte"], 1.0),
        missing_fte_low=downward(low, step),
        missing_fte_high=upward(high, step),
    )[list(CAPACITY.column_names)]


def _present(present: pd.DataFrame, crowd: Crowd) -> pd.DataFrame:
    """Add up who is there, in the units that may count people."""
    people = present.rename(columns={FTE: "numerator"})
    people = people.assign(denominator=1.0, what=FTE)
    cells = unit_sums(people, crowd, ["what"])
    large = shows_counts(cells["people"], crowd.settings)
    stands = cells["unit_level"].isin(LEVELS_SHOWN) & cells["enough"] & large
    shown = nobody_left_over(cells, stands, ["what"], crowd)
    return cells[shown].rename(columns={"numerator": FTE})


def _planned(plans: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """Add the plans of teams up to every unit above them."""
    known = plans[plans["team_id"].isin([tree.root, *tree.parents])]
    above = [(code, ancestors(tree, code)) for code in known["team_id"].unique()]
    places = pd.DataFrame(
        [(code, unit) for code, units in above for unit in (code, *units)],
        columns=["team_id", "unit_id"],
    )
    placed = with_months(known).merge(places, on="team_id")
    placed = placed.assign(target_month=as_months(placed["target_month"]))
    keys = [*KEYS, "target_month"]
    return placed.groupby(keys, as_index=False).agg(planned_fte=("planned_fte", "sum"))


def _missing(
    rows: pd.DataFrame, horizon_months: int
) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    """Give the exact ends of what is missing, in full-time equivalents."""
    ahead = (rows["target_month"].dt.year - rows["month"].dt.year) * 12
    ahead = ahead + rows["target_month"].dt.month - rows["month"].dt.month
    part = ahead / horizon_months
    each = rows[FTE] / rows["contributors"]
    expected = rows["turnover_expected_count"] * part
    ends = []
    for end in ("low", "high"):
        spread = rows[f"turnover_{end}_drawn"] - rows["turnover_expected_count"]
        leaving = np.maximum(expected + spread * np.sqrt(part), 0.0)
        staying = rows[FTE] - leaving * each
        working = staying * (1 - rows[f"absence_{end}_drawn"])
        ends.append(rows["planned_fte"] - working)
    return ends[0], ends[1]
