"""Verbs about values: read as what they are, mapped to ours, on our scale."""

from collections.abc import Callable, Iterable, Mapping

from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.errors import ContractError
from contracts.source_params import Format, Kind, Rescale, ValueMap

DATE_FORMATS = {"ymd": "%Y/%m/%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
# Parted, or eight digits in a row: the declared order says which are the year.
DATE_SHAPES = {
    "ymd": r"^(\d{4}/\d{1,2}/\d{1,2}|\d{8})$",
    "dmy": r"^(\d{1,2}/\d{1,2}/\d{4}|\d{8})$",
    "mdy": r"^(\d{1,2}/\d{1,2}/\d{4}|\d{8})$",
}
DURATION_SHAPE = r"^\d+:[0-5]\d:[0-5]\d([.,]\d+)?$"
YES = ("true", "1", "yes", "y", "oui", "o", "vrai")
NO = ("false", "0", "no", "n", "non", "faux")
WORDS: Mapping[str, str] = {
    "day": "day",
    "time": "time",
    "number": "number",
    "count": "whole number",
    "flag": "yes or no",
    "flag_of_count": "whole number",
    "duration": "duration",
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
        ``whole_id`` takes a trailing ``.0`` off, ``bare_id`` leading zeros too;
        ``duration`` makes seconds of ``h:mm:ss``, ``flag_of_count`` yes of any
        count above zero.
    written : Format
        Order of dates, form of times, decimal sign.
    """
    _sql.need(relation, kinds)
    for column, kind in kinds.items():
        cell = f"nullif(trim({_sql.name(column)}::VARCHAR), '')"
        relation = _read(relation, column, cell, READ_AS[kind](cell, written), kind)
    return relation


def as_numbers(relation: Relation, columns: Iterable[str], written: Format) -> Relation:
    """Read as numbers what is still text; numbers stay as they are."""
    _sql.need(relation, columns := tuple(columns))
    stored = _sql.types(relation)
    text = [column for column in columns if stored[column] == "VARCHAR"]
    return cast(relation, dict.fromkeys(text, "number"), written)


def move_days(relation: Relation, moves: Mapping[str, int]) -> Relation:
    """Put days later, or earlier where the number is below zero.

    Raises
    ------
    ContractError
        If a column is missing or no day.
    """
    _sql.need(relation, moves)
    _sql.need_days(relation, moves)
    for column, days in moves.items():
        moved = f"({_sql.name(column)} + {days})"
        relation = _sql.replaced(relation, column, moved)
    return relation


def period_end(relation: Relation, periods: Mapping[str, str]) -> Relation:
    """Turn a year or a month into its last day."""
    _sql.need(relation, periods)
    stored = _sql.types(relation)
    for column, every in periods.items():
        cell = f"nullif(trim({_sql.name(column)}::VARCHAR), '')"
        if stored[column] in ("DATE", "TIMESTAMP"):
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
    relation = as_numbers(relation, scales, written)
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
    tight = form.replace("/", "")
    return (
        f"CASE WHEN regexp_matches({plain}, '{shape}') "
        f"THEN TRY_STRPTIME({plain}, ['{form}', '{tight}']) END"
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
    if "%z" not in written.time:
        return f"TRY_STRPTIME({day} || ' ' || {clock}, {form})::TIMESTAMP"
    # Z is UTC, and a space may stand before +0100; the intake knows our clock.
    utc = f"regexp_replace({clock}, '\\s*Z$', '+00:00')"
    zoned = f"regexp_replace({utc}, '\\s+([+-])', '\\1')"
    return f"TRY_STRPTIME({day} || ' ' || {zoned}, {form})"


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


def _flag_of_count(cell: str, written: Format) -> str:
    return f"({_count(cell, written)}) > 0"


def _duration(cell: str, written: Format) -> str:
    hours, minutes, seconds = (
        f"TRY_CAST(replace(split_part({cell}, ':', {n}), ',', '.') AS DOUBLE)"
        for n in (1, 2, 3)
    )
    return (
        f"CASE WHEN regexp_matches({cell}, '{DURATION_SHAPE}') "
        f"THEN {hours} * 3600 + {minutes} * 60 + {seconds} END"
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
    "flag_of_count": _flag_of_count,
    "duration": _duration,
}
