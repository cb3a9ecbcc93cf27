"""The plain figures of units, by the engine of the folder that this runs in."""

from pathlib import Path

import pandas as pd

from contracts import params
from pipelines import _people
from pipelines.engines.opening import opened

MONTHS = [pd.Timestamp("2026-02-28"), pd.Timestamp("2026-03-31")]
FILE = "ratios.parquet"


def read_ratios(folder: Path) -> pd.DataFrame:
    """Read what ``main`` wrote."""
    return pd.read_parquet(folder / FILE)


def main() -> None:
    settings = params.load()
    with opened(settings.engine, settings.features) as engine:
        _people.ratios(engine, MONTHS, settings).to_parquet(FILE)


if __name__ == "__main__":
    main()
