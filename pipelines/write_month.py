"""Write the report of one month that was released, beside those asked for before.

reads   data/released/  data/months/
writes  data/months/
"""

import re
import shutil
from datetime import date
from pathlib import Path

import pandas as pd

from contracts import params
from contracts.errors import ContractError
from pipelines import _files, _stage
from pipelines.show_report import say_where
from pipelines.write_report import put, read_released, rendered
from privacy.released import Released
from reports.pages import html

MONTH = re.compile(r"\d{4}-\d{2}")
DIGEST = "digest.txt"


def released_month(asked: str, released: Released) -> date:
    """Find the month that is asked for among those released.

    Raises
    ------
    ContractError
        If it is no month, or was not released.
    """
    days = pd.to_datetime(released.tables["team_risk"]["month"])
    known = {f"{day:%Y-%m}": day.date() for day in sorted(days.unique())}
    if asked not in known:
        raise ContractError(
            f"MONTH={asked if MONTH.fullmatch(asked) else '…'}: not a month that was "
            f"released.\n  Expected one of {', '.join(known) or 'none yet'}. "
            "Run make report for later ones; release.months says how many are walked."
        )
    return known[asked]


def kept(folder: Path, digest: str) -> list[Path]:
    """List the folders of months that were rendered from the same release.

    Those of another release may show what this one would not.
    """
    noted = folder / DIGEST
    if not noted.exists() or noted.read_text(encoding="utf-8").strip() != digest:
        return []
    return sorted(path for path in folder.iterdir() if MONTH.fullmatch(path.name))


def main(asked: str = "") -> None:
    """Render a month in both languages, and list it with the others."""
    settings = params.load()
    released = read_released(_files.RELEASED)
    month = released_month(asked, released)
    made = rendered(released, month, settings)
    with _files.written_whole(_files.MONTHS) as draft:
        for folder in kept(_files.MONTHS, released.digest):
            shutil.copytree(folder, draft / folder.name)
        put(made, draft)
        months = [
            pd.Period(path.name, "M").end_time.date()
            for path in sorted(draft.iterdir(), reverse=True)
            if MONTH.fullmatch(path.name)
        ]
        made_up = settings.governance.data == "made_up"
        index = html.index(months, settings.report.first_language, made_up)
        noted = f"{released.digest}\n"
        put({"index.html": index.encode(), DIGEST: noted.encode()}, draft)
    say_where(_files.MONTHS / "index.html")


if __name__ == "__main__":
    _stage.run(main)
