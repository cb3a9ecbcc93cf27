"""The workbook in which initiatives are noted, with those that are known filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from contracts.initiative_form import (
    CHOSEN_FROM_LISTS,
    COLUMN,
    COLUMNS,
    DAYS,
    FILE,
    LISTS,
    LISTS_HEADER,
    SHEET,
)
from contracts.kpis import KPIS
from privacy.units.tree import JOINT, natural
from reports import files
from reports.content.catalogue import Card, cards
from reports.content.tried import Records
from reports.words import vocabulary
from reports.words.language import LANGUAGES, Language, language
from reports.words.vocabulary import later

# Rows with drop-downs; more can be added by copying one.
LAST_ROW = 500
FIRST_DAY = date(2000, 1, 1)
NOTES_WIDTH, HEAD_HEIGHT = 100, 32
HEADERS: Mapping[str, str] = {
    "team_id": later("Unit"),
    "action": later("Action"),
    "indicator": later("Figure that should move"),
    "starts_on": later("Started on"),
    "review_on": later("To review on"),
    "ends_on": later("Ended on"),
    "chosen_by": later("How the units were chosen"),
    "initiative_id": later("Code"),
}
WIDTHS: Mapping[str, int] = {
    **{"team_id": 30, "action": 42, "indicator": 34, "chosen_by": 32},
    **dict.fromkeys((*DAYS, "initiative_id"), 18),
}
NOTES: tuple[str, ...] = (
    later("One row for each unit: an action in three teams takes three rows."),
    later("Unit, action, figure: choose from the list of the cell."),
    later("Started on: the first day. Ended on: empty while it goes on."),
    later("To review on: when to look at it again, after the start."),
    later("Code: leave it empty, the report makes one for each action and start."),
    later("Write nothing about a person: there is no column for it."),
    later("Save it as initiatives.xlsx, in the folder of the records (source.path)."),
    later("Keep the rows that are there: a row that is removed is forgotten."),
)


@dataclass(frozen=True, slots=True)
class Lists:
    """What each drop-down offers, and what each word stands for.

    Parameters
    ----------
    words : mapping of column to mapping of code to word
    """

    words: Mapping[str, Mapping[str, str]]

    def word(self, column: str, code: str | None) -> str:
        """Give the word of a code; the code itself where it has none."""
        return self.words.get(column, {}).get(code or "", code or "")


@dataclass(frozen=True, slots=True)
class Known:
    """An initiative in one unit, as it is known: a row of the table."""

    team_id: str
    action: str
    indicator: str | None
    starts_on: date
    review_on: date | None
    ends_on: date | None
    chosen_by: str | None
    initiative_id: str


def known(followed: Records) -> tuple[Known, ...]:
    """Give the initiatives of the released rows, a row a unit where they were tried.

    A merged team's own code stands in it, not its group's.
    """
    found: dict[tuple[str, str], Known] = {}
    # What stands on fewer units says more of each.
    for row in sorted(followed, key=lambda row: row["tried_in"].count(JOINT)):
        for code in row["tried_in"].split(JOINT):
            key = (row["initiative_id"], code)
            said = {name: row[name] for name in COLUMNS if name != "team_id"}
            found.setdefault(key, Known(team_id=code, **said))
    return tuple(sorted(found.values(), key=_order))


def lists(
    units: Mapping[str, str],
    rows: Iterable[Known],
    catalogue: Sequence[Card],
    chosen: Language,
) -> Lists:
    """Lay out the drop-downs; what was noted in other words stays on offer.

    Parameters
    ----------
    units : mapping of code to public name
    rows : iterable of Known
    catalogue : sequence of Card
    chosen : Language
    """
    offered: dict[str, dict[str, str]] = {
        "team_id": {c: _unit(c, units[c]) for c in sorted(units, key=natural)},
        "action": {card.name: chosen.pick(card.title) for card in catalogue},
        "indicator": {kpi.name: chosen.pick(kpi.label) for kpi in KPIS.values()},
        "chosen_by": {k: chosen.say(w) for k, w in vocabulary.CHOSEN_BY.items()},
    }
    for row in rows:
        for column in CHOSEN_FROM_LISTS:
            code = getattr(row, column)
            if code:
                offered[column].setdefault(code, code)
    return Lists(offered)


def workbook(
    rows: Sequence[Known], offered: Lists, month: date, chosen: Language
) -> bytes:
    """Write the workbook, the same bytes for the same rows.

    Parameters
    ----------
    rows : sequence of Known
    offered : Lists
    month : date
        The month reported on; the workbook bears it as its date.
    chosen : Language
    """
    content = BytesIO()
    with opened(content, month) as book:
        write(book, rows, offered, chosen)
    return content.getvalue()


def opened(content: BytesIO, month: date) -> xlsxwriter.Workbook:
    """Open an empty workbook whose bytes hold no time of writing."""
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": datetime.combine(month, time())})
    return book


def write(
    book: xlsxwriter.Workbook, rows: Sequence[Known], offered: Lists, chosen: Language
) -> Worksheet:
    """Write all sheets; give the one that is filled in."""
    sheet = book.add_worksheet(SHEET)
    notes = book.add_worksheet(chosen.say("Notes"))
    hidden = book.add_worksheet(LISTS)
    hidden.hide()
    places = _write_lists(hidden, offered, chosen)
    _write_rows(book, sheet, rows, offered, chosen)
    _write_drop_downs(sheet, places, chosen)
    notes.set_column(0, 0, NOTES_WIDTH, book.add_format({"text_wrap": True}))
    for at, sentence in enumerate(NOTES):
        notes.write_string(at, 0, chosen.say(sentence))
    return sheet


def folder(
    month: date, rows: Sequence[Known], units: Mapping[str, str]
) -> dict[str, bytes]:
    """Write the workbook of a month in every language, beside the pages.

    Parameters
    ----------
    month : date
    rows : sequence of Known
    units : mapping of code to public name

    Returns
    -------
    dict of path to bytes
        Paths are relative to the report's folder, with forward slashes.
    """
    found = {}
    for code in LANGUAGES:
        chosen = language(code)
        offered = lists(units, rows, cards(), chosen)
        path = f"{files.month_folder(month)}/{code}/{FILE}"
        found[path] = workbook(rows, offered, month, chosen)
    return found


def _order(row: Known) -> tuple[object, ...]:
    return row.starts_on, row.initiative_id, natural(row.team_id)


def _unit(code: str, name: str) -> str:
    return code if name == code else f"{name} ({code})"


def _write_rows(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    rows: Sequence[Known],
    offered: Lists,
    chosen: Language,
) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    days = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, WIDTHS[column], days if column in DAYS else None)
        sheet.write_string(0, at, chosen.say(HEADERS[column]), head)
        for down, row in enumerate(rows, start=1):
            value = getattr(row, column)
            if value and column in DAYS:
                sheet.write_datetime(down, at, value, days)
            elif value:
                # As text, whatever it begins with: a code is no formula.
                sheet.write_string(down, at, offered.word(column, value))
    sheet.set_row(0, HEAD_HEIGHT)
    sheet.freeze_panes(1, 0)


def _write_lists(
    sheet: Worksheet, offered: Lists, chosen: Language
) -> Mapping[str, str]:
    """Write every word with its code; give the cells of each drop-down."""
    for at, name in enumerate(LISTS_HEADER):
        sheet.write_string(0, at, name)
    headers = {name: chosen.say(word) for name, word in HEADERS.items()}
    places: dict[str, str] = {}
    down = 1
    for column, words in ((COLUMN, headers), *offered.words.items()):
        for code, word in words.items():
            for at, text in enumerate((column, word, code)):
                sheet.write_string(down, at, text)
            down += 1
        places[column] = f"={LISTS}!$B${down - len(words) + 1}:$B${down}"
    return places


def _write_drop_downs(
    sheet: Worksheet, places: Mapping[str, str], chosen: Language
) -> None:
    for at, column in enumerate(COLUMNS):
        if column in CHOSEN_FROM_LISTS:
            rule = {
                "validate": "list",
                "source": places[column],
                "error_title": chosen.say("Not in the list"),
                "error_message": chosen.say("Choose from the list of the cell."),
            }
            sheet.data_validation(1, at, LAST_ROW, at, rule)
        elif column in DAYS:
            _write_day_rule(sheet, at, column, chosen)


def _write_day_rule(sheet: Worksheet, at: int, column: str, chosen: Language) -> None:
    """Ask for a day, and for one that is not before the start."""
    start = COLUMNS.index("starts_on")
    first = FIRST_DAY if at == start else f"=${chr(ord('A') + start)}2"
    sheet.data_validation(
        *(1, at, LAST_ROW, at),
        {
            "validate": "date",
            "criteria": ">=",
            "value": first,
            "error_title": chosen.say("Not a day"),
            "error_message": chosen.say("Write a day that is not before the start."),
        },
    )
