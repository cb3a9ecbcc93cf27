"""A centre in which engines could differ: Sundays, empty cells, ties, corrections."""

from pathlib import Path

import duckdb
import yaml

from contracts.inputs import INPUTS
from pipelines import _files, _monthly
from tests.drawing import drawn_table
from tests.features.centre import TABLES

ROOT = Path(__file__).parents[2]
WORK = {
    # A Sunday; past midnight; never published; moved, twice; cancelled; told too late.
    "shifts": """
        shift_id | person_id | starts_at           | ends_at             | status    | published_at        | worked_minutes | break_minutes | remote
        s1       | ann       | 2026-02-01 09:00:00 | 2026-02-01 17:00:00 | worked    | 2026-01-20 12:00:00 | 431.5          | 45            | true
        s2       | ann       | 2026-02-07 18:30:00 | 2026-02-08 02:30:00 | worked    | 2026-01-20 12:00:30 | -              | -             | false
        s3       | bob       | 2026-02-09 09:00:00 | 2026-02-09 17:00:00 | worked    | -                   | 400            | 30            | -
        s4       | bob       | 2026-02-10 09:00:00 | 2026-02-10 17:00:00 | planned   | 2026-01-20 12:00:00 | -              | 30            | -
        s4       | bob       | 2026-02-10 10:15:00 | 2026-02-10 18:00:00 | planned   | 2026-02-03 12:00:00 | -              | 30            | -
        s4       | bob       | 2026-02-10 09:00:00 | 2026-02-10 17:10:00 | worked    | 2026-03-02 08:00:00 | 450            | 30            | -
        s5       | cat       | 2026-02-11 09:00:00 | 2026-02-11 17:00:00 | cancelled | 2026-02-10 12:00:00 | -              | -             | true
        s6       | eve       | 2026-02-12 09:00:00 | 2026-02-12 17:00:00 | -         | 2026-02-12 11:59:59 | -              | -             | true
        s7       | eve       | 2026-02-15 22:00:00 | 2026-02-16 06:00:00 | worked    | 2026-02-01 00:00:00 | 470            | 10            | true
    """,
    # Two in one second; no queue; no customer; closed and rated in a later month.
    "interactions": """
        interaction_id | person_id | opened_at           | closed_at           | handle_seconds | queue | channel | customer_id | csat | rated_at            | transferred | complaint | hostile | first_contact_resolved | reopened | recorded_on
        1              | ann       | 2026-02-01 09:00:01 | 2026-02-01 09:05:00 | 299.5          | sales | phone   | u           | 4    | 2026-02-01 10:00:00 | true        | -         | -       | true                   | -        | -
        2              | ann       | 2026-02-01 09:00:01 | 2026-02-01 09:06:00 | 300.4          | bills | phone   | u           | -    | -                   | false       | true      | -       | false                  | -        | -
        3              | ann       | 2026-02-01 09:00:01 | -                   | -              | -     | phone   | -           | 3.25 | 2026-03-02 10:00:00 | -           | -         | -       | -                      | -        | -
        4              | ann       | 2026-02-01 09:40:00 | 2026-03-01 00:00:00 | 120            | bills | mail    | v           | -    | -                   | -           | -         | true    | true                   | true     | -
        5              | ann       | 2026-02-01 23:59:59 | 2026-02-02 00:10:00 | 600            | bills | -       | v           | 1    | -                   | -           | -         | -       | -                      | -        | 2026-03-05
        6              | bob       | 2026-02-10 10:00:00 | 2026-02-10 10:01:00 | 61             | bills | phone   | w           | 5    | 2026-02-10 11:00:00 | -           | -         | -       | true                   | -        | -
        7              | bob       | 2025-12-31 10:00:00 | 2025-12-31 10:01:00 | 61             | sales | phone   | w           | -    | -                   | -           | -         | true    | true                   | -        | -
        8              | -         | 2026-02-10 10:00:00 | -                   | -              | sales | phone   | x           | -    | -                   | -           | -         | -       | -                      | -        | -
        9              | eve       | 2026-02-28 10:00:00 | 2026-02-28 10:30:00 | 0              | sales | chat    | -           | -    | -                   | -           | -         | -       | -                      | -        | -
    """,
}
# The deliveries of February and March showed contact 6 with another handling time.
VERSIONS = (
    "CASE WHEN interaction_id = '6' THEN 2 ELSE 1 END AS version, "
    "CASE WHEN interaction_id IN ('5', '6') THEN DATE '2026-03-05' END AS delivered_on, "
    "CASE WHEN interaction_id = '2' THEN DATE '2026-03-07' END AS superseded_on"
)


def write_centre(root: Path) -> None:
    """Write its tables and parameters into a folder: a checkout, for the stages."""
    settings = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))
    settings["time"] |= {"last_month": "2026-03", "history_months": 6}
    (root / "params.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    (root / _files.TABLES).mkdir(parents=True)
    with duckdb.connect() as connection:
        for name, drawing in {**TABLES, **WORK}.items():
            rows = drawn_table(connection, INPUTS[name], drawing).to_native()
            if name == "interactions":
                rows = rows.project(f"*, {VERSIONS}")
            path = root / _files.table_path(name)
            if name in _files.MONTHLY:
                dated = _monthly.with_month(rows, INPUTS[name])
                _monthly.write(connection, dated, path, INPUTS[name].key)
            else:
                rows.write_parquet(str(path))
