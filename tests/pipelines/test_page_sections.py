from pipelines.checking.page_html import as_html, band, line, stretches
from pipelines.checking.page_sections import Bar, Row, Section, Share, Trend, as_text
from tests.reports.reading import read, text_of

SECTION = Section(
    "What came",
    words=("Counts alone.",),
    columns=("table", "rows", "share", "state"),
    rows=(
        Row(("people", 1200, Share(0.0125), "partial"), Bar((("matched", 1185),))),
        Row(("teams", 7, None, "complete")),
    ),
    remarks=("First line.\n  Second line.",),
    pictured="by kind",
)


def test_text_lays_numbers_to_the_right_and_leaves_pictures_out():
    assert as_text([SECTION, Section("Nothing")]).splitlines() == [
        "What came",
        "---------",
        "Counts alone.",
        "table    rows  share  state",
        "people  1,200   1.2%  partial",
        "teams       7      –  complete",
        "- First line.",
        "    Second line.",
        "",
        "Nothing",
        "-------",
    ]


def test_the_page_says_the_same_under_heads():
    page = as_html("Found", "All is well.", [SECTION])
    words = text_of(page)
    for said in (
        "Found",
        "All is well.",
        "Counts alone.",
        "1,200",
        "1.2%",
        "First line.",
    ):
        assert said in words
    tags = read(page).tags
    heads = [found["scope"] for tag, found in tags if tag == "th"]
    assert heads == ["col"] * 5 + ["row"] * 2
    assert [f["aria-label"] for t, f in tags if t == "svg"] == ["1,185 matched"]


def test_what_a_terminal_would_obey_is_written_out():
    assert as_text([Section("\x1b[2Jgone\x07")]).splitlines()[0] == r"\x1b[2Jgone\x07"


def test_a_part_of_few_rows_is_still_seen():
    drawn = stretches(Bar((("matched", 99_999), ("broken", 0), ("unmatched", 1))))
    assert [name for name, _, _ in drawn] == ["matched", "unmatched"]
    (_, start, width), (_, next_start, least) = drawn
    assert (start, next_start) == (0, width)
    assert least > 1


def test_a_month_without_a_figure_parts_the_line():
    points = ((None, 1.0, None), (None, 2.0, None), (None, None, None), (1.0, 3.0, 4.0))
    trend = Trend(points, "It rises.")
    first, second = line(trend)
    assert first.split()[0] == "3.0,25.0"
    assert second.split() == ["117.0,10.3"] * 2
    assert band(trend) == ["117.0,25.0 117.0,3.0"]
