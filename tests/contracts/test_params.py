"""params.yaml: a wrong name or value stops the run with a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contracts import params
from contracts.errors import ContractError

GOOD = Path("params.yaml").read_text("utf-8")
Refused = Callable[[str, str], str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Change the parameters, then give the sentence that refuses them."""

    def change(old: str, new: str) -> str:
        assert GOOD.count(old) == 1
        path = tmp_path / "params.yaml"
        path.write_text(GOOD.replace(old, new), "utf-8")
        with pytest.raises(ContractError) as stopped:
            params.load(path)
        return str(stopped.value)

    return change


def test_the_parameters_of_the_checkout_are_good() -> None:
    assert params.load().privacy.min_people >= 5


def test_a_misspelt_name_is_named(refused: Refused) -> None:
    sentence = refused("min_people: 10\n", "min_pepole: 10\n")
    assert "privacy.min_pepole: no such name" in sentence
    assert "privacy.min_people: is missing" in sentence


def test_a_missing_number_has_no_default(refused: Refused) -> None:
    assert "report.drivers_shown: is missing" in refused("  drivers_shown: 3\n", "")


@pytest.mark.parametrize(
    ("setting", "below"),
    [
        ("min_people: 10\n", "min_people: 4\n"),
        ("min_people_health: 30", "min_people_health: 19"),
        ("min_managers: 2", "min_managers: 1"),
        ("min_answers: 5 ", "min_answers: 4 "),
        ("round_people_to: 5", "round_people_to: 1"),
        ("probability_step_points: 10", "probability_step_points: 1"),
        ("driver_max_member_share: 0.3", "driver_max_member_share: 0.9"),
        ("min_people_per_leaf: 10", "min_people_per_leaf: 4"),
    ],
)
def test_no_setting_goes_below_the_promise(
    refused: Refused, setting: str, below: str
) -> None:
    assert setting.split(":")[0] in refused(setting, below)


def test_a_gap_shorter_than_the_label_lag_is_refused(refused: Refused) -> None:
    assert "not all recorded yet" in refused("label_lag_days: 31", "label_lag_days: 32")


def test_real_people_are_not_learned_from_longer_than_they_are_kept(
    refused: Refused,
) -> None:
    sentence = refused("data: made_up ", "data: real ")
    assert "reach 46 months back, past governance.retention_months (36)" in sentence
    assert "hold only those who stayed" in sentence


def test_made_up_people_are_kept_as_long_as_one_likes(tmp_path: Path) -> None:
    path = tmp_path / "params.yaml"
    short = GOOD.replace("retention_months: 36", "retention_months: 1")
    path.write_text(short, "utf-8")
    assert params.load(path).governance.retention_months == 1


def test_yaml_that_cannot_be_read_is_said(refused: Refused) -> None:
    assert "not readable as YAML" in refused("governance:", "governance: [")


def test_a_section_stays_as_it_was_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        params.load().privacy.min_people = 1


def test_every_date_is_quoted() -> None:
    unquoted = [
        line for line in GOOD.splitlines() if "_on: 2" in line or "month: 2" in line
    ]
    assert not unquoted, "DVC refuses unquoted dates in params.yaml: quote them"
