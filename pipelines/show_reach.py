"""Say how far a source reaches from which no outcome is to be learned.

reads   data/restricted/  metrics/ingest.json  metrics/features/gates.csv
writes  data/check/index.html
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import pandas as pd

from connectors.keys import Matched
from contracts import params
from contracts.inputs import INPUTS
from features.registry import FAMILIES
from features.table import families_of
from pipelines import _check_page, _files, _reach_page, _stage
from pipelines._check_page import Finding, Findings
from pipelines._sections import as_text
from pipelines._sections_html import as_html
from privacy.overview import overview

TITLE = "What the exports hold, and how far they reach"


def ingested() -> Findings:
    """Give what ``ingest_sources`` counted, as a check would have found it."""
    path = _files.METRICS / "ingest.json"
    tables = json.loads(path.read_text("utf-8"))["tables"]
    return {name: _finding(tables[name]) for name in INPUTS if name in tables}


def _finding(counts: Mapping[str, Any]) -> Finding:
    return Finding(
        rows=counts["rows"],
        broken=counts["broken"],
        missing_columns=tuple(counts["missing_columns"]),
        unknown_columns=tuple(counts["unknown_columns"]),
        ids=tuple(Matched(**one) for one in counts["ids"]),
    )


def steps(features: pd.DataFrame) -> dict[str, int]:
    """Count the rows of each step of the line: whole tables, nobody's figure."""
    drivers = {"snapshots": features["as_of"].nunique()}
    if "person_id" not in features:
        return {**drivers, "units and snapshots": len(features)}
    activity = pd.read_parquet(_files.ACTIVITY, columns=["person_id", "day"])
    return {
        "persons and days with activity": len(activity.drop_duplicates()),
        **drivers,
        "persons and snapshots": len(features),
    }


def main() -> None:
    """Write the drivers that there are on the screen and onto the page."""
    settings = params.load()
    findings, features = ingested(), _files.read_features()
    gates = pd.read_csv(_files.METRICS / "features" / "gates.csv")
    families = families_of(features.columns)
    shown = _reach_page.rule(settings.privacy, people="person_id" in features)
    seen = overview(features, families, settings.privacy)
    reach = (
        _reach_page.reached(steps(features), gates, shown),
        *_reach_page.looks(families, gates, seen),
    )
    found = _check_page.sections(findings, FAMILIES, settings.outcomes.modelled)
    end = _reach_page.ending(findings)
    page = as_html(TITLE, end, (*reach, *found))
    _files.write_text(_files.CHECK, page)
    sys.stdout.write(f"{as_text(reach)}\n{end}\n{_check_page.where(_files.CHECK)}\n")


if __name__ == "__main__":
    _stage.run(main)
