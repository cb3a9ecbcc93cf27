"""The workbook of initiatives that the report hands out, filled in otherwise than meant."""

from datetime import date
from io import BytesIO
from pathlib import Path

from contracts.initiative_form import COLUMNS, FILE
from reports.content.catalogue import cards
from reports.spreadsheet import initiative_form
from reports.words.language import language
from tests.bad_input.folder import CANARY, Spoil, export
from tests.bad_input.kind import Kind, aside, stops, works

UNITS = {"hq": "hq", "red": "Red"}
MONTH = date(2025, 2, 28)
GOOD_CELLS = {
    "team_id": "Red (red)",
    "action": "Saying thanks, precisely",
    "indicator": "Transfer rate",
    "starts_on": date(2025, 3, 1),
    "review_on": date(2025, 6, 1),
}


def form(code: str = "en", times: int = 1, **cells: object) -> Spoil:
    """Put the workbook in the place of the table, one row filled in."""

    def spoil(root: Path) -> None:
        export(root, "initiatives").unlink()
        content, chosen = BytesIO(), language(code)
        offered = initiative_form.lists(UNITS, (), cards(), chosen)
        with initiative_form.opened(content, MONTH) as book:
            sheet = initiative_form.write(book, (), offered, chosen)
            days = book.add_format({"num_format": "dd/mm/yyyy"})
            for down in range(1, times + 1):
                for name, value in (GOOD_CELLS | cells).items():
                    at = COLUMNS.index(name)
                    if isinstance(value, date):
                        sheet.write_datetime(down, at, value, days)
                    elif value:
                        sheet.write_string(down, at, str(value))
        (root / "exports" / FILE).write_bytes(content.getvalue())

    return spoil


def came(root: Path, column: str, value: str) -> bool:
    import pandas as pd

    found = pd.read_parquet(root / "data/restricted/tables/initiatives.parquet")
    return found[column].astype(str).tolist() == [value]


FORMS: list[Kind] = [
    stops("a unit that the workbook does not offer", "initiatives", form(team_id=f"{CANARY} team"),
          "1 of 1 rows", "column Unit that is not in its list", "Choose one"),
    stops("an action that the workbook does not offer", "initiatives", form(action=f"{CANARY} action"),
          "column Action that is not in its list"),
    stops("a figure that the workbook does not offer", "initiatives", form(indicator=f"{CANARY} figure"),
          "column Figure that should move that is not in its list"),
    stops("a French workbook with a unit that it does not offer", "initiatives",
          form("fr", team_id=f"{CANARY} team", action="", indicator=""), "column Unité that is not in its list"),
    aside("a review before the start, in the workbook", "initiatives", form(review_on=date(2025, 2, 1)),
          "an initiative is looked at again on or after the day it starts"),
    aside("a word where the workbook asks for a day", "initiatives", form(starts_on=f"{CANARY} spring"),
          "starts_on is readable as a day"),
    aside("an action in the workbook without a start", "initiatives", form(starts_on=""), "starts_on is filled in"),
    aside("an action in the workbook without a unit", "initiatives", form(team_id=""), "team_id is filled in"),
    aside("the same row of the workbook twice", "initiatives", form(times=2),
          "a row is named once by initiative_id, team_id"),
    works("a row of the workbook as it is meant", "initiatives", form(), "is an initiative",
          lambda root: came(root, "action", "say_thanks")),
    works("a code in the place of the word that the workbook offers", "initiatives", form(team_id="red"),
          "is taken as the code", lambda root: came(root, "team_id", "red")),
]  # fmt: skip
