"""Every kind of bad input, in the order of the page."""

from tests.bad_input import (
    kinds_of_deliveries,
    kinds_of_engines,
    kinds_of_files,
    kinds_of_forms,
    kinds_of_params,
    kinds_of_rows,
    kinds_of_trees,
    kinds_of_workbooks,
    kinds_that_work,
)

SECTIONS = {
    "Files that are missing or are none": kinds_of_files.MISSING,
    "Files that are damaged": kinds_of_files.DAMAGED,
    "Workbooks": kinds_of_workbooks.WORKBOOKS,
    "The workbook of initiatives": kinds_of_forms.FORMS,
    "Columns": kinds_of_files.HEADERS,
    "Cells that can't be read": [*kinds_of_rows.DATES, *kinds_of_rows.UNREADABLE],
    "Words that no list has": kinds_of_rows.CHOICES,
    "Cells left empty": [*kinds_of_rows.EMPTY, *kinds_of_rows.BLANK],
    "Days and times in the wrong order": kinds_of_rows.ORDER,
    "Numbers out of bounds": kinds_of_rows.BOUNDS,
    "Rows that stand there twice": kinds_of_rows.REPEATED,
    "People and units that nobody knows": kinds_of_rows.UNKNOWN,
    "Rows that contradict others": kinds_of_rows.ACROSS,
    "Exports kept by day": kinds_of_deliveries.DELIVERIES,
    "Ids of other systems": kinds_of_deliveries.KEYS,
    "Trees of units": kinds_of_trees.KINDS,
    "The text of params.yaml": kinds_of_params.TEXT,
    "Values in params.yaml": kinds_of_params.VALUES,
    "Leave and keys": kinds_of_params.LEAVES,
    "Engines": kinds_of_engines.KINDS,
    "How files are written": kinds_that_work.WRITTEN,
    "Codes of people, and texts": kinds_that_work.CODES,
    "Clocks and calendars": kinds_that_work.CLOCKS,
    "Odd, and right": kinds_that_work.ODD,
}
KINDS = [kind for section in SECTIONS.values() for kind in section]
