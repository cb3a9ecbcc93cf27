"""Nothing recorded after a snapshot may change a feature of that snapshot."""

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.registry import BUILDERS, FAMILIES
from features.table import feature_table
from tests.features.centre import ACTIVITY, FEBRUARY, TABLES, past_of

PEOPLE = st.sampled_from(["ann", "bob", "cat", "dan", "eve"])
DAYS = st.dates(date(2025, 6, 1), date(2026, 6, 30))
LATER = st.dates(FEBRUARY + timedelta(days=1), date(2026, 6, 30))
TEAMS = st.sampled_from(["red", "blue"])


def drawn(*cells: object) -> str:
    return " | ".join(str(cell) for cell in cells)


absences = st.lists(
    st.builds(
        lambda who, starts, length, recorded: drawn(
            who, starts, "sickness", starts + timedelta(days=length), recorded
        ),
        PEOPLE,
        DAYS,
        st.integers(0, 60),
        LATER,
    ),
    max_size=4,
    unique_by=lambda row: row.split(" | ")[:2].__str__(),
)
departures = st.lists(
    st.builds(
        lambda who, left, recorded: drawn(who, left, "voluntary", recorded, recorded),
        PEOPLE,
        DAYS,
        LATER,
    ),
    max_size=3,
)
assignments = st.lists(
    st.builds(
        lambda who, team, starts, recorded: drawn(
            who, team, starts, "-", recorded, "fixed", 1, 24, "agent"
        ),
        PEOPLE,
        TEAMS,
        DAYS,
        LATER,
    ),
    max_size=3,
)
milestones = st.lists(
    st.builds(
        lambda who, kind, happened, recorded: drawn(who, happened, kind, 7, recorded),
        PEOPLE,
        st.sampled_from(["recognition", "one_to_one", "training", "raise"]),
        DAYS,
        LATER,
    ),
    max_size=3,
)
answers = st.lists(
    st.builds(
        lambda team, construct, closed, published: "\n".join(
            [drawn("later", closed, team, construct, 5, 1, 5, published)] * 5
        ),
        TEAMS,
        st.sampled_from(["exhaustion", "engagement", "manager_support"]),
        DAYS,
        LATER,
    ),
    max_size=2,
)
scores = st.lists(
    st.builds(
        lambda team, construct, closed, published: drawn(
            "later", closed, team, construct, 0.9, 7, published
        ),
        TEAMS,
        st.sampled_from(["exhaustion", "engagement", "manager_support"]),
        DAYS,
        LATER,
    ),
    max_size=3,
)
activity = st.lists(
    st.tuples(
        PEOPLE,
        st.sampled_from(["2026-01-12", "2026-02-12", "2026-03-12"]),
        st.sampled_from(["2026-03-01", "2026-05-01"]),
        st.integers(0, 500),
        st.integers(-420, 420),
    ),
    max_size=4,
)


NO_ANSWERS = ("survey_answers", "survey_questions")


def features_at_february(tables=None, days=None, absent=()):
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        past = past_of(connection, tables, days, as_ofs=(FEBRUARY,), absent=absent)
        built = feature_table(past, FAMILIES).to_native()
        return built.order("as_of, person_id").fetchall()


def scores_with(rows):
    return {"survey_scores": "\n".join([TABLES["survey_scores"].rstrip(), *rows])}


@pytest.fixture(scope="module")
def before():
    return features_at_february()


@settings(max_examples=10, deadline=None)
@given(absences, departures, assignments, milestones, answers, activity)
def test_rows_known_later_change_nothing(
    before, away, left, moved, happened, said, worked
):
    later = {
        "absences": away,
        "departures": left,
        "assignments": moved,
        "milestones": happened,
        "survey_answers": said,
    }
    tables = {
        name: TABLES[name].rstrip() + "\n" + "\n".join(rows)
        for name, rows in later.items()
    }
    assert features_at_february(tables, ACTIVITY + worked) == before


@settings(max_examples=10, deadline=None)
@given(scores)
def test_scores_known_later_change_nothing(rows):
    known = features_at_february(absent=NO_ANSWERS)
    assert features_at_february(scores_with(rows), absent=NO_ANSWERS) == known


def test_scores_known_in_time_do_change_features():
    row = "winter | 2026-01-20 | red | exhaustion | 0.9 | 7 | 2026-02-08"
    known = features_at_february(absent=NO_ANSWERS)
    assert features_at_february(scores_with([row]), absent=NO_ANSWERS) != known


def test_records_of_after_the_snapshot_may_be_taken_away(before):
    tables = {
        "absences": TABLES["absences"].replace(
            "cat       | 2026-02-26", "cat | 2026-03-26"
        ),
        "departures": TABLES["departures"].replace(
            "bob       | 2026-03-31", "eve | 2026-03-31"
        ),
    }
    known = [row for row in ACTIVITY if row[2] <= "2026-02-01"]
    assert features_at_february(tables, known) == before


def test_an_end_written_later_changes_nothing(before):
    text = TABLES["absences"].replace("2026-03-06", "2026-05-30")
    moved = TABLES["assignments"].replace("| 2026-02-14 |", "| -          |")
    assert features_at_february({"absences": text, "assignments": moved}) == before


def test_what_was_recorded_in_time_does_change_features(before):
    text = TABLES["absences"] + drawn(
        "eve", "2026-02-02", "sickness", "2026-02-03", "2026-02-02"
    )
    assert features_at_february({"absences": text}) != before


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_gives_its_features_within_bounds(connection, family):
    built = BUILDERS[family.name](past_of(connection))
    names = [feature.name for feature in family.features]
    assert built.collect_schema().names() == ["as_of", "person_id", *names]
    for feature, column in zip(
        family.features,
        zip(*built.select(*names).to_native().fetchall(), strict=True),
        strict=True,
    ):
        low, high = feature.bounds
        assert all(v is None or low <= v <= high for v in column), feature.name


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_feature_is_seen_of_somebody(connection, family):
    built = BUILDERS[family.name](past_of(connection))
    for feature in family.features:
        values = built.select(feature.name).to_native().fetchall()
        assert any(value is not None for (value,) in values), feature.name


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_gives_one_row_a_person_and_snapshot(connection, family):
    built = BUILDERS[family.name](past_of(connection))
    keys = built.select("as_of", "person_id").to_native().fetchall()
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_says_what_it_is_in_both_languages_and_on_what_evidence(family):
    labels = [family.label, *[feature.label for feature in family.features]]
    assert all(label.en and label.fr for label in labels)
    assert len(family.evidence) > 40
