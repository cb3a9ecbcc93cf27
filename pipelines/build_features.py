"""Build every driver family, as it was known at the end of each month.

A source without assignments knows no person: what it says of units is built.

reads   data/restricted/activity  data/restricted/tables/
writes  data/restricted/features.parquet
"""

from contracts import params
from features import table
from features._past import KEYS
from pipelines import _files, _past, _stage
from pipelines.engines.opening import opened


def main() -> None:
    """Build the feature table."""
    settings = params.load()
    with opened(settings.engine, settings.features) as engine:
        past = _past.open_past(engine, settings)
        families = table.present_families(past.tables)
        if "assignments" in past.tables:
            built, key = table.feature_table(past, families, engine.kept), KEYS
        else:
            built, key = table.unit_table(past, families), ("as_of", "team_id")
        engine.fetch([built], _files.FEATURES, key)


if __name__ == "__main__":
    _stage.run(main)
