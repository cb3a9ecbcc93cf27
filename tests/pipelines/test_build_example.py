from pathlib import Path

import pytest
import yaml

from contracts.errors import ContractError
from contracts.params import Params
from pipelines import build_example

EXAMPLES = sorted(
    path.parent.name for path in build_example.EXAMPLES.glob("*/params.yaml")
)


def test_only_what_an_example_says_differs_from_the_default():
    below = {"a": {"b": 1, "c": 2}, "d": [1, 2]}
    assert build_example.laid_over(below, {"a": {"b": 3}, "d": [4]}) == {
        "a": {"b": 3, "c": 2},
        "d": [4],
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_parameters_that_hold_and_a_page(name, tmp_path):
    found = build_example.example_params(name, str(tmp_path))
    assert Params.model_validate(found).source.path == str(tmp_path)
    assert (build_example.EXAMPLES / name / "README.md").is_file()


def test_an_unknown_example_names_those_that_there_are(tmp_path):
    with pytest.raises(ContractError, match=r"Expected one of .*mfg10year"):
        build_example.example_params("nowhere", str(tmp_path))


def test_data_that_are_no_folder_are_told():
    with pytest.raises(ContractError, match=r"DATA: \(empty\) is not a folder"):
        build_example.example_params("mfg10year", "")


def test_code_is_laid_out_anew_and_results_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(build_example, "BUILD", tmp_path)
    (tmp_path / "mine/contracts").mkdir(parents=True)
    (tmp_path / "mine/contracts/old.py").touch()
    (tmp_path / "mine/dvc.lock").touch()
    settings = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
    folder = build_example.lay_out("mine", settings)
    assert not (folder / "contracts/old.py").exists()
    assert (folder / "dvc.lock").exists()
    assert yaml.safe_load((folder / "params.yaml").read_text("utf-8")) == settings
