"""How much stands behind each snapshot: people or units, rows, surveys carried on."""

from collections.abc import Mapping, Sequence

import pandas as pd

from contracts import params
from contracts.drivers import Family
from pipelines import _files
from pipelines.checking.table_findings import Findings
from pipelines.checking.table_months import EVERY_DAY, THIN_SHARE, usual
from privacy.rounding import rounded_people

SURVEYS = ("survey_answers", "survey_scores")


def counts(
    features: pd.DataFrame, findings: Findings, settings: params.Params
) -> pd.DataFrame:
    """Count what each snapshot rests on.

    Parameters
    ----------
    features : DataFrame
        The feature table.
    findings : mapping of table name to Finding
    settings : Params

    Returns
    -------
    DataFrame
        Index: the snapshot's month; people, rounded, or units; the rows of each
        table that comes day by day, since the snapshot before; ``few``, the names
        of those far below their usual.
    """
    here = features.groupby(features["as_of"].dt.to_period("M")).size()
    people = "person_id" in features
    sizes = rounded_people(here, settings.privacy) if people else here
    found = pd.DataFrame({"people" if people else "units": sizes}, index=here.index)
    every = settings.time.snapshot_every_months
    for name, one in findings.items():
        if name in EVERY_DAY and one.months:
            found[name] = _since_the_one_before(one.months.rows, found.index, every)
    few = {
        str(name): held < THIN_SHARE * usual(held.tolist())
        for name, held in found.items()
    }
    return found.assign(
        few=[", ".join(n for n in few if few[n].loc[month]) for month in found.index]
    )


def _since_the_one_before(
    rows: Mapping[str, int], snapshots: pd.Index, every: int
) -> list[int]:
    return [
        sum(rows.get(str(month - back), 0) for back in range(every))
        for month in snapshots
    ]


def carried(
    features: pd.DataFrame, families: Sequence[Family], long_months: int
) -> dict[str, str]:
    """Say of which months the surveys are that the latest snapshot's figures rest on.

    Parameters
    ----------
    features : DataFrame
        The feature table.
    families : sequence of Family
        Those that it holds.
    long_months : int
        How far back a survey still counts.

    Returns
    -------
    dict of family to sentence
        Of those made of surveys; none where all rest on surveys of one month.
    """
    asked = [f for f in families if set(SURVEYS).intersection(f.tables)]
    said = {}
    for family in asked:
        closed = _closed(features, family).dt.strftime("%Y-%m").value_counts()
        if len(closed) > 1:
            listed = ", ".join(
                f"{m} ({n:,} {_units(n)})" for m, n in closed.sort_index().items()
            )
            said[family.name] = (
                f"The latest figures rest on surveys closed in {listed}: a unit's "
                f"survey counts until its next one, for {long_months} months at most."
            )
    return said


def _units(count: int) -> str:
    return "unit" if count == 1 else "units"


def _closed(features: pd.DataFrame, family: Family) -> pd.Series:
    """Give the day on which each unit's latest survey closed that has a figure."""
    as_of = features["as_of"].max()
    latest = features[features["as_of"] == as_of]
    units = latest.loc[latest[list(family.columns)].notna().any(axis=1), "team_id"]
    came = [_files.read_latest(name) for name in SURVEYS if _files.has_table(name)]
    if not came:
        return pd.Series(dtype="datetime64[ns]")
    seen = pd.concat([rows[["team_id", "closed_on"]] for rows in came])
    seen = seen.assign(closed_on=pd.to_datetime(seen["closed_on"]))
    known = seen[(seen["closed_on"] <= as_of) & seen["team_id"].isin(units)]
    closed: pd.Series = known.groupby("team_id")["closed_on"].max()
    return closed
