"""Score, explain and pass the door in one process; only teams come out.

reads   data/restricted/  metrics/ingest.json, and the main checkout's ledger
writes  data/released/
"""

import json

from contracts import params
from pipelines import _files, _ledger, _people, _stage
from pipelines.engines.opening import opened
from privacy.history.standing import standing
from privacy.release import release
from privacy.released import Released


def write_released(released: Released) -> None:
    """Write the released tables, twice: to be read by programs and by people."""
    with _files.written_whole(_files.RELEASED) as folder:
        for name, table in released.tables.items():
            _files.write_parquet(folder / f"{name}.parquet", table)
            _files.write_csv(folder / f"{name}.csv", table)
        _files.write_text(folder / "digest.txt", released.digest + "\n")


def main() -> None:
    """Release the latest months."""
    settings = params.load()
    published = standing(_ledger.links(settings.release.ledger_head))
    text = (_files.METRICS / "ingest.json").read_text(encoding="utf-8")
    counts = json.loads(text)["tables"]
    with opened(settings.engine, settings.features) as engine:
        people = _people.figures(engine, counts, settings)
    teams = _files.read_table("teams")
    write_released(release(people, teams, settings, published))


if __name__ == "__main__":
    _stage.run(main)
