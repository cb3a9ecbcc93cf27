"""What the files of a report are called: each says by itself what it is."""

from datetime import date

MAKER = "equipage"


def month_folder(month: date) -> str:
    """Name the folder of a month's report."""
    return f"{month:%Y-%m}"


def page_name(slug: str) -> str:
    """Name the page of a unit."""
    return f"unit-{slug}.html"


def paper_name(month: date, code: str, slug: str = "") -> str:
    """Name a document on paper: a unit's, or the company's."""
    unit = f"unit-{slug}-" if slug else ""
    return f"{MAKER}-{month_folder(month)}-{unit}{code}.pdf"


def workbook_name(month: date, code: str) -> str:
    """Name a month's spreadsheet."""
    return f"{MAKER}-{month_folder(month)}-{code}.xlsx"


def tables_name(month: date) -> str:
    """Name the released tables of a month, from its folder."""
    return f"{MAKER}-{month_folder(month)}-csv.zip"
