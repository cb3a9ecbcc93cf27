"""What the gates found of each feature, as sections of a page: figures of everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from contracts.drivers import Family, Feature
from contracts.params import Params
from features import gates
from pipelines.checking.page_sections import Row, Section, Share, State, Trend

TITLE = "What the features look like"
COLUMNS = ("feature", "coverage", "last month", "outside bounds", "drift", "state")
SHARES = ("coverage", "coverage_latest", "out_of_bounds")
SHIFT = "shift by month, and what is usual"
READING = (
    "Coverage: the share of rows (a row a person and month) with a figure, in all "
    "months and in the last one. Outside bounds: of the figures, those that "
    "docs/drivers.md does not allow.",
    "Drift: how far the last month's shift lies above what is usual for this feature, "
    "in standard deviations; – where the history is too short. The shift compares how "
    "people spread over a feature's own tenths with the year before (population "
    "stability index). The line is every month's shift, the band the usual range; both "
    "on a logarithmic scale, each feature on its own.",
)
GUESSED = (
    "Sex and age never reach the features; this says how well trees guess them from "
    "the features all the same, of people held out. 0.5 is a coin, 1 is certainty.",
)
STATES: Mapping[str, State] = {
    "": State("as expected", "good"),
    "out_of_bounds": State("outside its bounds", "bad"),
    "empty": State("nothing seen", "watch"),
    "constant": State("never varies", "watch"),
    "repeats": State("says what another says", "watch"),
    "drifted": State("drifted", "watch"),
}
WORDS = {"women": "women or men", "older": "45 or older"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to tell of the feature table.

    Parameters
    ----------
    found : DataFrame
        As ``features.gates.gates`` gives it.
    shifts : mapping of feature column to array
        As ``features.gates.shifts`` gives them.
    guessed : DataFrame
        As ``models.proxies`` gives it.
    months : sequence of str
        Every snapshot's month, oldest first.
    """

    found: pd.DataFrame
    shifts: Mapping[str, gates.Floats]
    guessed: pd.DataFrame
    months: Sequence[str]


def lead(checked: Checked) -> str:
    """Say in a sentence whether there is anything to look at."""
    total, odd = len(checked.found), int((checked.found["finding"] != "").sum())
    seen = f"{total} features of {checked.found['family'].nunique()} families"
    return f"{seen}: {f'{odd} to look at' if odd else 'nothing odd'}."


def facts(checked: Checked, settings: Params) -> tuple[str, ...]:
    """Say whose data these are, and of when."""
    said = settings.governance.data.replace("_", " ")
    span = f"{checked.months[0]} to {checked.months[-1]}" if checked.months else "none"
    return (f"Data: {said} (governance.data)", f"Snapshots: {span}")


def sections(
    checked: Checked, families: Sequence[Family], usual_drift_sds: float
) -> tuple[Section, ...]:
    """Give the page: what is odd first, then each family, then who can be guessed.

    Parameters
    ----------
    checked : Checked
    families : sequence of Family
        Those that the feature table holds.
    usual_drift_sds : float
        Half the height of the band, in standard deviations.
    """
    told = (
        _odd(checked.found, families),
        Section("How to read this", words=READING),
        *(_family(family, checked, usual_drift_sds) for family in families),
        _guesses(checked.guessed),
    )
    return tuple(
        section for section in told if section.rows or section.words == READING
    )


def _odd(found: pd.DataFrame, families: Sequence[Family]) -> Section:
    """Name every feature with a finding, and the one that says the same."""
    named = {one["feature"]: one for one in found.to_dict("records")}
    return Section(
        "To look at",
        columns=("feature", "family", "state", "column", "says what this one says"),
        rows=tuple(
            Row(
                (
                    feature.label.en,
                    family.label.en,
                    STATES[named[column]["finding"]],
                    column,
                    named[column]["repeats"],
                )
            )
            for family in families
            for column, feature in zip(family.columns, family.features, strict=True)
            if named[column]["finding"]
        ),
    )


def _family(family: Family, checked: Checked, usual_drift_sds: float) -> Section:
    return Section(
        family.label.en,
        columns=COLUMNS,
        rows=tuple(
            _row(feature, column, checked, usual_drift_sds)
            for column, feature in zip(family.columns, family.features, strict=True)
        ),
        pictured=SHIFT,
    )


def _row(
    feature: Feature, column: str, checked: Checked, usual_drift_sds: float
) -> Row:
    (found,) = checked.found[checked.found["feature"] == column].to_dict("records")
    compared = not np.isnan(found["drift"])
    cells = (
        feature.label.en,
        *(Share(found[name]) for name in SHARES),
        round(found["drift"], 1) if compared else None,
        STATES[found["finding"]],
    )
    if not compared:
        return Row(cells)
    return Row(cells, _picture(checked.shifts[column], checked.months, usual_drift_sds))


def _picture(found: gates.Floats, months: Sequence[str], sds: float) -> Trend:
    """Draw each month's shift beside what is usual, on a logarithmic scale."""
    middle, spread = gates.usual_shift(found)
    low, high = middle - sds * spread, middle + sds * spread
    above = int((np.log(found) > high).sum())
    first, last = months[-len(found)], months[-1]
    return Trend(
        points=tuple((low, float(shift), high) for shift in np.log(found)),
        words=f"Shift from {first} to {last}; {above} of {len(found)} months lie above "
        "the usual range.",
        under=f"{first} to {last}",
    )


def _guesses(guessed: pd.DataFrame) -> Section:
    return Section(
        "What can be guessed of people",
        words=GUESSED,
        columns=("attribute", "AUC", "features that tell most"),
        rows=tuple(
            Row((WORDS[name], round(auc, 2), by))
            for name, auc, by in guessed.itertuples(index=False)
        ),
    )
