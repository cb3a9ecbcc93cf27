"""A chart shows the months that there are, and that others are missing."""

from datetime import date

from reports.content.figures import Point
from reports.pages import charts
from reports.paper.drawing import drawn
from reports.words.language import language

MONTHS = [date(2026, 6, 30), date(2026, 7, 31), date(2026, 9, 30), date(2026, 10, 31)]
POINTS = [Point(month, 0.05, 0.02, 0.08, 0.06, 0.1) for month in MONTHS]


def test_a_month_without_a_figure_keeps_its_place_in_the_trend():
    rows = charts.trend(POINTS, language("en"))["data"]["values"]
    assert [row.get("rate") for row in rows] == [5.0, 5.0, None, 5.0, 5.0]


def test_no_line_is_drawn_across_a_month_without_a_figure():
    whole, broken = (
        drawn(charts.trend(points, language("fr"))) for points in (POINTS[2:], POINTS)
    )
    line = 'class="mark-line role-mark unit_marks"'
    assert line in whole and line in broken
    assert _paths(broken, line) == 2 * _paths(whole, line)


def _paths(svg: str, mark: str) -> int:
    """Count the pieces of a line: each begins with a move of the pen."""
    path = svg.split(mark)[1].split(' d="')[1].split('"')[0]
    return path.count("M")


def test_a_page_carries_the_figures_of_a_chart_and_none_of_its_drawing():
    spec = charts.trend(POINTS, language("en"))
    carried = charts.for_page(spec)
    assert set(carried) == {"drawing", "values"}
    drawing = charts.drawings("en")[carried["drawing"]]
    assert {**drawing, "data": spec["data"]} == spec
