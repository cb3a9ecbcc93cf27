"""Build every driver family, as it was known at the end of each month.

reads   data/restricted/activity.parquet  data/restricted/tables/
writes  data/restricted/features.parquet
"""

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
        built = table.feature_table(past, families).to_native()
        with _files.written_whole(_files.FEATURES) as draft:
            built.order("as_of, person_id").write_parquet(
                str(draft), compression="zstd"
            )


if __name__ == "__main__":
    _stage.run(main)
