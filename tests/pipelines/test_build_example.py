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


MINE = """
source:
  files:
    - file: a.csv
      tables:
        - table: people
          steps:
            - rename: {a: person_id}
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """Give what an example of one's own is answered with."""
    monkeypatch.setattr(build_example, "EXAMPLES", tmp_path)
    (tmp_path / "mine").mkdir()

    def answer(text):
        (tmp_path / "mine/params.yaml").write_text(text, "utf-8")
        with pytest.raises(ContractError) as told:
            build_example.example_params("mine", str(tmp_path))
        return str(told.value)

    return answer


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("          steps", "         steps", "not readable as YAML from line"),
        ("  files", "\tfiles", "not readable as YAML from line 3"),
        ("rename: {a: person_id}", "rename: {a: person_id", "not readable as YAML"),
        (MINE, "", "no section in it"),
        ("rename", "renam", "steps[1].renam: no such verb; did you mean rename?"),
    ],
    ids=["one space off", "a tab", "an open brace", "nothing", "a misspelt verb"],
)
def test_a_slip_in_ones_own_file_is_told_of_that_file(right, wrong, said, mine):
    told = mine(MINE.replace(right, wrong, 1))
    assert "mine/params.yaml" in told
    assert said in told
    assert "build/" not in told


def test_a_tilde_is_opened_where_the_shell_left_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "exports").mkdir()
    found = build_example.export_folder(Path("examples/mfg10year"), "~/exports")
    assert found == (tmp_path / "exports").resolve()


def test_a_page_that_is_not_there_is_not_named(tmp_path):
    with pytest.raises(ContractError) as told:
        build_example.export_folder(tmp_path, "nowhere")
    assert "README" not in str(told.value)
