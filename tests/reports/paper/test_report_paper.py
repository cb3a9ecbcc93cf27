import io
import re

import pandas as pd
import pytest
from pypdf import PdfReader

from reports.paper.folder import company_document, unit_document
from reports.paper.folder import folder as paper_of
from reports.paper.typesetting import MISSING
from reports.words.language import language
from reports.words.naming import Names
from tests.reports import made_up_release as made_up
from tests.reports.conftest import report_of

MONTH = "2026-10"
HOSTILE = (
    "=1+1",
    "<b>gras</b>",
    "#set text(size: 90pt)",
    "$x$ _y_ *z* @w",
    '\\" #panic() "',
    "// rien",
    '#image("/etc/passwd")',
)


def path_of(code, slug=""):
    unit = f"unit-{slug}-" if slug else ""
    return f"{MONTH}/{code}/equipage-{MONTH}-{unit}{code}.pdf"


def opened(documents, code, slug=""):
    return PdfReader(io.BytesIO(documents[path_of(code, slug)]))


def words(document):
    """Give a document's words, every kind of space a plain one, lines joined."""
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def one_of(tables, slug, code="fr"):
    """Lay out a single document of other tables than the usual ones."""
    report = report_of(tables)
    names = Names(report, language(code))
    pages = {page.link.slug: page for page in report.unit_pages}
    made = unit_document(pages[slug], names) if slug else company_document(names)
    return PdfReader(io.BytesIO(made))


def renamed(name, slug="t01"):
    tables = made_up.tables()
    risk = tables["team_risk"]
    risk.loc[risk["unit_id"] == "T01", "unit_name"] = name
    return one_of(tables, slug)


def test_the_company_each_site_and_each_team_have_a_document(paper, report):
    slugs = ["", *(page.link.slug for page in report.unit_pages)]
    assert set(paper) == {
        path_of(code, slug) for code in ("fr", "en") for slug in slugs
    }


def test_every_document_is_tagged_titled_and_in_its_language(paper):
    for path, made in paper.items():
        root = PdfReader(io.BytesIO(made)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/StructTreeRoot"]["/K"]
        assert root["/Lang"] == path.split("/")[1]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_a_document_is_of_no_day(paper):
    for made in paper.values():
        about = PdfReader(io.BytesIO(made)).metadata
        assert "/CreationDate" not in about
        assert "/ModDate" not in about


def test_the_same_tables_give_the_same_documents(paper, report):
    assert paper_of([report]) == paper


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("fr", ["À quoi s’attendre", "Les équipes à regarder en premier", "Sites"]),
        ("en", ["What to expect", "Teams that need attention first", "Sites"]),
    ],
)
def test_the_company_s_document_says_what_its_page_says(paper, report, code, parts):
    document = opened(paper, code)
    text = words(document)
    assert all(part in text for part in parts)
    assert all(link.unit.name in text for link in report.company.attention)
    assert 4 <= len(document.pages) <= 8


@pytest.mark.parametrize("slug", ["", "s1"])
def test_every_chart_has_its_words(paper, slug):
    charts = [
        text
        for text in alternatives(opened(paper, "fr", slug).trailer["/Root"])
        if "novembre 2025" in text or "mois par mois" in text or "annoncé" in text
    ]
    assert len(charts) == 4


def alternatives(root):
    """Give the words that stand for every drawing of a document."""
    waiting, found = [root["/StructTreeRoot"]["/K"]], []
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found += [str(one["/Alt"])] if "/Alt" in one else []
            waiting += [one["/K"]] if "/K" in one else []
    return found


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (
            "fr",
            ("Deux faits", "Trois questions", "Le seuil convenu", "Action", "Point le"),
        ),
        (
            "en",
            (
                "Two facts",
                "Three questions",
                "The agreed threshold",
                "Action",
                "Review date",
            ),
        ),
    ],
)
def test_a_team_sheet_is_one_page_from_facts_to_a_date(paper, report, code, parts):
    for page in report.unit_pages:
        if page.unit.level == "team":
            sheet = opened(paper, code, page.link.slug)
            text = words(sheet)
            assert len(sheet.pages) == 1
            assert all(part in text for part in parts), page.unit.name
            assert text.index(parts[0]) < text.index(parts[-1])


