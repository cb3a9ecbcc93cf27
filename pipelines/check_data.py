"""Say what the exports hold and what can be learned from them.

reads   source.path
writes  data/check/index.html
"""

import sys
from dataclasses import replace

import duckdb

from connectors import files, sources
from contracts import params
from contracts._table import Table
from contracts.errors import ContractError
from contracts.inputs import INPUTS, NEEDED_TABLES
from contracts.source_params import Source
from features.registry import FAMILIES
from pipelines import _check_page, _checked, _files, _governance, _stage
from pipelines._check_page import Finding, Findings
from pipelines._sections import as_text
from pipelines._sections_html import as_html

TITLE = "What the exports hold"


def check_table(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    source: Source,
    against: tuple[str, ...],
) -> Finding:
    """Check one table as ``ingest_sources`` would, and count."""
    try:
        with files.damage_told(export[-1].path):
            taken = _checked.checked(connection, export, table, source, against)
            total, broken = _checked.count_broken(taken.rows)
            good = taken.rows.filter("broken_rule IS NULL")
            _checked.keep_known(connection, good, table)
    except ContractError as error:
        return Finding(0, {}, (), (), refused=str(error))
    past = past_limits(table, total, broken, source)
    columns = taken.missing_columns, taken.unknown_columns
    return Finding(total, broken, *columns, refused=past, ids=taken.ids)


def past_limits(
    table: Table, total: int, broken: dict[str, int], source: Source
) -> str:
    """Say at which limit a run would stop; nothing if at none."""
    past = _checked.past_limit(table, total, broken, source)
    if past:
        _, name, _ = past
        return f"{table.name}: past source.{name} (now {getattr(source, name)})."
    return ""


def with_empty_refused(findings: Findings) -> Findings:
    """Refuse needed tables without a row, as a run that is to learn would."""
    return {
        name: replace(found, refused=f"{name}: the export holds no row.")
        if not found.rows and not found.refused and name in NEEDED_TABLES
        else found
        for name, found in findings.items()
    }


def check(source: Source, threads: int) -> Findings:
    """Check every table of a source, those that others are checked against first."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")
        _checked.require_time_zone(connection, source.time_zone)
        _checked.require_systems(source)
        found = sources.exports(connection, source, all_needed=False)
        findings: dict[str, Finding] = {}
        for name in _checked.arrivals(found):
            against = tuple(
                home
                for home in _checked.CHECKED_AGAINST
                if home in findings and findings[home].rows
            )
            findings[name] = check_table(
                connection, found[name], INPUTS[name], source, against
            )
    return findings


def main() -> None:
    """Check the source; write the findings on the screen and as a page.

    Raises
    ------
    ContractError
        If a table would stop a run; the page is written before.
    """
    settings = params.load()
    _governance.require_leave(settings.governance)
    # What stops the check must not leave an earlier one's page behind.
    _files.CHECK.unlink(missing_ok=True)
    findings = check(settings.source, settings.activity.threads)
    if settings.outcomes.modelled:
        findings = with_empty_refused(findings)
    page = _check_page.sections(findings, FAMILIES, settings.outcomes.modelled)
    html = as_html(TITLE, _check_page.learnable(findings), page)
    _files.write_text(_files.CHECK, html)
    sys.stdout.write(f"{as_text(page)}\n{_check_page.where(_files.CHECK)}\n")
    _stop_where_a_run_would(findings, settings.source)


def _stop_where_a_run_would(findings: Findings, source: Source) -> None:
    refused = [name for name, found in findings.items() if found.refused]
    if refused:
        raise ContractError(
            f"{', '.join(refused)}: a run would stop here.\n"
            "  Expected tables within their limits. The page above says what is wrong."
        )
    if not findings:
        raise ContractError(
            f"{source.path}: no table in it.\n"
            f"  Expected at least {', '.join(NEEDED_TABLES)}."
        )


if __name__ == "__main__":
    _stage.run(main, writes=False)
