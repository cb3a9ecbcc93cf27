"""All families side by side: a row a person and snapshot, or a unit and snapshot."""

from collections.abc import Callable, Collection, Iterable, Mapping

import narwhals as nw

from contracts.drivers import Family
from contracts.frames import Lazy
from features._past import KEYS, Past
from features._surveys import TEAM
from features.registry import BUILDERS, FAMILIES, UNIT_BUILDERS
from features.units import units

Kept = Callable[[str, Lazy], Lazy]
LEADING = ("team_id", "announced", "weekly_hours")
# What says the same where a table is not there, if less finely.
STANDS_IN: Mapping[str, str] = {
    "interactions": "activity_days",
    "survey_answers": "survey_scores",
    "survey_questions": "survey_scores",
}


def lacking(family: Family, tables: Collection[str]) -> tuple[str, ...]:
    """Give the tables for want of which a family is absent; none if it is there."""
    seen = set(tables)
    seen.update(name for name, other in STANDS_IN.items() if other in seen)
    needed = tuple(name for name in family.tables if name not in seen)
    return needed if needed or not family.any_of else _any_of(family, seen)


def _any_of(family: Family, seen: set[str]) -> tuple[str, ...]:
    return () if seen & set(family.any_of) else family.any_of


def present_families(tables: Collection[str]) -> tuple[Family, ...]:
    """Give the families whose tables the source has; the others are absent."""
    return tuple(family for family in FAMILIES if not lacking(family, tables))


def families_of(columns: Collection[str]) -> tuple[Family, ...]:
    """Give the families whose features a stored table holds."""
    return tuple(f for f in FAMILIES if set(f.columns) <= set(columns))


def feature_table(
    past: Past, families: tuple[Family, ...], kept: Kept = lambda _, frame: frame
) -> Lazy:
    """Lay families side by side.

    Parameters
    ----------
    past : Past
    families : tuple of Family
        Those to build.
    kept : function of a name and a frame
        Works a family out before the next one begins, so that one at a time fills
        memory; as it stands, all are one query.

    Returns
    -------
    LazyFrame
        ``as_of, person_id, team_id, announced, weekly_hours``, then a column
        ``<family>__<feature>`` each, as double; empty means nothing was seen.
    """
    table = past.people().select(*KEYS, *LEADING)
    for family in families:
        built = kept(family.name, _columns(BUILDERS[family.name](past), family, KEYS))
        table = table.join(built, on=list(KEYS), how="left")
    return table


def unit_table(past: Past, families: tuple[Family, ...]) -> Lazy:
    """Lay the families that exist by unit side by side, where nobody is known.

    Parameters
    ----------
    past : Past
        Its source has no assignments.
    families : tuple of Family
        Those to build; what can only be told of people is left out.

    Returns
    -------
    LazyFrame
        ``as_of, team_id``, then the columns of ``feature_table``; a row a unit and
        snapshot.
    """
    table = here = units(past)
    for family in by_unit(families):
        built = _columns(UNIT_BUILDERS[family.name](past, here), family, TEAM)
        table = table.join(built, on=list(TEAM), how="left")
    return table


def by_unit(families: Iterable[Family]) -> tuple[Family, ...]:
    """Give the families that can be told of a unit whose people are not known."""
    return tuple(family for family in families if family.name in UNIT_BUILDERS)


def _columns(built: Lazy, family: Family, keys: tuple[str, ...]) -> Lazy:
    """Name a family's features as they are stored, as doubles."""
    return built.select(
        *keys,
        *[
            nw.col(feature.name).cast(nw.Float64).alias(column)
            for feature, column in zip(family.features, family.columns, strict=True)
        ],
    )