def test_a_sheet_asks_three_questions_and_tells_at_most_two_facts(paper, report):
    for page in report.unit_pages:
        if page.unit.level == "team":
            text = words(opened(paper, "fr", page.link.slug))
            facts, rest = text.split("Trois questions")
            assert "3." not in facts.split("Deux faits")[1]
            assert "4." not in rest
            assert rest.split("Le seuil convenu")[0].count("?") >= 3


@pytest.mark.parametrize("length", [80, 400, 3000])
def test_a_long_name_still_leaves_one_page(length):
    name = " ".join(["Équipe"] * (length // 7))
    assert len(renamed(name).pages) == 1


def test_a_name_without_blanks_still_leaves_one_page():
    assert len(renamed("E" * 500).pages) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text(name):
    sheet = renamed(name)
    assert name in words(sheet)
    assert len(sheet.pages) == 1


def test_hostile_names_are_text_among_others_too():
    tables = made_up.tables()
    risk = tables["team_risk"]
    teams = {f"T{number:02d}": name for number, name in enumerate(HOSTILE, start=7)}
    risk["unit_name"] = risk["unit_id"].map(teams).fillna(risk["unit_name"])
    risk["parent_id"] = risk["parent_id"].mask(risk["unit_id"].isin(teams), "S2")
    for slug in ("", "s2"):
        text = words(one_of(tables, slug))
        assert all(name in text for name in HOSTILE)


@pytest.mark.parametrize(
    "name", ["Équipe \N{SLIGHTLY SMILING FACE}", "Équipe \x07", "\u6f22\u5b57"]
)
def test_a_character_that_no_typeface_has_leaves_a_mark(name):
    text = words(renamed(name))
    assert MISSING in text


def test_a_name_in_greek_or_cyrillic_stands_as_written():
    assert "Ομάδα Команда" in words(renamed("Ομάδα Команда"))


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_withheld_team_s_sheet_gives_nothing_away(paper, code):
    text = words(opened(paper, code, "t11"))
    assert "non publié" in text or "not published" in text
    stated = {"11", "2026", "2027", "10", "7", "15", "1.", "2.", "3.", "1"}
    # Its name, the months, the least size, the thresholds and their day, and counting.
    assert set(re.findall(r"\d+\.?", text)) <= stated | {"10.", "2027."}
    assert "%" not in text.replace("10 %", "").replace("7 %", "").replace(
        "10%", ""
    ).replace("7%", "")


def test_two_withheld_teams_have_the_same_sheet():
    tables = made_up.tables()
    risk = tables["team_risk"]
    twin = risk[risk["unit_id"] == made_up.WITHHELD].assign(
        unit_id="T99", unit_name="Équipe 99", reason="too_little_data"
    )
    both = {**tables, "team_risk": pd.concat([risk, twin])}
    for code in ("fr", "en"):
        one, other = (words(one_of(both, slug, code)) for slug in ("t11", "t99"))
        assert one.replace("Équipe 11", "") == other.replace("Équipe 99", "")


def test_a_merged_team_goes_with_its_group(paper):
    assert path_of("fr", "t05") not in paper
    text = words(opened(paper, "fr", "t05-t06"))
    assert "Équipe 05 · Équipe 06" in text


def test_a_month_with_nothing_to_release_still_has_its_document():
    documents = paper_of([report_of(made_up.empty())])
    assert set(documents) == {path_of("fr"), path_of("en")}
    assert "Nothing could be published this month" in words(opened(documents, "en"))


@pytest.mark.parametrize("absent", ["team_drivers", "team_kpis", "track_record"])
def test_a_missing_table_leaves_its_part_out_of_the_documents(absent):
    tables = {n: t for n, t in made_up.tables().items() if n != absent}
    for slug in ("", "s1", "t01"):
        assert one_of(tables, slug).pages


@pytest.mark.parametrize(
    ("code", "title", "came"),
    [
        ("fr", "Ce qui a été essayé", "A évolué comme espéré"),
        ("en", "What was tried", "Moved as hoped"),
    ],
)
def test_what_was_tried_comes_to_paper_with_what_came_of_it(report, code, title, came):
    made = company_document(Names(report, language(code)))
    whole = words(PdfReader(io.BytesIO(made)))
    assert title in whole
    assert came in whole
    assert made_up.HOSTILE in whole
