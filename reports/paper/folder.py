"""Every document on paper of a month: the company, the sites, a sheet a team."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reports import files
from reports.content.monthly import MonthReport
from reports.content.unit import UnitPage
from reports.paper.company import company_blocks
from reports.paper.sheet import team_sheet
from reports.paper.typesetting import typeset
from reports.paper.unit import unit_blocks
from reports.words.language import LANGUAGES, language
from reports.words.naming import Names


def folder(reports: Iterable[MonthReport]) -> dict[str, bytes]:
    """Lay out every document of the report, in every language.

    Parameters
    ----------
    reports : iterable of MonthReport

    Returns
    -------
    dict of path to PDF
        Paths are relative to the report's folder, with forward slashes.
    """
    return {
        f"{files.month_folder(report.month)}/{code}/{name}": document
        for report in reports
        for code in LANGUAGES
        for name, document in _documents(Names(report, language(code)))
    }


def _documents(names: Names) -> Iterator[tuple[str, bytes]]:
    month, code = names.report.month, names.language.code
    yield files.paper_name(month, code), company_document(names)
    for page in names.report.unit_pages:
        name = files.paper_name(month, code, page.link.slug or "")
        yield name, unit_document(page, names)


def company_document(names: Names) -> bytes:
    """Lay out the document of the company."""
    title = names.language.say("Monthly report")
    head = f"{names.whole} · {title}"
    return typeset("report", _document(names, head, company_blocks(names)))


def unit_document(page: UnitPage, names: Names) -> bytes:
    """Lay out the sheet of a team, or the document of what has teams under it."""
    if page.unit.level == "team":
        return typeset("sheet", _sheet(page, names))
    document = _document(names, page.unit.name, unit_blocks(page, names))
    return typeset("report", document)


def _document(names: Names, head: str, found: Iterable[Any]) -> dict[str, Any]:
    written = names.language.numbers.month(names.report.month)
    return {**_around(names, f"{head} · {written}"), "blocks": list(found)}


def _sheet(page: UnitPage, names: Names) -> Mapping[str, Any]:
    written = names.language.numbers.month(names.report.month)
    sheet = names.language.say("Team sheet")
    return {**_around(names, f"{sheet} · {written}"), **team_sheet(page, names)}


def _around(names: Names, running: str) -> dict[str, Any]:
    """Give what stands around every document: its title, head and foot."""
    say = names.language.say
    made_up = say("Made-up data: this company does not exist.")
    return {
        "title": running,
        "language": names.language.code,
        "running": running,
        "made_up": made_up if names.report.made_up else "",
        "foot": say(
            "This report speaks of teams of at least %(people)s people, never of one "
            "person. What goes together does not prove that one leads to the other.",
            people=names.language.numbers.whole(names.report.min_people),
        ),
    }
