"""Cuts of the report: a few units, all below them, and not a link further."""

import shutil
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
import yaml

from contracts.drivers import Label
from contracts.errors import ContractError
from pipelines import write_report
from reports import files
from reports.audiences import Audience
from reports.content import monthly
from reports.pages import html
from tests.reports import made_up_release as made_up
from tests.reports.conftest import TERMS
from tests.reports.reading import read, text_of

TITLE = Label("Readers at Nantes", "Lecteurs de Nantes")


def report_for(*units: str) -> monthly.MonthReport:
    terms = replace(TERMS, audience=Audience(TITLE, units))
    return monthly.month_report(made_up.released(made_up.tables()), terms)


def folder_for(*units: str) -> dict[str, str]:
    return html.folder([report_for(*units)], "fr")


def beside(report: monthly.MonthReport) -> set[str]:
    """Name the documents and workbooks that lie beside the pages of a cut."""
    slugs = ["", *(page.link.slug or "" for page in report.unit_pages)]
    return {
        f"2026-10/{code}/{name}"
        for code in ("fr", "en")
        for name in (
            files.workbook_name(report.month, code),
            *(files.paper_name(report.month, code, slug) for slug in slugs),
        )
    }


def pages_of(folder: dict[str, str]) -> set[str]:
    under = "2026-10/en/"
    return {path.removeprefix(under) for path in folder if path.startswith(under)}


@pytest.fixture(scope="module")
def nantes() -> dict[str, str]:
    return folder_for("S1")


def test_a_site_has_its_own_page_and_those_of_its_teams(nantes):
    teams = {f"unit-t{number:02d}.html" for number in range(1, 5)}
    # Team 5 is counted together with team 6.
    assert pages_of(nantes) == {
        *("index.html", "find-me.html", "unit-s1.html", "unit-t05-t06.html"),
        *teams,
    }


@pytest.mark.parametrize("units", [("S1",), ("T02",), ("T05",), ("S2", "S3"), ("C",)])
def test_no_link_leads_out_of_a_cut_or_to_nowhere(units):
    folder = folder_for(*units)
    known = {*folder, *beside(report_for(*units))}
    for path, page in folder.items():
        if path.endswith(".html"):
            for link in read(page).links:
                target, _, place = link.partition("#")
                file = normpath(join(dirname(path), target)) if target else path
                assert file in known, (path, link)
                assert not place or place in read(folder[file]).ids, (path, link)


def test_a_cut_names_no_other_unit(nantes):
    for path, page in nantes.items():
        if path.endswith(".html"):
            text = text_of(page)
            assert "Lille" not in text, path
            assert "Équipe 07" not in text, path


def test_a_cut_says_whom_it_is_for(nantes):
    page = text_of(nantes["2026-10/fr/index.html"])
    assert "Lecteurs de Nantes" in page
    assert "Équipage Services" not in page


def test_what_is_counted_over_the_whole_company_stays_with_it(nantes):
    assert "What if the threshold" not in text_of(nantes["2026-10/en/index.html"])
    whole = folder_for("C")
    assert "What if the threshold" in text_of(whole["2026-10/en/index.html"])


def test_a_merged_team_takes_its_group_along():
    page = "unit-t05-t06.html"
    assert pages_of(folder_for("T05")) == {"index.html", "find-me.html", page}


def test_a_unit_that_was_not_released_is_named_and_refused():
    with pytest.raises(ContractError, match="1 of the units named"):
        folder_for("S1", "S9")


def test_each_audience_gets_a_folder_that_opens_by_itself(tmp_path, monkeypatch):
    params = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
    title = {"en": "Nantes", "fr": "Nantes"}
    nantes = {"name": "nantes", "title": title, "units": ["S1"]}
    params["report"]["audiences"] = [nantes]
    monkeypatch.chdir(tmp_path)
    Path("params.yaml").write_text(yaml.safe_dump(params), "utf-8")
    released = made_up.released(made_up.tables())
    Path("data/released").mkdir(parents=True)
    for name, frame in released.tables.items():
        frame.to_parquet(f"data/released/{name}.parquet", index=False)
    Path("data/released/digest.txt").write_text(f"{released.digest}\n")
    write_report.main()
    own = Path("data/reports/audiences/nantes")
    shutil.move(own, tmp_path / "sent")
    index = (tmp_path / "sent/index.html").read_text("utf-8")
    for link in read(index).links:
        assert link.startswith("#") or (tmp_path / "sent" / link).is_file()
    assert (tmp_path / "sent/assets/vega.js").is_file()
