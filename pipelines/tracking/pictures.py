"""The two plots that go with an outcome's run; sums over people, never a person."""

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import altair as alt

SIZE = {"width": 460, "height": 300}


def calibration(bins: pd.DataFrame, outcome: str) -> bytes:
    """Draw expected against observed rates by candidate.

    Parameters
    ----------
    bins : DataFrame with columns candidate, expected, observed, people
        A row a candidate and bin of expected rate.
    outcome : str

    Returns
    -------
    bytes
        A PNG picture.
    """
    import altair as alt

    top = float(bins[["expected", "observed"]].max().max())
    ends = pd.DataFrame({"expected": [0.0, top], "observed": [0.0, top]})
    rates = {
        "x": alt.X("expected:Q", title="expected rate"),
        "y": alt.Y("observed:Q", title="observed rate"),
    }
    diagonal = (
        alt.Chart(ends).mark_line(strokeDash=[4, 4], color="grey").encode(**rates)
    )
    lines = (
        alt.Chart(bins).mark_line(point=True).encode(**rates, color=_by_candidate(alt))
    )
    return _png((diagonal + lines).properties(title=f"{outcome}: calibration", **SIZE))


def by_origin(origins: pd.DataFrame, outcome: str, metric: str) -> bytes:
    """Draw a metric along the origins by candidate.

    Parameters
    ----------
    origins : DataFrame with columns origin, candidate and the metric
        A row an origin and candidate.
    outcome, metric : str

    Returns
    -------
    bytes
        A PNG picture.
    """
    import altair as alt

    chart = (
        alt.Chart(origins)
        .mark_line(point=True)
        .encode(
            x=alt.X("origin:O", title="origin"),
            y=alt.Y(f"{metric}:Q", title=metric, scale=alt.Scale(zero=False)),
            color=_by_candidate(alt),
        )
    )
    title = f"{outcome}: {metric} by origin"
    return _png(chart.properties(title=title, **SIZE))


def _by_candidate(alt: Any) -> Any:
    return alt.Color("candidate:N", title=None)


def _png(chart: "alt.TopLevelMixin") -> bytes:
    import vl_convert

    picture: bytes = vl_convert.vegalite_to_png(chart.to_json(), scale=2)
    return picture
