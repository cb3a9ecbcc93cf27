"""Write the month's report: pages that open by double click, paper, and tables.

reads   data/released/
writes  data/reports/
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from contracts import params
from contracts.errors import ContractError
from contracts.released import RELEASED
from features.registry import FAMILIES
from pipelines import _files, _stage
from privacy.demonstration import demonstration
from privacy.released import Released, reopen
from reports import content, files, html, initiative_form
from reports.catalogue import cards
from reports.content import MonthReport
from reports.paper.folder import folder as paper
from reports.spreadsheet.folder import folder as spreadsheet


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


def rendered(
    released: Released, report: MonthReport, first_language: str
) -> dict[str, bytes]:
    """Give every file of a month: pages, documents on paper, spreadsheets, tables."""
    pages = html.folder([report], first_language)
    month = report.month
    return {
        **{path: text.encode() for path, text in pages.items()},
        **paper([report]),
        **spreadsheet([report]),
        **initiative_form.folder(month, report.noted, report.unit_names),
        f"{files.month_folder(month)}/{files.tables_name(month)}": zipped(released),
    }


def zipped(released: Released) -> bytes:
    """Pack the released tables as CSV files: the same tables are the same bytes."""
    place = BytesIO()
    with ZipFile(place, "w", ZIP_DEFLATED) as archive:
        for name, table in sorted(released.tables.items()):
            file = ZipInfo(f"{name}.csv")  # Dated 1980, as ZIP begins there.
            file.compress_type = ZIP_DEFLATED
            archive.writestr(file, _files.csv_text(table))
    return place.getvalue()


def main() -> None:
    """Render everything in both languages, and put the folder in place at once."""
    settings = params.load()
    terms = content.Terms(
        month=pd.Period(settings.time.last_month, "M").end_time.date(),
        made_up=settings.governance.data == "made_up",
        thresholds=settings.thresholds,
        drivers_shown=settings.report.drivers_shown,
        min_people=settings.privacy.min_people,
        families={family.name: family for family in FAMILIES},
        catalogue=cards(),
        demonstration=demonstration(settings.privacy),
    )
    released = read_released(_files.RELEASED)
    report = content.month_report(released, terms)
    made = rendered(released, report, settings.report.first_language)
    with _files.written_whole(_files.REPORTS) as draft:
        for path, whole in made.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            (draft / path).write_bytes(whole)


if __name__ == "__main__":
    _stage.run(main)
