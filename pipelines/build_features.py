"""Build every driver family, as it was known at the end of each month.

A source without assignments knows no person: what it says of units is built.

reads   data/restricted/activity/  data/restricted/tables/
writes  data/restricted/features.parquet
"""

from collections.abc import Iterator

from contracts import params
from contracts.frames import Lazy
from features import table
from features._past import KEYS, Past
from pipelines import _files, _past, _stage
from pipelines.engines.engine import Engine
from pipelines.engines.opening import opened

UNIT_KEYS = ("as_of", "team_id")


def main() -> None:
    """Build the feature table, some snapshots at a time."""
    settings = params.load()
    with opened(settings.engine, settings.features) as engine:
        past = _past.open_past(engine, settings)
        key = KEYS if "assignments" in past.tables else UNIT_KEYS
        engine.fetch(parts(engine, past, settings), _files.FEATURES, key)


def parts(engine: Engine, whole: Past, settings: params.Params) -> Iterator[Lazy]:
    """Give the features of some snapshots after those of the ones before."""
    families = table.present_families(whole.tables)
    for past in _past.some_snapshots(whole, settings):
        if "assignments" in past.tables:
            yield table.feature_table(past, families, engine.kept)
        else:
            yield table.unit_table(past, families)


if __name__ == "__main__":
    _stage.run(main)
