"""The charts of the screen as SVG, dressed for paper."""

from functools import cache
from pathlib import Path
from typing import Any

from reports.pages.charts import Spec

DRESS = Path(__file__).with_name("charts.css")
FONT = "Libertinus Serif"
WIDTH, HEIGHT, TYPE = 320, 140, 12.5  # In points of the drawing, scaled on the page.
# The last month's name is wider than its place on the axis.
PADDING = {"left": 2, "right": 24, "top": 8, "bottom": 4}


def drawn(spec: Spec) -> str:
    """Draw a chart.

    Parameters
    ----------
    spec : dict
        One of ``reports.pages.charts``, with its data.

    Returns
    -------
    str
        An SVG without a background.
    """
    import vl_convert  # Slow to start, and needed only here.

    svg: str = vl_convert.vegalite_to_svg(_on_paper(spec))
    opening, closed, rest = svg.partition(">")
    return f"{opening}{closed}<style>{_dress()}</style>{rest}"


def _on_paper(spec: Spec) -> dict[str, Any]:
    config = spec["config"]
    axis = {**config["axis"], "labelFontSize": TYPE, "labelFont": FONT}
    return {
        **spec,
        "width": WIDTH,
        "height": HEIGHT,
        "padding": PADDING,
        "config": {**config, "font": FONT, "axis": axis},
    }


@cache
def _dress() -> str:
    return DRESS.read_text(encoding="utf-8")
