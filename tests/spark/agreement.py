"""Two tables hold the same, to 1e-9 of each figure; empty cells alike."""

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

RELATIVE = 1e-9


def agree(here: pd.DataFrame, there: pd.DataFrame, *key: str) -> None:
    """Fail where two tables differ, whatever the order of their rows."""
    ours, theirs = (
        frame.sort_values([*key]).reset_index(drop=True) for frame in (here, there)
    )
    assert len(ours) > 0
    pd.testing.assert_frame_equal(ours, theirs, rtol=RELATIVE, atol=0)


def set_engine(root: Path, **values: Any) -> None:
    """Change the engine of a checkout."""
    path = root / "params.yaml"
    settings = yaml.safe_load(path.read_text("utf-8"))
    settings["engine"] |= values
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
