"""Say what the exports hold and what can be learned from them; write no file.

reads   source.path
"""

import sys

import duckdb

from connectors import files, sources
from contracts import params
from contracts._table import Table
from contracts.errors import ContractError
from contracts.inputs import INPUTS, NEEDED_TABLES
from contracts.source_params import Source
from features.registry import FAMILIES
from features.table import present_families
from pipelines import _check_page, _governance, _stage, ingest_sources
from pipelines._check_page import Finding


def check_table(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    source: Source,
    against: tuple[str, ...],
) -> Finding:
    """Check one table as ``ingest_sources`` would, and count."""
    try:
        with files.damage_told(export.path):
            taken, rows = ingest_sources.checked(
                connection, export, table, source.time_zone, against
            )
            total, broken = ingest_sources.count_broken(rows)
            good = rows.filter("broken_rule IS NULL")
            ingest_sources.keep_known(connection, good, table)
    except ContractError as error:
        return Finding(0, {}, (), (), refused=str(error))
    past = past_limits(table, total, broken, source)
    columns = taken.missing_columns, taken.unknown_columns
    return Finding(total, broken, *columns, refused=past)


def past_limits(
    table: Table, total: int, broken: dict[str, int], source: Source
) -> str:
    """Say at which limit a run would stop; nothing if at none."""
    for rule, count in broken.items():
        unmatched = _check_page.is_unmatched(rule)
        name = "max_unmatched_share" if unmatched else "max_broken_share"
        if count > getattr(source, name) * total:
            limit = getattr(source, name)
            return f"{table.name}: past source.{name} (now {limit})."
    if total == 0 and table.needed:
        return f"{table.name}: the export holds no row."
    return ""


def check(source: Source, threads: int) -> dict[str, Finding]:
    """Check every table of a source, those that others are checked against first."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")
        ingest_sources.require_time_zone(connection, source.time_zone)
        found = sources.exports(connection, source, all_needed=False)
        findings: dict[str, Finding] = {}
        for name in ingest_sources.arrivals(found):
            against = tuple(
                home
                for home in ingest_sources.CHECKED_AGAINST
                if home in findings and findings[home].rows
            )
            findings[name] = check_table(
                connection, found[name], INPUTS[name], source, against
            )
    return findings


def main() -> None:
    """Check the source and write the page on the screen.

    Raises
    ------
    ContractError
        If a table would stop a run; the page is written before.
    """
    settings = params.load()
    _governance.require_leave(settings.governance)
    findings = check(settings.source, settings.activity.threads)
    usable = [name for name, found in findings.items() if not found.refused]
    page = _check_page.page(findings, FAMILIES, present_families(usable))
    sys.stdout.write(page)
    refused = [name for name, found in findings.items() if found.refused]
    missing = [name for name in NEEDED_TABLES if name not in findings]
    if refused:
        raise ContractError(
            f"{', '.join(refused)}: a run would stop here.\n"
            "  Expected tables within their limits. The page above says what is wrong."
        )
    if not findings:
        raise ContractError(
            f"{settings.source.path}: no table in it.\n"
            f"  Expected at least {', '.join(missing)}."
        )


if __name__ == "__main__":
    _stage.run(main)
