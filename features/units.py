"""The units of the tree at each snapshot, for figures that exist only by unit."""

import narwhals as nw

from contracts.frames import Lazy
from features._past import Past
from features._surveys import TABLES as SURVEYS

# A tree has teams, activities, sites and a company.
LEVELS = 4


def units(past: Past) -> Lazy:
    """Give the lowest units of the tree that stood at each snapshot.

    Returns
    -------
    LazyFrame
        ``as_of, team_id``. Where the source has no teams, those that a survey
        names; none where it has neither.
    """
    at = past.snapshots.filter(nw.col("age") == 0).select("as_of")
    if "teams" in past.tables:
        return _leaves(past, at).select("as_of", "team_id")
    named = [
        past.tables[name].select("team_id") for name in SURVEYS if name in past.tables
    ]
    if not named:
        nowhere = nw.lit(None, dtype=nw.String)
        never = past.snapshots.filter(nw.col("age") < 0)
        return never.select("as_of", team_id=nowhere)
    return nw.concat(named, how="vertical").unique().join(at, how="cross")


def lineage(past: Past) -> Lazy:
    """Pair each unit with itself and with all above it.

    Returns
    -------
    LazyFrame
        ``team_id, unit_id``; without a tree, nothing lies above anything.
    """
    if "teams" not in past.tables:
        return past.people().select("team_id", unit_id=nw.col("team_id")).unique()
    tree = past.tables["teams"].select("team_id", "parent_id")
    pairs = [tree.select("team_id", unit_id=nw.col("team_id"))]
    above = tree.select(unit_id=nw.col("team_id"), parent_id=nw.col("parent_id"))
    for _ in range(LEVELS - 1):
        step = pairs[-1].join(above, on="unit_id", how="inner")
        climbed = step.filter(~nw.col("parent_id").is_null())
        pairs.append(climbed.select("team_id", unit_id=nw.col("parent_id")))
    return nw.concat(pairs, how="vertical")


def _leaves(past: Past, at: Lazy) -> Lazy:
    teams = past.tables["teams"]
    parents = teams.select(team_id=nw.col("parent_id"))
    leaves = teams.join(parents, on="team_id", how="anti").join(at, how="cross")
    return leaves.filter(
        nw.col("starts_on").is_null() | (nw.col("starts_on") <= nw.col("as_of")),
        nw.col("ends_on").is_null() | (nw.col("ends_on") >= nw.col("as_of")),
    )
