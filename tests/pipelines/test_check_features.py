import pandas as pd
import pytest

from contracts.errors import ContractError
from pipelines.check_features import refuse_nonsense, summary

FOUND = pd.DataFrame(
    {
        "feature": ["load__calls", "load__hours"],
        "coverage": [1.0, 0.5],
        "out_of_bounds": [0.02, 0.0],
        "finding": ["out_of_bounds", ""],
    }
)
GUESSED = pd.DataFrame({"attribute": ["women"], "auc": [0.5123], "by": ["load__calls"]})


def test_values_outside_their_bounds_stop_the_run_and_name_the_feature_alone():
    with pytest.raises(ContractError) as refused:
        refuse_nonsense(FOUND, 0.01)
    assert "load__calls (2.00%)" in str(refused.value)
    assert "load__hours" not in str(refused.value)


def test_a_few_values_outside_their_bounds_are_let_through():
    refuse_nonsense(FOUND, 0.03)


def test_the_summary_counts_findings_and_tells_who_can_be_guessed():
    told = summary(FOUND, GUESSED)
    assert told["findings"]["out_of_bounds"] == 1
    assert told["coverage"] == 0.75
    assert told["guessed"] == {"women": {"auc": 0.512, "by": "load__calls"}}
