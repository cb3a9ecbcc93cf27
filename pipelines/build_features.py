"""Build every driver family, as it was known at the end of each month.

A source without assignments knows no person: what it says of units is built.

reads   data/restricted/activity.parquet  data/restricted/tables/
writes  data/restricted/features.parquet
"""

from functools import partial

import duckdb

from contracts import params
from features import table
from pipelines import _files, _past, _stage


def main() -> None:
    """Build the feature table."""
    settings = params.load()
    with duckdb.connect() as connection:
        past = _past.open_past(connection, settings)
        families = table.present_families(past.tables)
        if "assignments" in past.tables:
            kept = partial(_past.kept, connection)
            # Joined first and sorted then, so that only one of both fills memory.
            built = kept("features", table.feature_table(past, families, kept))
            key = "as_of, person_id"
        else:
            built, key = table.unit_table(past, families), "as_of, team_id"
        with _files.written_whole(_files.FEATURES) as draft:
            built.to_native().order(key).write_parquet(str(draft), compression="zstd")


if __name__ == "__main__":
    _stage.run(main)
