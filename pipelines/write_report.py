"""Write the month's report: pages that open by double click, paper, and tables.

reads   data/released/
writes  data/reports/
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from contracts import params
from contracts.drivers import Label
from contracts.errors import ContractError
from contracts.released import RELEASED
from features.registry import FAMILIES
from pipelines import _files, _stage
from privacy.attack.demonstration import demonstration
from privacy.released import Released, reopen
from reports import files
from reports.audiences import Audience
from reports.content import monthly
from reports.content.catalogue import cards
from reports.pages import html
from reports.paper.folder import folder as paper
from reports.spreadsheet import initiative_form
from reports.spreadsheet.folder import folder as spreadsheet

AUDIENCES = "audiences"


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


def terms_of(month: date, settings: params.Params) -> monthly.Terms:
    """Say what the report of a month must know beside the released tables."""
    return monthly.Terms(
        month=month,
        made_up=settings.governance.data == "made_up",
        thresholds=settings.thresholds,
        drivers_shown=settings.report.drivers_shown,
        min_people=settings.privacy.min_people,
        near_share=settings.report.like_company_within_share,
        families={family.name: family for family in FAMILIES},
        catalogue=cards(),
        demonstration=demonstration(settings.privacy),
        replacement_months=(
            settings.costs.replacement_months_of_pay_low,
            settings.costs.replacement_months_of_pay_high,
        ),
    )


def rendered(
    released: Released, month: date, settings: params.Params
) -> dict[str, bytes]:
    """Give every file of a month in both languages, and each audience's cut."""
    terms, first = terms_of(month, settings), settings.report.first_language
    tables = f"{files.month_folder(month)}/{files.tables_name(month)}"
    made = {**told(released, terms, first), tables: zipped(released)}
    for audience in settings.report.audiences:
        title = Label(en=audience.title.en, fr=audience.title.fr)
        own = replace(terms, audience=Audience(title, audience.units))
        place = f"{AUDIENCES}/{audience.name}"
        cut = told(released, own, first)
        made |= {f"{place}/{path}": whole for path, whole in cut.items()}
    return made


def told(
    released: Released, terms: monthly.Terms, first_language: str
) -> dict[str, bytes]:
    """Tell a month as pages, as documents on paper, and as spreadsheets."""
    report = monthly.month_report(released, terms)
    pages = html.folder([report], first_language)
    # What was tried is taken down in one place, where all units are known.
    forms = initiative_form.folder(report.month, report.noted, report.unit_names)
    return {
        **{path: text.encode() for path, text in pages.items()},
        **paper([report]),
        **spreadsheet([report]),
        **({} if terms.audience else forms),
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


def put(made: Mapping[str, bytes], folder: Path) -> None:
    """Write files under a folder."""
    for path, whole in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(whole)


def main() -> None:
    """Render the month reported on, and put the folder in place at once."""
    settings = params.load()
    month = pd.Period(settings.time.last_month, "M").end_time.date()
    made = rendered(read_released(_files.RELEASED), month, settings)
    with _files.written_whole(_files.REPORTS) as draft:
        put(made, draft)


if __name__ == "__main__":
    _stage.run(main)
