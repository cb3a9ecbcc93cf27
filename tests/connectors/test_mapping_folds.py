import pytest

from connectors.mapping import legs, scores, spells
from contracts.errors import ContractError
from contracts.source_params import Legs, Scores, Spells

YEARS = Spells(
    person="who",
    unit="place",
    period="until",
    every="year",
    first_day="hired",
    left_on="gone",
    left_where={"status": ("OUT",)},
)
SNAPSHOTS = {
    "ann": [
        ("red", 2020, "2018-05-01", None, "IN"),
        ("red", 2021, "2018-05-01", None, "IN"),
        ("blue", 2022, "2018-05-01", None, "IN"),
    ],
    "bob": [
        ("red", 2020, "2020-02-01", "2021-06-30", "IN"),
        ("red", 2021, "2020-02-01", "2021-06-30", "IN"),
        ("red", 2021, "2020-02-01", "2021-06-30", "OUT"),
    ],
    "cas": [
        ("red", 2020, "2020-02-01", "2030-01-01", "IN"),
        ("red", 2022, "2020-02-01", "2030-01-01", "IN"),
    ],
}


def snapshots(connection, broken="NULL"):
    listed = ", ".join(
        f"('{who}', '{place}', DATE '{year}-12-31', DATE '{hired}', "
        f"TRY_CAST('{gone}' AS DATE), '{status}', {broken})"
        for who, rows in SNAPSHOTS.items()
        for place, year, hired, gone, status in rows
    )
    return connection.sql(
        "SELECT * REPLACE (broken_rule::VARCHAR AS broken_rule) FROM (VALUES "
        f"{listed}) t(who, place, until, hired, gone, status, broken_rule)"
    )


@pytest.fixture
def found(connection):
    made = spells.spells_from_snapshots(snapshots(connection), YEARS)
    columns = "person_id, team_id, starts_on, ends_on, recorded_on"
    told = made.project(columns).order(columns).fetchall()
    return [tuple(str(cell) for cell in row) for row in told]


def test_who_stands_in_several_units_is_in_the_one_with_most_rows(connection):
    rows = connection.sql(
        "SELECT who, place, DATE '2020-12-31' AS until, NULL::VARCHAR AS broken_rule "
        "FROM (VALUES ('ann', 'blue'), ('ann', 'red'), ('ann', 'red'), "
        "('bob', 'red'), ('bob', 'blue')) t(who, place)"
    )
    years = Spells(person="who", unit="place", period="until", every="year")
    made = spells.spells_from_snapshots(rows, years)
    assert made.project("person_id, team_id").order("ALL").fetchall() == [
        ("ann", "red"),
        ("bob", "blue"),
    ]


def test_years_in_one_unit_are_one_spell_and_a_move_starts_another(found):
    assert [row for row in found if row[0] == "ann"] == [
        ("ann", "blue", "2022-01-01", "None", "2022-12-31"),
        ("ann", "red", "2018-05-01", "2021-12-31", "2020-12-31"),
    ]


def test_a_spell_ends_with_an_exit_that_its_status_confirms(found):
    assert [row for row in found if row[0] == "bob"] == [
        ("bob", "red", "2020-02-01", "2021-06-30", "2020-12-31")
    ]


def test_an_exit_date_beside_an_active_status_is_not_believed(found):
    assert not [row for row in found if "2030-01-01" in row]


def test_a_year_without_a_row_parts_two_spells(found):
    assert [row[2:4] for row in found if row[0] == "cas"] == [
        ("2020-02-01", "2020-12-31"),
        ("2022-01-01", "None"),
    ]


def test_rows_that_could_not_be_read_are_not_folded_away(connection):
    with pytest.raises(ContractError, match='8 rows break "gone is readable'):
        spells.spells_from_snapshots(
            snapshots(connection, "'gone is readable as a day'"), YEARS
        )


def test_a_period_that_is_text_is_refused(connection):
    text = snapshots(connection).project("* REPLACE (until::VARCHAR AS until)")
    with pytest.raises(ContractError, match="until is text, not a day"):
        spells.spells_from_snapshots(text, YEARS)


EVENTS = """
    SELECT ticket, agent, ('2024-01-01 ' || clock)::TIMESTAMP AS clock,
        TIMESTAMP '2024-01-01 08:00' AS opened, reopened, queue,
        NULL::VARCHAR AS broken_rule
    FROM (VALUES ('t1', NULL, '08:05', '0', 'a'), ('t1', 'ann', '08:10', '0', 'a'),
        ('t1', NULL, '08:20', '0', 'a'), ('t1', 'ann', '08:30', '0', 'b'),
        ('t1', 'bob', '09:00', '0', 'b'), ('t1', 'bob', '09:30', '0', 'b'),
        ('t1', 'ann', '10:00', '1', 'b'), ('t2', NULL, '08:05', '0', 'a'),
        ('t2', NULL, '08:50', '0', 'a')) e(ticket, agent, clock, reopened, queue)
"""
LOG = Legs(
    contact="ticket",
    person="agent",
    at="clock",
    opened="opened",
    reopened="reopened",
    keep=("queue",),
)


def test_a_leg_is_a_run_of_events_of_one_agent(connection):
    made = legs.legs_from_events(connection.sql(EVENTS), LOG)
    columns = "interaction_id, person_id, strftime(opened_at, '%H:%M'), "
    columns += (
        "strftime(closed_at, '%H:%M'), transferred, wait_seconds, reopened, queue"
    )
    assert made.project(columns).order("ALL").fetchall() == [
        ("t1", "ann", "08:10", "09:00", True, 600.0, True, "a"),
        ("t1", "ann", "10:00", "10:00", False, None, False, "b"),
        ("t1", "bob", "09:00", "10:00", True, None, True, "b"),
        ("t2", None, "08:05", "08:50", False, 300.0, False, "a"),
    ]


def test_a_kept_column_cannot_bear_a_name_that_the_legs_need(connection):
    clash = LOG.model_copy(update={"keep": ("opened",)})
    with pytest.raises(ContractError, match="opened can't be kept"):
        legs.legs_from_events(connection.sql(EVENTS), clash)


def test_indices_in_columns_become_a_row_each_and_empty_ones_none(connection):
    wide = connection.sql(
        "SELECT 'c' AS campaign_id, DATE '2024-12-31' AS closed_on, unit AS team_id, "
        "joy, strain, '120' AS n, NULL::VARCHAR AS broken_rule "
        "FROM (VALUES ('A', '3.9', NULL), ('B', '3.1', '0.4')) t(unit, joy, strain)"
    )
    said = Scores(constructs={"engagement": "joy", "exhaustion": "strain"}, answers="n")
    long = scores.scores_by_unit(wide, said)
    assert long.project("team_id, construct, mean, answers").order(
        "ALL"
    ).fetchall() == [
        ("A", "engagement", "3.9", "120"),
        ("B", "engagement", "3.1", "120"),
        ("B", "exhaustion", "0.4", "120"),
    ]
