import pytest

from connectors.mapping import columns, units, values
from contracts.errors import ContractError
from contracts.source_params import Format, Joined, Rescale, Units, ValueMap

FRENCH = Format(encoding="cp1252", delimiter=";", decimal=",", dates="dmy")


@pytest.fixture
def rows(connection):
    """Draw rows of text, an empty broken_rule beside them."""

    def drawn(names, *cells):
        listed = ", ".join(
            f"({', '.join('NULL' if c is None else repr(c) for c in row)}, NULL)"
            for row in cells
        )
        return connection.sql(
            f"SELECT * REPLACE (broken_rule::VARCHAR AS broken_rule) "
            f"FROM (VALUES {listed}) t({names}, broken_rule)"
        )

    return drawn


def told(relation, *names):
    return relation.project(", ".join((*names, "broken_rule"))).fetchall()


def test_columns_are_renamed_and_the_rest_stays(rows):
    assert columns.rename(rows("a, b", ("1", "2")), {"a": "x"}).columns == [
        *("x", "b", "broken_rule")
    ]


def test_two_columns_never_get_one_name(rows):
    with pytest.raises(ContractError, match="two columns would be called b"):
        columns.rename(rows("a, b", ("1", "2")), {"a": "b"})


def test_a_column_that_is_not_there_is_named_beside_those_found(rows):
    with pytest.raises(
        ContractError, match=r"no column c\.\n  Found at that step: a, b"
    ):
        columns.rename(rows("a, b", ("1", "2")), {"c": "x"})


def test_marks_of_none_are_emptied(rows):
    emptied = columns.null_if(rows("a", ("31/12/9999",), ("x",)), {"a": ["31/12/9999"]})
    assert told(emptied, "a") == [(None, None), ("x", None)]


def test_rows_are_kept_and_left_out_by_value(rows):
    here = rows("a", ("in",), ("out",), (None,))
    assert told(columns.keep_where(here, {"a": ["in"]}), "a") == [("in", None)]
    assert len(told(columns.drop_where(here, {"a": ["in"]}), "a")) == 2


def test_an_id_of_several_columns_is_empty_where_one_is(rows):
    made = columns.id_from(
        rows("a, b", ("s", "1"), ("s", None)), {"id": Joined(columns=("a", "b"))}
    )
    assert told(made, "id") == [("s/1", None), (None, None)]


def test_french_days_numbers_and_ids_are_read(rows):
    read = values.cast(
        rows("d, n, i", ("03/12/2024", "1 234,5", "007")),
        {"d": "day", "n": "number", "i": "id"},
        FRENCH,
    )
    ((day, number, code, broken),) = told(read, "d", "n", "i")
    assert (day.isoformat(), number, code, broken) == (
        "2024-12-03",
        1234.5,
        "007",
        None,
    )


@pytest.mark.parametrize(
    ("kind", "cell", "words"),
    [
        ("day", "2024-12-03", "a is readable as a day"),
        ("day", "31/02/2024", "a is readable as a day"),
        ("number", "1.5", "a is readable as a number"),
        ("count", "1,5", "a is readable as a whole number"),
        ("flag", "perhaps", "a is readable as a yes or no"),
    ],
)
def test_what_cannot_be_read_is_marked_and_never_lost(rows, kind, cell, words):
    read = values.cast(rows("a", (cell,)), {"a": kind}, FRENCH)
    assert told(read, "a") == [(None, words)]


def test_a_time_follows_the_order_and_the_clock_declared(rows):
    read = values.cast(
        rows("a", ("29/2/2016 01:16",)),
        {"a": "time"},
        Format(dates="dmy", time="%H:%M"),
    )
    assert str(told(read, "a")[0][0]) == "2016-02-29 01:16:00"


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        ("whole_id", "1318.0", "1318"),
        ("whole_id", "0042", "0042"),
        ("bare_id", "0042.0", "42"),
        ("bare_id", "000", "0"),
    ],
)
def test_ids_lose_what_the_export_added(rows, kind, cell, code):
    read = values.cast(rows("a", (cell,)), {"a": kind}, FRENCH)
    assert told(read, "a") == [(code, None)]


@pytest.mark.parametrize(
    ("every", "cell", "last"),
    [("year", "2006.0", "2006-12-31"), ("month", "2024-02", "2024-02-29")],
)
def test_a_period_becomes_its_last_day(rows, every, cell, last):
    (day, broken) = told(values.period_end(rows("a", (cell,)), {"a": every}), "a")[0]
    assert (day.isoformat(), broken) == (last, None)


def test_a_value_that_the_mapping_does_not_name_goes_aside(rows):
    said = ValueMap(column="a", values={"Resignaton": "voluntary"})
    mapped = values.value_map(rows("a", ("Resignaton",), ("Exile",)), said)
    rule = "a is a value that the mapping names"
    assert told(mapped, "a") == [("voluntary", None), ("Exile", rule)]


def test_a_value_that_the_mapping_does_not_name_can_stop_it(rows):
    said = ValueMap(column="a", values={"x": "y"}, unknown="stop")
    with pytest.raises(ContractError, match=r"1 different values \(2 rows\)") as caught:
        values.value_map(rows("a", ("zoe",), ("zoe",)), said)
    assert "zoe" not in str(caught.value)


def test_minutes_become_seconds(rows):
    by = {"a": Rescale(factor=60)}
    assert told(values.rescale(rows("a", ("1,5",)), by, FRENCH), "a") == [(90.0, None)]


TREE = Units.model_validate(
    {
        "company": "all",
        "levels": [
            {"kind": "team", "columns": ["unit", "store"]},
            {"kind": "activity", "columns": ["unit"]},
        ],
    }
)


def test_a_store_in_two_units_is_two_units_in_the_tree(rows):
    here = rows("unit, store", ("A", "35"), ("B", "35"), ("A", "35"))
    tree = units.units_from_columns(here, TREE).order("team_id").fetchall()
    assert [row[:2] for row in tree] == [
        *(("A", "all"), ("A/35", "A"), ("B", "all"), ("B/35", "B"), ("all", None))
    ]


def test_a_level_that_is_not_inside_the_next_is_refused(rows):
    loose = TREE.model_copy(update={"levels": TREE.levels[::-1]})
    with pytest.raises(ContractError, match="level activity lacks store"):
        units.units_from_columns(rows("unit, store", ("A", "35")), loose)
