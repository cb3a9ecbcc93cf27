"""How far a source reaches without an outcome, as sections of a page."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from contracts.drivers import Family, Feature
from contracts.params import Privacy
from pipelines._check_page import Findings, learnable
from pipelines._sections import Row, Section, Share, Trend
from privacy.overview import FEWEST_UNITS, Point

Seen = Mapping[str, tuple[Point, ...]]

COLUMNS = ("feature", "unit", "coverage", "first", "latest", "middle half of units")
NOTHING = "–"


def ending(findings: Findings) -> str:
    """Say in one sentence that no forecast follows, and why."""
    return (
        f"{learnable(findings)} outcomes.modelled is empty, so the line ends with the "
        "drivers: no forecast, no report."
    )


def reached(counts: Mapping[str, int], gates: pd.DataFrame, shown: str) -> Section:
    """Say how much there is of each step of the line.

    Parameters
    ----------
    counts : mapping of step to rows
    gates : DataFrame
        As ``features.gates`` gives them.
    shown : str
        Of how many the figures after it are.
    """
    fed = int((gates["coverage"] > 0).sum())
    return Section(
        "How far the data reach",
        words=(shown,),
        columns=("what", "count"),
        rows=tuple(Row(step) for step in counts.items()),
        remarks=(
            f"{fed} of the {len(gates)} features of the families present are fed.",
        ),
    )


def rule(settings: Privacy, *, people: bool) -> str:
    """Say of how many the figures are."""
    if people:
        return (
            "Each figure is the mean over everybody who has one; the band holds the "
            f"middle half of the units. Only of {settings.min_people} people or more "
            f"who are not all alike, and of {FEWEST_UNITS} such units; rounded."
        )
    return (
        "Each figure is that of the unit in the middle; the band holds the middle half "
        f"of the units. Each unit's rests on {settings.min_answers} answers or more, "
        f"and there are {FEWEST_UNITS} such units or more; rounded."
    )


def looks(
    families: Sequence[Family], gates: pd.DataFrame, seen: Seen
) -> Iterator[Section]:
    """Give a section a family present: its features, and what they show.

    Parameters
    ----------
    families : sequence of Family
    gates : DataFrame
        With the coverage of each feature.
    seen : mapping of feature column to Point
        Oldest first.
    """
    coverage = dict(zip(gates["feature"], gates["coverage"], strict=True))
    for family in families:
        pairs = list(zip(family.features, family.columns, strict=True))
        rows = [
            _row(feature, coverage[column], seen[column])
            for feature, column in pairs
            if coverage[column] > 0
        ]
        unfed = [f.label.en for f, column in pairs if not coverage[column] > 0]
        yield Section(
            family.label.en,
            columns=COLUMNS,
            rows=tuple(rows),
            remarks=tuple(_not_fed(unfed, whole=not rows)),
            pictured="by snapshot",
        )


def _not_fed(names: Sequence[str], *, whole: bool) -> Iterator[str]:
    if names:
        what = "the family" if whole else "the rest"
        yield f"No column that came feeds {what}: {'; '.join(names)}."


def _row(feature: Feature, coverage: float, points: Sequence[Point]) -> Row:
    known = [(point, point.middle) for point in points if point.middle is not None]
    first, latest = (
        (_dated(feature, *known[at]) for at in (0, -1)) if known else (NOTHING, NOTHING)
    )
    picture = Trend(
        tuple((point.low, point.middle, point.high) for point in points),
        f"{feature.label.en}: from {first} to {latest}",
    )
    return Row(
        (
            feature.label.en,
            feature.unit,
            Share(coverage),
            first,
            latest,
            _half(feature, points),
        ),
        picture if known else None,
    )


def _half(feature: Feature, points: Sequence[Point]) -> str:
    """Write the latest band there is."""
    known = [
        (point.low, point.high)
        for point in points
        if point.low is not None and point.high is not None
    ]
    if not known:
        return NOTHING
    low, high = known[-1]
    return f"{_figure(feature, low)} to {_figure(feature, high)}"


def _dated(feature: Feature, point: Point, middle: float) -> str:
    return f"{_figure(feature, middle)} in {point.as_of:%Y-%m}"


def _figure(feature: Feature, value: float) -> str:
    return f"{100 * value:.3g}%" if feature.unit == "share" else f"{value:g}"
