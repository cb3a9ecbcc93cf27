"""The charts, as Vega-Lite: drawn once with Altair, then given each page's data.

No colour stands here. The marks carry names (``range``, ``unit``, ``company``,
``threshold``, ``said``, ``came``) and ``assets/style.css`` dresses them, so that
dark mode and paper need no second drawing. The figures themselves stand in a
table beside each chart.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd

from reports.content.figures import Point
from reports.content.unit import Track
from reports.words.language import Language
from reports.words.numbers import Numbers

Spec = dict[str, Any]

DECIMALS = {"fr": "replace(format({}, '.3~g'), '.', ',')", "en": "format({}, '.3~g')"}
PERCENT = {"fr": " + '\N{NO-BREAK SPACE}%'", "en": " + '%'"}


def trend(points: Iterable[Point], language: Language) -> Spec:
    """Chart a unit's forecast by month, with its range and the agreed threshold.

    Parameters
    ----------
    points : iterable of Point
        Oldest first; shares. A month between them that has none stays a gap.
    language : Language

    Returns
    -------
    dict
        A Vega-Lite specification, with its data in percent.
    """
    known = {point.month: point for point in points}
    every = pd.date_range(min(known), max(known), freq="ME").date if known else ()
    rows = [_row(month, known.get(month), language.numbers) for month in every]
    return _with_data(_trend(language.code), rows)


def _row(month: date, point: Point | None, written: Numbers) -> dict[str, Any]:
    """Lay out a month; one without a figure has its place and nothing in it."""
    if point is None:
        return {"month": written.short_month(month)}
    return {
        "month": written.short_month(month),
        "rate": _percent(point.rate),
        "low": _percent(point.low),
        "high": _percent(point.high),
        "company": _percent(point.company),
        "threshold": _percent(point.threshold),
        "tip": f"{written.percent(point.rate)} "
        f"({written.percents(point.low, point.high)})",
    }


def track(tracks: Iterable[Track], shares: bool, language: Language) -> Spec:
    """Chart what was said beside what came, by month.

    Parameters
    ----------
    tracks : iterable of Track
        Oldest first.
    shares : bool
        Whether the figures are shares; otherwise they are counts.
    language : Language
    """
    written = language.numbers
    span = written.percents if shares else written.counts
    scale = 100 if shares else 1
    rows = [
        {
            "month": written.short_month(line.month),
            "low": round(scale * line.low, 1),
            "high": round(scale * line.high, 1),
            "observed_low": round(scale * line.observed_low, 1),
            "observed_high": round(scale * line.observed_high, 1),
            "tip": f"{span(line.low, line.high)} · "
            f"{span(line.observed_low, line.observed_high)}",
        }
        for line in tracks
    ]
    return _with_data(_track(language.code, shares), rows)


def drawings(code: str) -> dict[str, Spec]:
    """Give every drawing of a language without its data, by its name.

    Pages carry figures alone: what draws them is the same on all, and lies beside.
    """
    every = [_trend(code), _track(code, shares=True), _track(code, shares=False)]
    return {named(one): {k: v for k, v in one.items() if k != "data"} for one in every}


def named(spec: Spec) -> str:
    """Name the drawing that a chart is made by."""
    return str(spec["usermeta"]["drawing"])


def for_page(spec: Spec) -> Spec:
    """Give what a page carries of a chart: the drawing's name, and the figures."""
    return {"drawing": named(spec), "values": spec["data"]["values"]}


def _with_data(spec: Spec, rows: list[dict[str, Any]]) -> Spec:
    return {**spec, "data": {"name": "figures", "values": rows}}


@lru_cache
def _trend(code: str) -> Spec:
    base = alt.Chart().encode(x=_months())
    y = _y(code, shares=True)
    layers = [
        base.mark_area().encode(y=y("low"), y2="high:Q").properties(name="range"),
        base.mark_line().encode(y=y("threshold")).properties(name="threshold"),
        base.mark_line().encode(y=y("company")).properties(name="company"),
        base.mark_line().encode(y=y("rate")).properties(name="unit"),
        base.mark_point(size=44, filled=True)
        .encode(y=y("rate"), tooltip=alt.Tooltip("tip:N", title=" "))
        .properties(name="months"),
    ]
    return _finished(alt.layer(*layers), f"trend_{code}")


@lru_cache
def _track(code: str, shares: bool) -> Spec:
    base = alt.Chart().encode(x=_months())
    y = _y(code, shares)
    tip = alt.Tooltip("tip:N", title=" ")
    layers = [
        base.mark_bar(width=14, cornerRadius=3)
        .encode(y=y("low"), y2="high:Q", tooltip=tip)
        .properties(name="said"),
        base.mark_bar(width=5, cornerRadius=2, minBandSize=3)
        .encode(y=y("observed_low"), y2="observed_high:Q", tooltip=tip)
        .properties(name="came"),
    ]
    kind = "shares" if shares else "counts"
    return _finished(alt.layer(*layers), f"track_{kind}_{code}")


def _months() -> alt.X:
    axis = alt.Axis(
        labelAngle=0, labelOverlap=True, labelSeparation=30, ticks=False, labelPadding=8
    )
    return alt.X("month:O", sort=None, title=None, axis=axis)


def _y(code: str, shares: bool) -> Any:
    label = DECIMALS[code].format("datum.value") + (PERCENT[code] if shares else "")
    axis = alt.Axis(
        labelExpr=label, tickCount=5, domain=False, ticks=False, labelPadding=8
    )

    def channel(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=None, axis=axis)

    return channel


def _finished(chart: alt.LayerChart, name: str) -> Spec:
    spec: Spec = chart.properties(
        data=alt.NamedData(name="figures"),
        width="container",
        height=220,
        autosize=alt.AutoSizeParams(type="fit-x"),
    ).to_dict()
    spec.pop("$schema")  # An address; the page knows which version it carries.
    spec["usermeta"] = {"drawing": name}
    spec["config"] = {
        "aria": False,
        "background": None,
        "font": "inherit",
        "view": {"stroke": None},
        "axis": {"labelFontSize": 12, "domain": False},
    }
    return spec


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)
