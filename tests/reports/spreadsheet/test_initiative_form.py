"""The workbook handed out, as a hand fills it in and ingest reads it back."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from connectors import files, forms, intake
from contracts.errors import ContractError
from contracts.initiative_form import COLUMNS, DAYS, FILE
from contracts.inputs import INPUTS
from reports.content.catalogue import cards
from reports.spreadsheet import initiative_form
from reports.spreadsheet.initiative_form import Known
from reports.words.language import language
from tests.reports import made_up_release as made_up

MONTH = date(2026, 10, 31)
UNITS = {"C": "Équipage Services", "T02": "Équipe 02", "T10": "T10", "X": "=1+1"}
ROWS = (
    Known("T02", "stable_rotas", "sickness_absence_rate", date(2026, 3, 2),
          date(2026, 11, 16), None, "volunteers", "I1"),
    Known("X", "=HYPERLINK()", None, date(2026, 4, 1), None, date(2026, 9, 30), None, "I2"),
)  # fmt: skip
each_language = pytest.mark.parametrize("code", ["fr", "en"])


def written(place: Path, code: str, rows=ROWS) -> Path:
    """Write the workbook as the report does."""
    folder = initiative_form.folder(MONTH, rows, UNITS)
    path = place / FILE
    path.write_bytes(folder[f"2026-10/{code}/{FILE}"])
    return path


def filled_in(place: Path, code: str, cells: dict[str, object], rows=ROWS) -> Path:
    """Add one row of words, as somebody who chooses from the lists does."""
    chosen = language(code)
    offered = initiative_form.lists(UNITS, rows, cards(), chosen)
    content = BytesIO()
    book = initiative_form.opened(content, MONTH)
    with book:
        sheet = initiative_form.write(book, rows, offered, chosen)
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for column, value in cells.items():
            at = COLUMNS.index(column)
            if isinstance(value, date):
                sheet.write_datetime(len(rows) + 1, at, value, days)
            else:
                sheet.write_string(len(rows) + 1, at, str(value))
    path = place / FILE
    path.write_bytes(content.getvalue())
    return path


def read(path: Path) -> list[dict[str, object]]:
    """Read a workbook as ingest does, to the contract."""
    with duckdb.connect() as connection:
        found = files.read(connection, path)
        brought = intake.bring(found, INPUTS["initiatives"], "Europe/Paris").rows
        names = ", ".join((*COLUMNS, "broken_rule"))
        rows = brought.project(names).order("starts_on").fetchall()
    return [dict(zip((*COLUMNS, "broken_rule"), row, strict=True)) for row in rows]


def as_dict(row: Known) -> dict[str, object]:
    return {name: getattr(row, name) for name in COLUMNS} | {"broken_rule": None}


@each_language
def test_what_the_report_writes_is_read_back_equal(tmp_path, code):
    assert read(written(tmp_path, code)) == [as_dict(row) for row in ROWS]


@each_language
def test_a_row_filled_in_by_hand_is_read_by_its_words(tmp_path, code):
    chosen = language(code)
    title = next(card for card in cards() if card.name == "say_thanks").title
    cells = {
        "team_id": " Équipe 02 (T02) ",
        "action": chosen.pick(title),
        "indicator": {"fr": "Taux de transfert", "en": "Transfer rate"}[code],
        "starts_on": date(2026, 11, 2),
        "review_on": date(2027, 2, 1),
        "chosen_by": {"fr": "Par tirage au sort", "en": "Drawn by lot"}[code],
    }
    found = read(filled_in(tmp_path, code, cells))
    assert found[-1] == {
        "team_id": "T02",
        "action": "say_thanks",
        "indicator": "transfer_share",
        "starts_on": date(2026, 11, 2),
        "review_on": date(2027, 2, 1),
        "ends_on": None,
        "chosen_by": "drawn",
        "initiative_id": "say_thanks 2026-11-02",
        "broken_rule": None,
    }


def test_the_headers_are_in_the_readers_language(tmp_path):
    book = CalamineWorkbook.from_path(written(tmp_path, "fr"))
    head = book.get_sheet_by_name("initiatives").to_python()[0]
    assert head[:2] == ["Unité", "Action"]
    assert head[COLUMNS.index("starts_on")] == "Commencée le"


@each_language
def test_a_word_that_is_in_no_list_is_answered_with_a_sentence(tmp_path, code):
    path = filled_in(tmp_path, code, {"team_id": "Équipe 99", "action": "say_thanks"})
    header = {"fr": "Unité", "en": "Unit"}[code]
    with pytest.raises(ContractError, match=rf"1 of 3 rows .* column {header} "):
        forms.read(path)


def test_a_review_before_the_start_breaks_a_rule(tmp_path):
    cells = {
        "team_id": "T10",
        "action": "say_thanks",
        "starts_on": date(2026, 11, 2),
        "review_on": date(2026, 10, 1),
    }
    found = read(filled_in(tmp_path, "fr", cells))[-1]
    assert found["broken_rule"] == (
        "an initiative is looked at again on or after the day it starts"
    )


def test_the_same_rows_give_the_same_bytes(tmp_path):
    first = initiative_form.folder(MONTH, ROWS, UNITS)
    assert first == initiative_form.folder(MONTH, ROWS, UNITS)


def test_no_cell_is_a_formula(tmp_path):
    with zipfile.ZipFile(written(tmp_path, "fr")) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        assert len(sheets) == 3
        for name in sheets:
            assert b"<f>" not in archive.read(name)


def test_the_cells_offer_lists_and_ask_for_days_below_a_header_that_stays(tmp_path):
    with zipfile.ZipFile(written(tmp_path, "en")) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('<dataValidation type="list"') == 4
    assert sheet.count('<dataValidation type="date"') == len(DAYS)
    assert 'state="frozen"' in sheet


def test_a_merged_teams_own_code_stands_in_the_workbook(report):
    rotas = [row for row in report.noted if row.action == "stable_rotas"]
    assert [row.team_id for row in rotas] == ["T02", "T06"]
    assert made_up.GROUP not in report.unit_names
    assert {"T05", "T06", made_up.WITHHELD} <= set(report.unit_names)


def test_a_plain_workbook_with_our_own_names_is_read_as_any_other(tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / FILE) as book:
        sheet = book.add_worksheet("initiatives")
        sheet.write_row(0, 0, ["initiative_id", "team_id", "action", "starts_on"])
        sheet.write_row(1, 0, ["n1", "red", "Shorter queues", "2026-03-01"])
    (row,) = forms.read(tmp_path / FILE).to_pylist()
    assert (row["initiative_id"], row["action"]) == ("n1", "Shorter queues")
