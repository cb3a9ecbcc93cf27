"""Sections of a page as HTML: one file that needs no network."""

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.checking.page_sections import Bar, Row, Section, State, Trend, said

HERE = Path(__file__).parent
WIDTH, HEIGHT, MARGIN = 120, 28, 3
LEAST_WIDTH = 1.5
# A cell of fewer letters stays on one line.
BRIEF = 22

Places = list[tuple[float, float]]


def as_html(
    title: str, lead: str, sections: Sequence[Section], facts: Collection[str] = ()
) -> str:
    """Write a page.

    Parameters
    ----------
    title : str
    lead : str
        The sentence that stands first.
    sections : sequence of Section
        Those that are an alarm stand before the table of contents.
    facts : collection of str
        Whose data these are, and what was done with them; above all else.

    Returns
    -------
    str
        Names from an export stand in it as text, whatever they are.
    """
    template = _environment().get_template("sections.html.j2")
    numbered = list(enumerate(sections, start=1))
    return template.render(
        title=title,
        lead=lead,
        facts=facts,
        numbered=numbered,
        alarms=[one for one in numbered if one[1].alarm],
        calm=[one for one in numbered if not one[1].alarm],
    )


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "said": said,
        "stretches": stretches,
        "line": line,
        "band": band,
        "is_trend": lambda picture: isinstance(picture, Trend),
        "is_state": lambda cell: isinstance(cell, State),
        "parts_of": parts_of,
        "size": (WIDTH, HEIGHT),
        "brief": BRIEF,
    }
    return environment


def parts_of(rows: Collection[Row]) -> list[str]:
    """Name the parts of all bars, each once."""
    bars = [row.picture for row in rows if isinstance(row.picture, Bar)]
    return list(dict.fromkeys(name for bar in bars for name, _ in bar.parts))


def stretches(bar: Bar) -> list[tuple[str, float, float]]:
    """Give start and width, in percent, of a bar's parts that are there.

    A part of few rows is drawn wider than it is: it must be seen.
    """
    counted = [(name, count) for name, count in bar.parts if count]
    whole = sum(count for _, count in counted)
    wide = [max(100 * count / whole, LEAST_WIDTH) for _, count in counted]
    scaled = [100 * width / sum(wide) for width in wide]
    starts = accumulate(scaled, initial=0.0)
    return [
        (name, round(start, 2), round(width, 2))
        for (name, _), start, width in zip(counted, starts, scaled, strict=False)
    ]


def line(trend: Trend) -> list[str]:
    """Give the stretches of a trend's line; a month without a figure parts them."""
    at = _places(trend)
    runs: list[Places] = [[]]
    for number, (_, middle, _) in enumerate(trend.points):
        if middle is None:
            runs.append([])
        else:
            runs[-1].append(at(number, middle))
    return [_written(places) for places in runs if places]


def band(trend: Trend) -> list[str]:
    """Give the outlines of a trend's usual range, stretch by stretch."""
    at = _places(trend)
    runs: list[tuple[Places, Places]] = [([], [])]
    for number, (low, _, high) in enumerate(trend.points):
        if low is None or high is None:
            runs.append(([], []))
        else:
            runs[-1][0].append(at(number, low))
            runs[-1][1].append(at(number, high))
    return [_written([*low, *reversed(high)]) for low, high in runs if low]


def _places(trend: Trend) -> Callable[[int, float], tuple[float, float]]:
    """Give the function that places a figure of a month in the picture."""
    figures = [
        figure for point in trend.points for figure in point if figure is not None
    ]
    lowest, highest = min(figures, default=0.0), max(figures, default=0.0)
    step = (WIDTH - 2 * MARGIN) / max(len(trend.points) - 1, 1)

    def at(number: int, figure: float) -> tuple[float, float]:
        share = (figure - lowest) / (highest - lowest) if highest > lowest else 0.5
        return MARGIN + number * step, MARGIN + (1 - share) * (HEIGHT - 2 * MARGIN)

    return at


def _written(places: Places) -> str:
    """Write places for SVG; one alone twice, so that its round ends make a dot."""
    drawn = places if len(places) > 1 else places * 2
    return " ".join(f"{across:.1f},{down:.1f}" for across, down in drawn)
