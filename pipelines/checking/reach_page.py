"""How far a source reaches without an outcome, as sections of a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from contracts.drivers import Family, Feature
from contracts.params import Privacy
from pipelines.checking.months_page import none_looked_at
from pipelines.checking.page_sections import Cell, Row, Section, Share, Trend
from pipelines.checking.table_findings import Findings, learnable
from pipelines.checking.table_months import Window
from privacy.tables.overview import FEWEST_UNITS, Point

Seen = Mapping[str, tuple[Point, ...]]

COLUMNS = ("feature", "unit", "coverage", "first", "latest")
BAND = "middle half of units"
NOTHING = "–"
FEW = "Few: less than half of what a usual month has; no trend begins there."
# A survey's mean of 0 to 1 is no share of anything, but reads like one.
UNITS = {"points of 1": "0 to 1"}


@dataclass(frozen=True, slots=True)
class Look:
    """What the features are seen in.

    Parameters
    ----------
    gates : DataFrame
        As ``features.gates`` gives them: the coverage of each feature.
    seen : mapping of feature column to Point
        Oldest first.
    findings : mapping of table name to Finding
    window : Window
    noted : mapping of family to sentence
        What has to be said beside its figures.
    """

    gates: pd.DataFrame
    seen: Seen
    findings: Findings
    window: Window
    noted: Mapping[str, str]

    def coverage(self, column: str) -> float:
        """Give the share of rows with a figure."""
        found = self.gates.loc[self.gates["feature"] == column, "coverage"]
        return float(found.iloc[0])


def ending(findings: Findings) -> str:
    """Say in one sentence that no forecast follows, and why."""
    return (
        f"{learnable(findings)} outcomes.modelled is empty, so the line ends with the "
        "drivers: no forecast, no report."
    )


def fed(gates: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Count each family's features that have a figure, and all of them."""
    return {
        str(family): (int((found["coverage"] > 0).sum()), len(found))
        for family, found in gates.groupby("family")
    }


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
    some = int((gates["coverage"] > 0).sum())
    return Section(
        "How far the data reach",
        words=(shown,),
        columns=("what", "count"),
        rows=tuple(Row(step) for step in counts.items()),
        remarks=(
            f"{some} of the {len(gates)} features of families whose tables came have "
            "a figure.",
        ),
    )


def by_month(counts: pd.DataFrame) -> Section:
    """Give the rows of each snapshot's months, and mark those of few.

    Parameters
    ----------
    counts : DataFrame
        Index: the snapshot's month; a column of counts each of what is counted, and
        ``few``, the names of those far below their usual.
    """
    names = [name for name in counts.columns if name != "few"]
    marked = bool(counts["few"].any())
    return Section(
        "Snapshots",
        words=(FEW,) if marked else (),
        columns=("snapshot", *names, *(("few",) if marked else ())),
        rows=tuple(
            Row((str(month), *_cells(row, names), *((row["few"],) if marked else ())))
            for month, row in counts.iterrows()
        ),
    )


def _cells(row: pd.Series, names: Sequence[str]) -> Iterator[int]:
    return (int(row[name]) for name in names)


def rule(settings: Privacy, *, people: bool) -> str:
    """Say of how many the figures are."""
    if people:
        return (
            "Each figure is the mean over everybody who has one; n is how many they "
            f"are, to the nearest {settings.round_people_to}. The band holds the "
            f"middle half of the units. Only of {settings.min_people} people or more "
            f"who are not all alike, and of {FEWEST_UNITS} such units; rounded."
        )
    return (
        "Each figure is that of the unit in the middle; n is how many units have one. "
        "The band holds the middle half of the units. Each unit's rests on "
        f"{settings.min_answers} answers or more, and there are {FEWEST_UNITS} such "
        "units or more; rounded."
    )


def looks(families: Sequence[Family], look: Look) -> Iterator[Section]:
    """Give a section a family present: its features, and what they show."""
    for family in families:
        pairs = list(zip(family.features, family.columns, strict=True))
        fed = [(f, column) for f, column in pairs if look.coverage(column) > 0]
        unfed = [f.label.en for f, column in pairs if not look.coverage(column) > 0]
        banded = any(_band(look.seen[column]) for _, column in fed)
        rows = [_row(f, column, look, banded=banded) for f, column in fed]
        remarks = [
            *([look.noted[family.name]] if rows and family.name in look.noted else ()),
            *_no_band(family, shown=bool(rows) and not banded),
            *_not_fed(family, unfed, look, whole=not rows),
        ]
        yield Section(
            family.label.en,
            columns=(*COLUMNS, BAND) if banded else COLUMNS,
            rows=tuple(rows),
            remarks=tuple(remarks),
            pictured="by snapshot",
        )


def _no_band(family: Family, *, shown: bool) -> Iterator[str]:
    """Say why there is no band."""
    if not shown:
        return
    if family.names_supervisors:
        yield "No middle half of units: a unit's figure would be its supervisor's."
    else:
        yield f"No middle half of units: there are not {FEWEST_UNITS} large enough."


def _not_fed(
    family: Family, names: Sequence[str], look: Look, *, whole: bool
) -> Iterator[str]:
    """Name the features without a figure; say where the months are to blame."""
    if not names:
        return
    tables = [*family.tables, *family.any_of]
    outside = [
        f"{name}: {none_looked_at(found.months, look.window)}"
        for name, found in look.findings.items()
        if name in tables and found.months and not found.months.looked_at
    ]
    if outside:
        yield f"No figure for want of months. {' '.join(outside)} Set time.last_month."
    what = "Nothing has a figure" if whole else "Without a figure"
    yield f"{what}: {'; '.join(names)}."


def _row(feature: Feature, column: str, look: Look, *, banded: bool) -> Row:
    points = look.seen[column]
    known = [point for point in points if point.middle is not None]
    first, latest = (_dated(feature, known[at]) if known else NOTHING for at in (0, -1))
    cells: tuple[Cell, ...] = (
        feature.label.en,
        UNITS.get(feature.unit, feature.unit),
        Share(look.coverage(column)),
        first,
        latest,
    )
    if banded:
        cells = (*cells, _half(feature, points))
    words = f"{feature.label.en}: from {first} to {latest}"
    trend = Trend(
        tuple((point.low, point.middle, point.high) for point in points),
        words,
        _under(points),
    )
    return Row(cells, trend if known else None)


def _under(points: Sequence[Point]) -> str:
    """Say which months a line goes over, and how many of them have no figure."""
    first, last = (f"{points[at].as_of:%Y-%m}" for at in (0, -1))
    gaps = sum(point.middle is None for point in points)
    said = first if first == last else f"{first} to {last}"
    return f"{said}; {gaps} of {len(points)} without a figure" if gaps else said


def _band(points: Sequence[Point]) -> tuple[float, float] | None:
    """Give the latest band there is."""
    known = [
        (point.low, point.high)
        for point in points
        if point.low is not None and point.high is not None
    ]
    return known[-1] if known else None


def _half(feature: Feature, points: Sequence[Point]) -> str:
    band = _band(points)
    if not band:
        return NOTHING
    return " to ".join(_figure(feature, value) for value in band)


def _dated(feature: Feature, point: Point) -> str:
    middle = 0.0 if point.middle is None else point.middle
    return f"{_figure(feature, middle)} in {point.as_of:%Y-%m} (n {point.size:,})"


def _figure(feature: Feature, value: float) -> str:
    return f"{value:.1%}" if feature.unit == "share" else f"{value:g}"
