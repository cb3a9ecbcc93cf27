"""The made-up company, many times as large: its teams again under other sites."""

from collections.abc import Mapping

import pandas as pd

from tests.reports import made_up_release as made_up

COMPANY, SITE = "C", "S1"
# Teams that stand alone: the second site's smallest are counted together.
TEAMS = tuple(f"T{number:02d}" for number in (1, 2, 3, 4, *range(7, 16)))
MONTHS = 2


def tables(teams: int, sites: int) -> dict[str, pd.DataFrame]:
    """Give released tables of so many teams in so many sites, the latest months."""
    units = _units(teams, sites)
    first = made_up.MONTHS[-MONTHS]
    return {
        name: _repeated(frame[frame["month"] >= first], units)
        for name, frame in made_up.tables().items()
    }


def _units(teams: int, sites: int) -> pd.DataFrame:
    """Give every unit, its name, what it belongs to, and which unit it repeats."""
    rows = [(COMPANY, "Équipage Services", None, COMPANY)]
    rows += [(f"S{at:03d}", f"Site {at:03d}", COMPANY, SITE) for at in range(sites)]
    rows += [
        (f"N{at:04d}", f"Équipe {at:04d}", f"S{at % sites:03d}", TEAMS[at % len(TEAMS)])
        for at in range(teams)
    ]
    return pd.DataFrame(rows, columns=["code", "name", "parent", "like"])


def _repeated(frame: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    if "unit_id" not in frame.columns:
        return frame.reset_index(drop=True)
    many = units.merge(frame, left_on="like", right_on="unit_id")
    known: Mapping[str, str] = {
        "unit_id": "code",
        "unit_name": "name",
        "parent_id": "parent",
        "tried_in": "code",
    }
    return many.assign(
        **{name: many[new] for name, new in known.items() if name in frame.columns}
    )[list(frame.columns)]
