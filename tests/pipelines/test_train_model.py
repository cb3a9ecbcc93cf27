"""Training and evaluation from files to files, on a made-up workforce."""

import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml

from contracts.model_params import Outcome
from models.candidates import EVERY
from pipelines import _files, _models, evaluate_model, promote_model, train_model
from tests.models.made_up_people import Workforce, workforce

PARAMS = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
QUICK = {"trees": 10, "min_rows_per_leaf": 200}
both = pytest.mark.parametrize("outcome", ["turnover", "absence"])


@cache
def made_up_people() -> Workforce:
    return workforce(seats=120, months=18)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with features, tables and quick models' parameters."""
    monkeypatch.chdir(tmp_path)
    models = PARAMS["models"] | {"origins": 6}
    models |= {name: PARAMS["models"][name] | QUICK for name in ("turnover", "absence")}
    Path("params.yaml").write_text(yaml.safe_dump(PARAMS | {"models": models}), "utf-8")
    people = made_up_people()
    _files.write_parquet(_files.FEATURES, people.features)
    for name in ("departures", "absences", "truth"):
        _files.write_parquet(_files.table_path(name), getattr(people, name))
    teams = pd.DataFrame({"team_id": people.features["team_id"].unique()})
    placed = teams.assign(parent_id="co", kind="team")
    company = pd.DataFrame({"team_id": ["co"], "parent_id": None, "kind": "company"})
    _files.write_parquet(_files.table_path("teams"), pd.concat([placed, company]))
    return tmp_path


def learned_and_judged(outcome: Outcome) -> None:
    train_model.main(outcome)
    promote_model.main(outcome)
    evaluate_model.main(outcome)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ids() -> set[str]:
    return set(made_up_people().features["person_id"])


@both
def test_every_origin_has_its_models(checkout: Path, outcome: Outcome) -> None:
    train_model.main(outcome)
    folder = checkout / _files.MODELS / outcome
    trees = {
        "turnover": {"voluntary.txt", "other.txt", "voluntary_on_regression.txt"},
        "absence": {"rate.txt", "rate_on_regression.txt"},
    }
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [
        f"2026-{month:02}" for month in range(5, 11)
    ]
    assert {path.name for path in (folder / "2026-10").iterdir()} == {
        "candidates.json",
        *trees[outcome],
    }


@both
def test_training_twice_gives_the_same_bytes(checkout: Path, outcome: Outcome) -> None:
    train_model.main(outcome)
    once = contents(checkout / _files.MODELS)
    train_model.main(outcome)
    assert contents(checkout / _files.MODELS) == once


@both
def test_no_file_names_a_person(checkout: Path, outcome: Outcome) -> None:
    learned_and_judged(outcome)
    written = contents(checkout / _files.MODELS) | contents(checkout / _files.METRICS)
    text = b"\n".join(written.values()).decode()
    assert not [one for one in ids() if one in text]


@both
def test_metrics_are_written_for_every_candidate(
    checkout: Path, outcome: Outcome
) -> None:
    learned_and_judged(outcome)
    found = json.loads((checkout / f"metrics/{outcome}.json").read_text("utf-8"))
    by_origin = pd.read_csv(checkout / f"metrics/origins/{outcome}.csv")
    compared = pd.read_csv(checkout / f"metrics/candidates/{outcome}.csv")
    assert set(compared["candidate"]) == set(EVERY)
    # Of six origins the last four are not over yet.
    assert sorted(by_origin["origin"].unique()) == ["2026-05-31", "2026-06-30"]
    assert found["champion"] == _models.read_choice(outcome)


def test_long_absence_is_learned_and_judged_like_the_others(checkout: Path) -> None:
    content = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
    # Every spell of the made-up workforce lasts five days.
    content["outcomes"]["long_absence"]["min_days"] = 5
    Path("params.yaml").write_text(yaml.safe_dump(content), "utf-8")
    learned_and_judged("long_absence")
    compared = pd.read_csv(checkout / "metrics/candidates/long_absence.csv")
    losses = compared.set_index("candidate")["log_loss"]
    assert losses["regression"] < losses["company_rate"]
    assert compared["base_rate"].between(0.2, 0.8).all()


def test_the_truth_is_measured_where_there_is_one(checkout: Path) -> None:
    learned_and_judged("turnover")
    path = checkout / "metrics/truth/turnover.json"
    assert json.loads(path.read_text("utf-8"))["available"] is True
    _files.table_path("truth").unlink()
    evaluate_model.main("turnover")
    assert json.loads(path.read_text("utf-8")) == {"available": False}


def test_where_no_origin_comes_before_those_tested_the_life_table_serves(
    checkout: Path,
) -> None:
    content = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
    content["models"]["origins"] = 2
    content["models"]["min_train_months"] = 14
    content["models"]["choice"]["inner_origins"] = 0
    Path("params.yaml").write_text(yaml.safe_dump(content), "utf-8")
    learned_and_judged("turnover")
    assert _models.read_choice("turnover") == "life_table"
    last = pd.Timestamp("2026-10-31")
    assert _models.read_dispersion("turnover")[last].windows == 0
