"""The report of an earlier month, asked for by its name."""

import shutil
from pathlib import Path

import pytest

from contracts.errors import ContractError
from pipelines import write_month, write_report
from tests.reports import made_up_release as made_up
from tests.reports.reading import read, text_of

PARAMS = Path("params.yaml").resolve()
MONTHS = Path("data/months")


def lay_out(tables) -> None:
    released = made_up.released(tables)
    shutil.rmtree("data/released", ignore_errors=True)
    Path("data/released").mkdir(parents=True)
    for name, frame in released.tables.items():
        frame.to_parquet(f"data/released/{name}.parquet", index=False)
    Path("data/released/digest.txt").write_text(f"{released.digest}\n")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty checkout with the tables that the door wrote."""
    shutil.copy(PARAMS, tmp_path / "params.yaml")
    monkeypatch.chdir(tmp_path)
    lay_out(made_up.tables())
    return tmp_path


def test_months_asked_for_lie_side_by_side_and_are_listed_latest_first(place, capsys):
    write_month.main("2026-03")
    write_month.main("2026-08")
    assert "data/months/index.html" in capsys.readouterr().out
    links = read((MONTHS / "index.html").read_text("utf-8")).links
    french = [link for link in links if "/fr/" in link]
    assert french == ["2026-08/fr/index.html", "2026-03/fr/index.html"]
    assert all((MONTHS / link).is_file() for link in french)


def test_the_report_of_the_last_month_is_left_as_it_was(place):
    write_report.main()
    before = {p: p.read_bytes() for p in Path("data/reports").rglob("*") if p.is_file()}
    write_month.main("2026-03")
    after = {p: p.read_bytes() for p in Path("data/reports").rglob("*") if p.is_file()}
    assert before == after


def test_a_month_is_the_same_whether_asked_for_or_reported_on(place):
    write_report.main()
    write_month.main("2026-10")
    page = Path("2026-10/fr/index.html")
    assert (MONTHS / page).read_bytes() == (Path("data/reports") / page).read_bytes()


def test_an_earlier_month_tells_nothing_of_what_came_later(place):
    write_month.main("2026-03")
    page = text_of((MONTHS / "2026-03/en/index.html").read_text("utf-8"))
    trends = page.split("The company's trend")[1].split("Key figures")[0]
    for later in ("April 2026", "August 2026", "October 2026"):
        assert later not in trends
    assert "At the end of November 2025" in trends


def test_what_the_data_lack_is_said_of_an_earlier_month_too(place):
    write_month.main("2026-03")
    page = text_of((MONTHS / "2026-03/en/index.html").read_text("utf-8"))
    assert "Recognition, training, one-to-ones" in page


def test_months_of_another_release_are_not_kept(place):
    write_month.main("2026-03")
    tables = made_up.tables()
    tables["team_kpis"] = tables["team_kpis"].iloc[1:]
    lay_out(tables)
    write_month.main("2026-08")
    assert not (MONTHS / "2026-03").exists()
    assert "2026-03" not in (MONTHS / "index.html").read_text("utf-8")


@pytest.mark.parametrize("asked", ["2024-03", "march", ""])
def test_a_month_that_was_not_released_is_refused_with_those_that_were(place, asked):
    with pytest.raises(ContractError, match=r"2025-11, .*2026-10"):
        write_month.main(asked)
    assert not MONTHS.exists()
