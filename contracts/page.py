"""The page of contracts, made from the contracts: ``docs/contracts.md``.

Run ``python -m contracts.page > docs/contracts.md`` after a contract changes.
"""

import sys
from collections.abc import Iterable

from contracts._table import Column, Kind, Table
from contracts.inputs import INPUTS, REFUSED_COLUMNS
from contracts.released import RELEASED

IN_WORDS: dict[Kind, str] = {
    "id": "code",
    "day": "date",
    "time": "date and time",
    "number": "number",
    "count": "whole number",
    "text": "text",
    "flag": "true or false",
    "choice": "one of",
}

OPENING = """# What the data look like

Made from `contracts/` by `python -m contracts.page > docs/contracts.md`; change the
contracts, not this page.

## What a source brings

`source.path` in `params.yaml` names a folder with one file a table: `people.parquet`
or `people.csv`, and so on. A large table may be a folder of Parquet files instead, as
lakes and clusters write them: `interactions/2026-03.parquet`, or
`interactions/month=2026-03/part-0.parquet`. The tables marked *needed* must be there;
each other one adds to the picture, and the report says what is missing without it.
Unknown columns are ignored and listed in `metrics/ingest.json`. Dates are days; times
are on the centre's clock (`source.time_zone`). A row that breaks a rule goes to
`data/restricted/quarantine/` with the rule's words; past `source.max_broken_share` the
run stops.
"""

REFUSED = """
## What is refused by name

A table that has one of these columns is not read at all.

| column | because |
|---|---|
"""

LEAVING = """
## What leaves

The tables in `data/released/`, as Parquet and CSV. They speak of teams, sites and
the company; the report is made from nothing else.
"""


def contracts_page() -> str:
    """Write the whole page as Markdown.

    Returns
    -------
    str
        Ends with a line break.
    """
    refused = "".join(f"| `{n}` | {why} |\n" for n, why in REFUSED_COLUMNS.items())
    return "".join(
        (
            OPENING,
            _sections(INPUTS.values()),
            REFUSED,
            refused,
            LEAVING,
            _sections(RELEASED.values()),
        )
    )


def _sections(tables: Iterable[Table]) -> str:
    return "".join(_section(table) for table in tables)


def _section(table: Table) -> str:
    needed = " (needed)" if table.needed else ""
    key = ", ".join(f"`{name}`" for name in table.key)
    known_by = f" One row for each {key}." if key else ""
    rows = "".join(_row(column) for column in table.columns)
    rules = "".join(f"- {sentence}\n" for sentence in table.rules)
    return (
        f"\n### {table.name}{needed}\n\n{table.about}{known_by}\n\n"
        f"| column | what | |\n|---|---|---|\n{rows}" + (f"\n{rules}" if rules else "")
    )


def _row(column: Column) -> str:
    choices = ", ".join(column.one_of)
    what = f"{IN_WORDS[column.kind]} {choices}".rstrip()
    left_out = "" if column.needed else " *Optional.*"
    return f"| `{column.name}` | {what} | {column.about}{left_out} |\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(contracts_page())
