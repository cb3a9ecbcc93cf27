"""With whom a unit is compared: the whole company, and comparable units."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from contracts.params import Privacy

COMPANY = "company"
PEERS = "peers"
# A single other unit is no reference: it would be told of as such.
MIN_PEERS = 2

UNIT = ["month", "unit_id"]
COMPARED = [*UNIT, "reference"]
_POOL = ["month", "pool"]
# Between the unit above and the level, which name a pool together.
_IN = " / "


@dataclass(frozen=True, slots=True)
class References:
    """What each unit is compared with.

    Parameters
    ----------
    asked : DataFrame
        ``month, unit_id, reference, pool``: a row a unit below the company and
        reference that it has.
    pools : DataFrame
        ``month, pool, unit_id``: the whole units that a pool is made of. Of a pool
        of peers the unit itself is left out.
    """

    asked: pd.DataFrame = field(repr=False)
    pools: pd.DataFrame = field(repr=False)


def references(
    members: pd.DataFrame, units: pd.DataFrame, settings: Privacy
) -> References:
    """Find the company and the comparable units of every unit.

    Comparable are the other shown units of the same level under the same unit
    above (the teams of one activity, or of one site); where these are fewer than
    two or than ``min_people`` people, all others of that level in the company.
    Neither asks for anybody's figures. There are none where the unit above, or the
    company, would keep fewer than ``min_people`` people outside of them.

    Parameters
    ----------
    members, units : DataFrame
        As ``publishable_units`` gives them.
    settings : Privacy
    """
    shown = units[units["status"] == "published"]
    top = shown[shown["unit_level"] == COMPANY]
    top = top.assign(whole=top["people"])
    below = _below_others(shown, top)
    whole = below.merge(top[UNIT].rename(columns={"unit_id": "pool"}), on="month")
    near = below.assign(pool=below["parent_id"] + _IN + below["unit_level"])
    wide = below.assign(pool=_IN + below["unit_level"])
    safe = [
        _only_one_place(_safe(near, ["above", "whole"], settings), members),
        _only_one_place(_safe(wide, ["whole"], settings), members),
    ]
    peers = pd.concat([_large_enough(pool, settings) for pool in safe])
    peers = peers.drop_duplicates(UNIT).assign(reference=PEERS)
    asked = pd.concat([whole.assign(reference=COMPANY), peers], ignore_index=True)
    pools = [top.assign(pool=top["unit_id"]), *safe]
    return References(
        asked[[*UNIT, "reference", "pool"]].sort_values(
            [*UNIT, "reference"], ignore_index=True
        ),
        pd.concat(pools)[[*_POOL, "unit_id"]].sort_values(
            [*_POOL, "unit_id"], ignore_index=True
        ),
    )


def outside(
    sums: pd.DataFrame, found: References, by: Sequence[str], columns: Sequence[str]
) -> pd.DataFrame:
    """Add up over each reference of each unit, from sums over whole units.

    Parameters
    ----------
    sums : DataFrame
        ``month, unit_id, *by, *columns``; a unit that is not in it counts nowhere.
    found : References
    by, columns : sequence of str

    Returns
    -------
    DataFrame
        ``month, unit_id, reference, *by, *columns``.
    """
    pooled = found.pools.merge(sums, on=UNIT).groupby([*_POOL, *by])
    wholes = pooled[list(columns)].sum().reset_index()
    rows = found.asked.merge(wholes, on=_POOL)
    keys = [*UNIT, *by]
    own = rows[keys].merge(sums, on=keys, how="left")[list(columns)]
    there = own.notna().all(axis=1)
    taken = own.where(rows["reference"] == PEERS, 0.0)
    rows[list(columns)] = rows[list(columns)] - taken
    return rows[there].drop(columns="pool").reset_index(drop=True)


def _below_others(shown: pd.DataFrame, top: pd.DataFrame) -> pd.DataFrame:
    """Put the people of the unit above, and of the company, beside each unit."""
    sizes = shown[[*UNIT, "people"]]
    sizes = sizes.rename(columns={"unit_id": "parent_id", "people": "above"})
    below = shown[shown["unit_level"] != COMPANY]
    return below.merge(sizes, on=["month", "parent_id"]).merge(
        top[["month", "whole"]], on="month"
    )


def _safe(pool: pd.DataFrame, around: list[str], settings: Privacy) -> pd.DataFrame:
    """Keep the pools that leave nobody, or enough people, outside of them."""
    inside = pool.groupby(_POOL)["people"].transform("sum")
    rest = pool[around].sub(inside, axis=0)
    return pool[((rest == 0) | (rest >= settings.min_people)).all(axis=1)]


def _only_one_place(pool: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Drop pools in which somebody would count twice: units inside of others."""
    people = members[[*UNIT, "person_id"]].merge(pool[[*_POOL, "unit_id"]], on=UNIT)
    twice = people[people.duplicated([*_POOL, "person_id"])][_POOL].drop_duplicates()
    known = pd.MultiIndex.from_frame(twice)
    return pool[~pd.MultiIndex.from_frame(pool[_POOL]).isin(known)]


def _large_enough(pool: pd.DataFrame, settings: Privacy) -> pd.DataFrame:
    """Keep the units whose pool without them is large enough to compare with."""
    grouped = pool.groupby(_POOL)
    others = grouped["unit_id"].transform("size") - 1
    people = grouped["people"].transform("sum") - pool["people"]
    return pool[(others >= MIN_PEERS) & (people >= settings.min_people)]
