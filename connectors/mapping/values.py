"""Verbs about values: read as what they are, mapped to ours, on our scale."""

from collections.abc import Callable, Mapping

from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.errors import ContractError
from contracts.source_params import Format, Kind, Rescale, ValueMap

DATE_FORMATS = {"ymd": "%Y/%m/%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
DATE_SHAPES = {
    "ymd": r"^\d{4}/\d{1,2}/\d{1,2}$",
    "dmy": r"^\d{1,2}/\d{1,2}/\d{4}$",
    "mdy": r"^\d{1,2}/\d{1,2}/\d{4}$",
}
YES = ("true", "1", "yes", "y", "oui", "o", "vrai")
NO = ("false", "0", "no", "n", "non", "faux")
WORDS: Mapping[str, str] = {
    "day": "day",
    "time": "time",
    "number": "number",
    "count": "whole number",
    "flag": "yes or no",
    "id": "id",
    "whole_id": "id",
    "bare_id": "id",
    "year": "year",
    "month": "month",
}


def cast(relation: Relation, kinds: Mapping[str, Kind], written: Format) -> Relation:
    """Read columns as what they are; a cell that can't be is marked, never lost.

    Parameters
    ----------
    relation : Relation
    kinds : mapping of column to kind
        ``whole_id`` takes a trailing ``.0`` off, ``bare_id`` leading zeros too.
    written : Format
        Order of dates, form of times, decimal sign.
    """
    _sql.need(relation, kinds)
    for column, kind in kinds.items():
        cell = f"nullif(trim({_sql.name(column)}::VARCHAR), '')"
        relation = _read(relation, column, cell, READ_AS[kind](cell, written), kind)
    return relation


def period_end(relation: Relation, periods: Mapping[str, str]) -> Relation:
    """Turn a year or a month into its last day."""
    _sql.need(relation, periods)
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    for column, every in periods.items():
        cell = f"nullif(trim({_sql.name(column)}::VARCHAR), '')"
        if types[column] in ("DATE", "TIMESTAMP"):
            day = f"{_sql.name(column)}::DATE"
        elif every == "year":
            day = f"TRY_CAST(regexp_replace({cell}, '\\.0+$', '') || '-01-01' AS DATE)"
        else:
            day = f"TRY_CAST({cell} || '-01' AS DATE)"
        last = f"last_day(date_trunc('{every}', {day})"
        last += " + INTERVAL 11 MONTH)" if every == "year" else ")"
        relation = _read(relation, column, cell, last, every)
    return relation


def value_map(relation: Relation, mapped: ValueMap) -> Relation:
    """Replace the values of a column; one that is not named goes aside or stops.

    Raises
    ------
    ContractError
        If ``unknown`` is ``stop`` and a value is not named.
    """
    _sql.need(relation, [mapped.column])
    cell = f"trim({_sql.name(mapped.column)}::VARCHAR)"
    unknown = f"({cell} IS NOT NULL AND {cell} <> '' AND {cell} NOT IN "
    unknown += f"{_sql.texts(mapped.values)})" if mapped.values else "(''))"
    if mapped.unknown == "stop":
        _stop_at(relation, cell, unknown)
    elif mapped.unknown == "quarantine":
        rule = f"{mapped.column} is a value that the mapping names"
        relation = _sql.marked(relation, unknown, rule)
    cases = " ".join(
        f"WHEN {_sql.text(old)} THEN {_sql.text(new)}"
        for old, new in mapped.values.items()
    )
    kept = f"CASE {cell} {cases} ELSE {cell} END" if cases else cell
    return _sql.replaced(relation, mapped.column, kept)


def rescale(
    relation: Relation, scales: Mapping[str, Rescale], written: Format
) -> Relation:
    """Bring numbers to our unit or scale: times a factor, plus an offset."""
    relation = cast(relation, dict.fromkeys(scales, "number"), written)
    for column, by in scales.items():
        scaled = f"{_sql.name(column)} * {by.factor!r} + {by.offset!r}"
        relation = _sql.replaced(relation, column, f"({scaled})::DOUBLE")
    return relation


def _stop_at(relation: Relation, cell: str, unknown: str) -> None:
    found = relation.filter(unknown).aggregate(f"count(*), count(DISTINCT {cell})")
    ((rows, values),) = found.fetchall()
    if rows:
        raise ContractError(
            f"{values:,} different values ({rows:,} rows) are not in values.\n"
            "  Add them, or set unknown to quarantine."
        )


def _read(
    relation: Relation, column: str, cell: str, value: str, kind: str
) -> Relation:
    broken = f"{cell} IS NOT NULL AND ({value}) IS NULL"
    relation = _sql.marked(relation, broken, f"{column} is readable as a {WORDS[kind]}")
    return _sql.replaced(relation, column, value)


def _date(cell: str, written: Format) -> str:
    plain = f"regexp_replace({cell}, '[.-]', '/', 'g')"
    shape, form = DATE_SHAPES[written.dates], DATE_FORMATS[written.dates]
    return (
        f"CASE WHEN regexp_matches({plain}, '{shape}') "
        f"THEN TRY_STRPTIME({plain}, '{form}') END"
    )


def _day(cell: str, written: Format) -> str:
    first = f"split_part(replace({cell}, 'T', ' '), ' ', 1)"
    return f"({_date(first, written)})::DATE"


def _time(cell: str, written: Format) -> str:
    spaced = f"replace({cell}, 'T', ' ')"
    first = f"split_part({spaced}, ' ', 1)"
    day = f"strftime(({_date(first, written)}), '%Y/%m/%d')"
    clock = f"trim(substr({spaced}, strpos({spaced} || ' ', ' ')))"
    form = _sql.text(f"%Y/%m/%d {written.time}")
    return f"TRY_STRPTIME({day} || ' ' || {clock}, {form})::TIMESTAMP"


def _number(cell: str, written: Format) -> str:
    # Spaces part thousands in French exports, hard and narrow ones too.
    tight = f"regexp_replace({cell}, '[\\s\u00a0\u202f]', '', 'g')"
    if written.decimal == ".":
        return f"TRY_CAST({tight} AS DOUBLE)"
    # A point beside a decimal comma may part thousands or be a mistake: not guessed.
    return (
        f"CASE WHEN {tight} NOT LIKE '%.%' "
        f"THEN TRY_CAST(replace({tight}, ',', '.') AS DOUBLE) END"
    )


def _count(cell: str, written: Format) -> str:
    number = _number(cell, written)
    return f"CASE WHEN ({number}) = floor({number}) THEN ({number})::BIGINT END"


def _flag(cell: str, written: Format) -> str:
    low = f"lower({cell})"
    return (
        f"CASE WHEN {low} IN {_sql.texts(YES)} THEN true "
        f"WHEN {low} IN {_sql.texts(NO)} THEN false END"
    )


def _whole_id(cell: str, written: Format) -> str:
    return f"regexp_replace({cell}, '\\.0+$', '')"


def _bare_id(cell: str, written: Format) -> str:
    whole = _whole_id(cell, written)
    return f"CASE WHEN ltrim({whole}, '0') = '' THEN '0' ELSE ltrim({whole}, '0') END"


READ_AS: Mapping[Kind, Callable[[str, Format], str]] = {
    "id": lambda cell, written: cell,
    "whole_id": _whole_id,
    "bare_id": _bare_id,
    "day": _day,
    "time": _time,
    "number": _number,
    "count": _count,
    "flag": _flag,
}
