"""Build every driver family, as it was known at the end of each month.

A source without assignments knows no person: what it says of units is built.

reads   data/restricted/activity/  data/restricted/tables/
writes  data/restricted/features.parquet
"""

from collections.abc import Iterator
from functools import partial
from itertools import chain

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from contracts import params
from features import table
from features._past import KEYS
from pipelines import _files, _past, _stage
from pipelines.engines.opening import opened


def main() -> None:
    """Build the feature table, some snapshots at a time."""
    settings = params.load()
    with duckdb.connect() as connection, _files.written_whole(_files.FEATURES) as draft:
        built = parts(connection, settings)
        first = next(built)
        with pq.ParquetWriter(draft, first.schema, compression="zstd") as writer:
            for part in chain([first], built):
                writer.write_table(part)


def parts(
    connection: duckdb.DuckDBPyConnection, settings: params.Params
) -> Iterator[pa.Table]:
    """Give the rows of some snapshots after those of the ones before, by key."""
    whole = _past.open_past(connection, settings)
    families = table.present_families(whole.tables)
    kept = partial(_past.kept, connection)
    for past in _past.some_snapshots(whole, settings):
        if "assignments" in past.tables:
            built = table.feature_table(past, families, kept)
            key = "as_of, person_id"
        else:
            built, key = table.unit_table(past, families), "as_of, team_id"
        yield built.to_native().order(key).to_arrow_table()


if __name__ == "__main__":
    _stage.run(main)
