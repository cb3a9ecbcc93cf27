"""Write the month's report, a folder that opens by double click.

reads   data/released/
writes  data/reports/
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from contracts import params
from contracts.drivers import Label
from contracts.errors import ContractError
from contracts.released import RELEASED
from features.registry import FAMILIES
from pipelines import _files, _stage
from privacy.released import Released, reopen
from reports import content, html
from reports.audiences import Audience
from reports.catalogue import cards

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


def terms_of(month: date, settings: params.Params) -> content.Terms:
    """Say what the report of a month must know beside the released tables."""
    return content.Terms(
        month=month,
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


def rendered(
    released: Released, month: date, settings: params.Params
) -> dict[str, str]:
    """Render every page of a month in both languages, and each audience's cut."""
    terms, first = terms_of(month, settings), settings.report.first_language
    files = html.folder([content.month_report(released, terms)], first)
    for audience in settings.report.audiences:
        title = Label(en=audience.title.en, fr=audience.title.fr)
        own = replace(terms, audience=Audience(title, audience.units))
        cut = html.folder([content.month_report(released, own)], first)
        place = f"{AUDIENCES}/{audience.name}"
        files |= {f"{place}/{path}": text for path, text in cut.items()}
    return files


def put(files: Mapping[str, str], folder: Path) -> None:
    """Write files under a folder, the same bytes on every machine."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Render the month reported on, and put the folder in place at once."""
    settings = params.load()
    month = pd.Period(settings.time.last_month, "M").end_time.date()
    files = rendered(read_released(_files.RELEASED), month, settings)
    with _files.written_whole(_files.REPORTS) as draft:
        put(files, draft)


if __name__ == "__main__":
    _stage.run(main)
