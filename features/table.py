"""All families side by side: a row a person and snapshot."""

from collections.abc import Collection, Mapping

import narwhals as nw

from contracts.drivers import Family
from contracts.frames import Lazy
from features._past import KEYS, Past
from features.registry import BUILDERS, FAMILIES

LEADING = ("team_id", "announced", "weekly_hours")
# What says the same where a table is not there, if less finely.
STANDS_IN: Mapping[str, str] = {"interactions": "activity_days"}


def lacking(family: Family, tables: Collection[str]) -> tuple[str, ...]:
    """Give the tables for want of which a family is absent; none if it is there."""
    seen = set(tables)
    seen.update(name for name, other in STANDS_IN.items() if other in seen)
    return tuple(name for name in family.tables if name not in seen)


def present_families(tables: Collection[str]) -> tuple[Family, ...]:
    """Give the families whose tables the source has; the others are absent."""
    return tuple(family for family in FAMILIES if not lacking(family, tables))


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
