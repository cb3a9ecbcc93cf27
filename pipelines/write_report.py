"""Write the month's report, a folder that opens by double click.

reads   data/released/
writes  data/reports/
"""

from pathlib import Path

import pandas as pd

from contracts import params
from contracts.errors import ContractError
from contracts.released import RELEASED
from features.registry import FAMILIES
from pipelines import _files, _stage
from privacy.released import Released, reopen
from reports import content, html
from reports.catalogue import cards


def read_released(folder: Path) -> Released:
    """Read back what left through the door.

    Raises
    ------
    ContractError
        If nothing was released yet.
    DisclosureError
        If the tables are not those that were released.
    """
    digest = folder / "digest.txt"
    if not digest.exists():
        raise ContractError(
            f"{folder}: nothing was released.\n"
            f"  Expected the tables and {digest.name}. Run dvc repro release_teams."
        )
    paths = {name: folder / f"{name}.parquet" for name in RELEASED}
    tables = {n: pd.read_parquet(path) for n, path in paths.items() if path.exists()}
    return reopen(tables, digest.read_text(encoding="utf-8").strip())


def main() -> None:
    """Render every page in both languages, and put the folder in place at once."""
    settings = params.load()
    terms = content.Terms(
        month=pd.Period(settings.time.last_month, "M").end_time.date(),
        made_up=settings.governance.data == "made_up",
        thresholds=settings.thresholds,
        drivers_shown=settings.report.drivers_shown,
        min_people=settings.privacy.min_people,
        families={family.name: family for family in FAMILIES},
        catalogue=cards(),
        replacement_months=(
            settings.costs.replacement_months_of_pay_low,
            settings.costs.replacement_months_of_pay_high,
        ),
    )
    report = content.month_report(read_released(_files.RELEASED), terms)
    files = html.folder([report], settings.report.first_language)
    with _files.written_whole(_files.REPORTS) as draft:
        for path, text in files.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            (draft / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _stage.run(main)
