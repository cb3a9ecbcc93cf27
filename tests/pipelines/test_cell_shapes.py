"""What cells that can't be read look like: shapes alone, and only of many rows."""

import duckdb
import pytest

from connectors import sources
from contracts.inputs import INPUTS
from contracts.params import load
from pipelines.checking import cell_shapes

DAY_FIRST = "29/2/2016 01:16"
RULE = "opened_at is readable as a time"


@pytest.fixture
def shapes(tmp_path, connection):
    """Give the shapes of so many cells each, as a plain file or a mapped one holds."""

    def give(cells, mapping=None, rule=RULE):
        name, column = ("log", "Opened") if mapping else ("interactions", "opened_at")
        rows = [f"{column},interaction_id,person_id"]
        for cell, count in cells.items():
            rows += [f"{cell},{len(rows)}-{n},ann" for n in range(count)]
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n")
        source = load().source.model_copy(update={"path": str(tmp_path)})
        if mapping:
            source = type(source).model_validate(
                {**source.model_dump(exclude_unset=True), "files": [mapping]}
            )
        export = sources.exports(connection, source, all_needed=False)["interactions"]
        table = INPUTS["interactions"]
        return cell_shapes.shapes(connection, export, table, rule, source)

    return give


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        yield opened


def test_the_two_most_frequent_shapes_of_cells_that_break_the_rule(shapes):
    cells = {
        "2016-02-29 01:16": 99,
        DAY_FIRST: 30,
        "1/2/2016 09:00": 20,
        "31/12/2016 10:00": 10,
    }
    assert shapes(cells) == ("99/9/9999 99:99", "9/9/9999 99:99")


def test_a_shape_of_few_rows_is_not_shown(shapes):
    assert shapes({DAY_FIRST: cell_shapes.FEWEST_ROWS - 1}) == ()


@pytest.mark.parametrize(
    ("cell", "shape"),
    [
        ("Zoë Martin", "a a"),
        ("zoe.martin@example.org", "a.a?a.a"),
        ("29 février 2016", "99 a 9999"),
        ("1" * 60, "9" * cell_shapes.LONGEST),
        ("n/a", "a/a"),
    ],
)
def test_no_word_and_no_figure_is_left_of_a_cell(cell, shape, shapes):
    assert shapes({cell: 12}) == (shape,)


STEPS = {
    "read at the end": ([{"rename": {"Opened": "opened_at"}}], RULE),
    "read by a step": ([{"cast": {"Opened": "time"}}], "Opened is readable as a time"),
    "read after it was renamed": (
        [{"rename": {"Opened": "at"}}, {"cast": {"at": "time"}}],
        "at is readable as a time",
    ),
}


@pytest.mark.parametrize(("steps", "rule"), STEPS.values(), ids=STEPS)
def test_a_mapped_cell_is_looked_at_where_it_came_from(steps, rule, shapes):
    table = {"table": "interactions", "steps": steps}
    entry = {"file": "log.csv", "tables": [table]}
    assert shapes({DAY_FIRST: 12}, entry, rule) == ("99/9/9999 99:99",)


@pytest.mark.parametrize(
    "rule",
    [
        "person_id is filled in",
        "channel is one of phone, mail",
        "a is readable as a id",
    ],
)
def test_ids_and_words_have_no_shape(rule, shapes):
    assert shapes({"ann": 50}, rule=rule) == ()
