"""All families side by side: a row a person and snapshot."""

from collections.abc import Collection

import narwhals as nw

from contracts.drivers import Family
from contracts.frames import Lazy
from features._past import KEYS, Past
from features.registry import BUILDERS, FAMILIES

LEADING = ("team_id", "announced", "weekly_hours")


def present_families(tables: Collection[str]) -> tuple[Family, ...]:
    """Give the families whose tables the source has; the others are absent."""
    seen = set(tables)
    if "activity_days" in seen:
        # Daily totals stand in for single contacts.
        seen.add("interactions")
    return tuple(f for f in FAMILIES if set(f.tables) <= seen)


def families_of(columns: Collection[str]) -> tuple[Family, ...]:
    """Give the families whose features a stored table holds."""
    return tuple(f for f in FAMILIES if set(f.columns) <= set(columns))


def feature_table(past: Past, families: tuple[Family, ...]) -> Lazy:
    """Lay families side by side.

    Parameters
    ----------
    past : Past
    families : tuple of Family
        Those to build.

    Returns
    -------
    LazyFrame
        ``as_of, person_id, team_id, announced, weekly_hours``, then a column
        ``<family>__<feature>`` each, as double; empty means nothing was seen.
    """
    table = past.people().select(*KEYS, *LEADING)
    for family in families:
        built = BUILDERS[family.name](past).select(
            *KEYS,
            *[
                nw.col(feature.name).cast(nw.Float64).alias(column)
                for feature, column in zip(family.features, family.columns, strict=True)
            ],
        )
        table = table.join(built, on=list(KEYS), how="left")
    return table
