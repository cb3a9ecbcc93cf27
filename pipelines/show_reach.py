"""Say how far a source reaches from which no outcome is to be learned.

reads   data/restricted/  metrics/ingest.json  metrics/features/gates.csv
writes  data/check/index.html
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from connectors.keys import Matched
from contracts import params
from contracts.inputs import INPUTS
from contracts.source_params import Source
from features.registry import FAMILIES
from features.table import families_of
from pipelines import _files, _stage
from pipelines.checking import (
    check_page,
    reach_page,
    snapshot_counts,
    table_months,
    unread_columns,
)
from pipelines.checking.page_html import as_html
from pipelines.checking.page_sections import as_text
from pipelines.checking.table_findings import Finding, Findings
from pipelines.checking.table_months import Months, Window
from pipelines.engines.opening import opened
from privacy.tables.overview import overview

TITLE = "What the exports hold, and how far they reach"


def ingested(source: Source, window: Window) -> Findings:
    """Give what ``ingest_sources`` counted, as a check would have found it."""
    path = _files.METRICS / "ingest.json"
    tables = json.loads(path.read_text("utf-8"))["tables"]
    return {
        name: _finding(name, tables[name], source, window)
        for name in INPUTS
        if name in tables
    }


def _finding(
    name: str, counts: Mapping[str, Any], source: Source, window: Window
) -> Finding:
    return Finding(
        rows=counts["rows"],
        broken=counts["broken"],
        missing_columns=tuple(counts["missing_columns"]),
        unknown_columns=unread_columns.unread(counts["unknown_columns"], source, name),
        ids=tuple(Matched(**one) for one in counts["ids"]),
        months=_stored_months(name, window),
        past_retention=counts.get("past_retention", 0),
    )


def _stored_months(name: str, window: Window) -> Months | None:
    path = _files.table_path(name)
    if not path.exists():
        return None
    with duckdb.connect() as connection:
        rows = connection.read_parquet(_files.table_files(name))
        return table_months.months_of(rows, INPUTS[name], window)


def person_days(settings: params.Params) -> int:
    """Count who worked on which day, wherever the engine left it."""
    with opened(settings.engine, settings.features) as engine:
        worked = engine.stored(_files.ACTIVITY).select("person_id", "day").unique()
        return int(engine.collect(worked.select(rows=nw.len()))["rows"].iloc[0])


def steps(features: pd.DataFrame, settings: params.Params) -> dict[str, int]:
    """Count the rows of each step of the line: whole tables, nobody's figure."""
    drivers = {"snapshots": features["as_of"].nunique()}
    if "person_id" not in features:
        return {**drivers, "units, summed over snapshots": len(features)}
    return {
        "person-days of activity": person_days(settings),
        **drivers,
        "people, summed over snapshots": len(features),
    }


def main() -> None:
    """Write the drivers that there are on the screen and onto the page."""
    # An earlier run's page must not stand where this one fails.
    _files.CHECK.unlink(missing_ok=True)
    settings = params.load()
    window = table_months.window_of(settings)
    findings, features = ingested(settings.source, window), _files.read_features()
    gates = pd.read_csv(_files.METRICS / "features" / "gates.csv")
    families = families_of(features.columns)
    shown = reach_page.rule(settings.privacy, people="person_id" in features)
    look = reach_page.Look(
        gates,
        overview(features, families, settings.privacy),
        findings,
        window,
        snapshot_counts.carried(features, families, settings.features.long_months),
    )
    reach = (
        reach_page.reached(steps(features, settings), gates, shown),
        reach_page.by_month(snapshot_counts.counts(features, findings, settings)),
        *reach_page.looks(families, look),
    )
    modelled = settings.outcomes.modelled
    fed = reach_page.fed(gates)
    found = check_page.sections(findings, FAMILIES, modelled, window, fed)
    # What the look needs to be read rightly stands before it, the inventory after.
    alarms = tuple(one for one in found if one.alarm)
    end = reach_page.ending(findings)
    facts = check_page.about("A run's end", settings)
    page = as_html(TITLE, end, (*alarms, *reach, *found[len(alarms) :]), facts)
    _files.write_text(_files.CHECK, page)
    sys.stdout.write(
        f"\n{' · '.join(facts)}\n\n{as_text((*alarms, *reach))}\n{end}\n"
        f"{check_page.where(_files.CHECK)}\n"
    )


if __name__ == "__main__":
    _stage.run(main)
