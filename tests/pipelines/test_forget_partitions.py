"""A person is taken out of a table that came as many files."""

from pathlib import Path

import pandas as pd
import pytest

from tests.pipelines.forgetting import CANARY, forgotten

# What DVC still asks of its own libraries.
pytestmark = [
    pytest.mark.filterwarnings("ignore:_NoneStep:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The ``noload`` loader"),
]


def test_a_table_of_many_files_is_rewritten_where_it_names_the_person(
    root: Path,
) -> None:
    folder = root / "exports/interactions"
    folder.mkdir()
    for month, who in (("2025-03", [CANARY, "bob"]), ("2025-04", ["zoe"])):
        taken = {"interaction_id": who, "person_id": who, "opened_at": f"{month}-02"}
        pd.DataFrame(taken).to_parquet(folder / f"{month}.parquet", index=False)
    april = (folder / "2025-04.parquet").read_bytes()
    assert forgotten(CANARY) == 0
    kept = pd.read_parquet(folder / "2025-03.parquet")
    assert list(kept["person_id"]) == ["bob"]
    assert (folder / "2025-04.parquet").read_bytes() == april
