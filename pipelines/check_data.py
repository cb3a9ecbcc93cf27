"""Say what the exports hold and what can be learned from them.

reads   source.path
writes  data/check/index.html
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from connectors import files, sources
from contracts import params
from contracts._table import Table
from contracts.errors import ContractError
from contracts.inputs import INPUTS, NEEDED_TABLES
from contracts.params import Params
from features.registry import FAMILIES
from pipelines import _checked, _files, _governance, _retention, _stage, ingest_sources
from pipelines.checking import (
    cell_shapes,
    check_page,
    remedies,
    table_findings,
    table_months,
    unread_columns,
)
from pipelines.checking.page_html import as_html
from pipelines.checking.page_sections import as_text
from pipelines.checking.table_findings import Finding, Findings

TITLE = "What the exports hold"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run would hold a table against.

    Parameters
    ----------
    settings : Params
    limit : date, optional
        The retention limit; none for made-up data.
    against : tuple of str
        Tables that people and teams must be known in.
    """

    settings: Params
    limit: date | None
    against: tuple[str, ...]


def check_table(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    run: Run,
) -> Finding:
    """Check one table as ``ingest_sources`` would, and count."""
    try:
        with files.damage_told(export[-1].path):
            return _counted(connection, export, table, run)
    except ContractError as error:
        return Finding(0, {}, (), (), refused=str(error))


def _counted(
    connection: duckdb.DuckDBPyConnection,
    export: sources.Export,
    table: Table,
    run: Run,
) -> Finding:
    source = run.settings.source
    taken = _checked.checked(connection, export, table, source, run.against)
    kept = _retention.within(taken.rows, table, run.limit) if run.limit else None
    rows = kept.rows if kept else taken.rows
    total, broken = _checked.count_broken(rows)
    good = rows.filter("broken_rule IS NULL")
    _checked.keep_known(connection, good, table)
    shapes = {
        rule: alike
        for rule in broken
        if (alike := cell_shapes.shapes(connection, export, table, rule, source))
    }
    return Finding(
        rows=total,
        broken=broken,
        missing_columns=taken.missing_columns,
        unknown_columns=unread_columns.unread(
            taken.unknown_columns, source, table.name
        ),
        refused=remedies.past_limit(table, total, broken, source, shapes),
        ids=taken.ids,
        months=table_months.months_of(
            good, table, table_months.window_of(run.settings)
        ),
        shapes=shapes,
        past_retention=kept.rows_of_people + kept.rows_by_day if kept else 0,
    )


def with_empty_refused(findings: Findings) -> Findings:
    """Refuse needed tables without a row, as a run that is to learn would."""
    return {
        name: replace(found, refused=remedies.no_row(name))
        if not found.rows + found.past_retention
        and not found.refused
        and name in NEEDED_TABLES
        else found
        for name, found in findings.items()
    }


def check(settings: Params) -> Findings:
    """Check every table of a source, those that others are checked against first."""
    source = settings.source
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {settings.activity.threads}")
        _checked.require_time_zone(connection, source.time_zone)
        _checked.require_systems(source)
        found = sources.exports(connection, source, all_needed=False)
        limit = _limit(connection, found, settings)
        findings: dict[str, Finding] = {}
        for name in _checked.arrivals(found):
            against = tuple(
                home
                for home in _checked.CHECKED_AGAINST
                if home in findings and findings[home].rows
            )
            run = Run(settings, limit, against)
            findings[name] = check_table(connection, found[name], INPUTS[name], run)
    return findings


def _limit(
    connection: duckdb.DuckDBPyConnection,
    found: Mapping[str, sources.Export],
    settings: Params,
) -> date | None:
    """Give the retention limit; none where a table that tells who left is refused."""
    try:
        return ingest_sources.retention_limit(connection, found, settings)
    except ContractError:
        # The table's own check says so.
        return None


def main() -> None:
    """Check the source; write the findings on the screen and as a page.

    Raises
    ------
    ContractError
        If something would stop a run; the page is written before.
    """
    # What stops the check must not leave an earlier one's page behind.
    _files.CHECK.unlink(missing_ok=True)
    settings = params.load()
    _governance.require_leave(settings.governance)
    _governance.pseudonym_key(settings.governance, settings.source)
    findings = check(settings)
    modelled = settings.outcomes.modelled
    if modelled:
        findings = with_empty_refused(findings)
    window = table_months.window_of(settings)
    page = check_page.sections(findings, FAMILIES, modelled, window)
    facts = check_page.about("Check", settings)
    lead = lead_of(findings)
    _files.write_text(_files.CHECK, as_html(TITLE, lead, page, facts))
    sys.stdout.write(
        f"{' · '.join(facts)}\n\n{as_text(page)}\n{check_page.where(_files.CHECK)}\n\n"
    )
    # Else the error that may follow on the other stream would come first.
    sys.stdout.flush()
    _stop_where_a_run_would(findings, settings)


def lead_of(findings: Findings) -> str:
    """Say in one sentence how the check ended."""
    refused = [name for name, found in findings.items() if found.refused]
    if refused:
        return f"Refused: {', '.join(refused)}. A run would stop."
    return table_findings.learnable(findings)


def _stop_where_a_run_would(findings: Findings, settings: Params) -> None:
    refused = [name for name, found in findings.items() if found.refused]
    beyond = table_findings.beyond(findings, settings.outcomes.modelled)
    if not findings:
        raise ContractError(
            f"{settings.source.path}: no table in it.\n"
            f"  Expected at least {', '.join(NEEDED_TABLES)}."
        )
    if refused or beyond:
        raise ContractError(
            f"{', '.join(refused or beyond)}: a run would stop here.\n"
            "  The first lines above say why, and what to do."
        )


if __name__ == "__main__":
    _stage.run(main, writes=False)
