"""Cuts of the report on paper and as a spreadsheet: nothing of other units."""

import io

from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from reports.paper.folder import folder as paper_of
from reports.spreadsheet.folder import folder as workbooks_of
from tests.reports.test_report_audiences import beside, report_for

OTHERS = [f"Équipe {number:02d}" for number in range(7, 16)] + ["Lille", "Toulouse"]


def words(document):
    pages = PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def cells(workbook):
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    return [
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]


def test_a_cut_has_a_document_a_unit_and_a_workbook_that_name_no_other_unit():
    report = report_for("S1")
    documents, workbooks = paper_of([report]), workbooks_of([report])
    assert {*documents, *workbooks} == beside(report)
    for path, document in documents.items():
        text = words(document)
        assert not [name for name in OTHERS if name in text], path
    for path, workbook in workbooks.items():
        assert not set(OTHERS) & set(cells(workbook)), path


def test_a_cut_s_documents_and_workbooks_say_whom_they_are_for():
    report = report_for("S1")
    (document,) = (d for p, d in paper_of([report]).items() if p.endswith("10-en.pdf"))
    assert "Readers at Nantes" in words(document)
    assert "Nantes" in words(document)
    (workbook,) = (w for p, w in workbooks_of([report]).items() if "/fr/" in p)
    assert "Lecteurs de Nantes" in cells(workbook)
