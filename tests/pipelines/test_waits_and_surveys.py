"""Both sides of listening, as they were known at a month's end."""

import pandas as pd

from contracts import params
from pipelines import _listening
from pipelines.engines.opening import opened

SEPTEMBER, OCTOBER = pd.Timestamp("2026-09-30"), pd.Timestamp("2026-10-31")
ANSWERS = pd.DataFrame(
    [
        ("spring", "2026-05-20", "T1", "Q1", "2026-06-07"),
        ("autumn", "2026-09-20", "T1", "Q1", "2026-10-08"),
        ("autumn", "2026-09-20", "T1", "Q1", "2026-10-08"),
        ("autumn", "2026-09-20", "T1", "Q2", "2026-10-08"),
    ],
    columns=["campaign_id", "closed_on", "team_id", "question", "published_on"],
)
INVITED = pd.DataFrame(
    [("autumn", "T1", 5), ("autumn", "T2", 4), ("spring", "T1", 9)],
    columns=["campaign_id", "team_id", "invited"],
)
STARTED = pd.DataFrame(
    [
        ("T1", "2026-06-20", None),
        ("T1", "2026-05-01", None),
        ("T2", "2026-09-01", "2026-10-20"),
        ("T2", "2026-11-15", None),
    ],
    columns=["team_id", "starts_on", "recorded_on"],
)


def test_a_survey_counts_from_the_day_its_results_were_known() -> None:
    before = _listening.last_survey(ANSWERS, SEPTEMBER)
    after = _listening.last_survey(ANSWERS, OCTOBER)
    assert before == ("spring", pd.Timestamp("2026-06-07"))
    assert after == ("autumn", pd.Timestamp("2026-10-08"))
    assert _listening.last_survey(ANSWERS, pd.Timestamp("2026-05-31")) is None


def test_without_a_day_of_publication_the_closing_day_counts() -> None:
    unpublished = ANSWERS.assign(published_on=None)
    found = _listening.last_survey(unpublished, SEPTEMBER)
    assert found == ("autumn", pd.Timestamp("2026-09-20"))


def test_whoever_answered_the_most_answered_question_took_part() -> None:
    found = _listening.participation(ANSWERS, INVITED, OCTOBER, "autumn")
    counted = found.set_index("team_id")[["invited", "answered"]]
    assert counted.to_dict("index") == {
        "T1": {"invited": 5, "answered": 2},
        "T2": {"invited": 4, "answered": 0},
    }


def test_an_action_counts_once_it_began_and_was_recorded() -> None:
    since = pd.Timestamp("2026-06-07")
    september = _listening.actions(STARTED, SEPTEMBER, since)
    october = _listening.actions(STARTED, OCTOBER, since)
    assert september[["team_id", "days"]].values.tolist() == [["T1", 13.0]]
    assert october["team_id"].tolist() == ["T1", "T2"]


LEGS = pd.DataFrame(
    [
        ("p1", "2026-10-01 09:00:00", None, 120.0, None),
        ("p1", "2026-10-02 09:00:00", "2026-10-02 10:00:00", 5.0, None),
        ("p1", "2026-09-30 23:00:00", "2026-10-01 01:00:00", None, None),
        ("p2", "2026-09-10 09:00:00", None, 600.0, "2026-10-03"),
        ("p2", "2026-10-10 09:00:00", None, None, None),
        (None, "2026-10-10 09:00:00", None, 900.0, None),
    ],
    columns=[
        *("person_id", "opened_at", "first_response_at", "wait_seconds"),
        "recorded_on",
    ],
)


def test_waits_count_from_when_they_were_known(tmp_path, monkeypatch) -> None:
    legs = LEGS.assign(
        opened_at=pd.to_datetime(LEGS["opened_at"]),
        first_response_at=pd.to_datetime(LEGS["first_response_at"]),
        recorded_on=pd.to_datetime(LEGS["recorded_on"]).dt.date,
    )
    file = tmp_path / "interactions.parquet"
    legs.to_parquet(file, index=False)
    monkeypatch.setattr(_listening._files, "table_files", lambda name: [str(file)])
    settings = params.load()
    with opened(settings.engine, settings.features) as engine:
        found = _listening._waits(engine, [SEPTEMBER, OCTOBER], settings)
    hours = {
        (row.month.month, row.person_id): (round(row.numerator * 3600), row.denominator)
        for row in found.itertuples()
    }
    # The answer of 1 October to a contact of September is October's to know.
    assert hours == {(10, "p1"): (120 + 3600 + 7200, 3), (10, "p2"): (600, 1)}
