import re
from itertools import pairwise
from posixpath import dirname, join, normpath

import pandas as pd
import pytest

from reports.pages import html
from tests.reports import made_up_release as made_up
from tests.reports.conftest import folder_of
from tests.reports.reading import read, text_of

MONTH = "2026-10"
# Names of XML dialects, never fetched; Vega's source also names its own issue
# tracker, schema and editor.
VEGA_NAMES = (
    "http://www.w3.org/",
    "https://github.com/vega/",
    "https://vega.github.io",
)


def pages(folder):
    return {path: text for path, text in folder.items() if path.endswith(".html")}


def test_every_link_leads_to_a_file_and_a_place_in_it(folder, paths):
    for path, page in pages(folder).items():
        for link in read(page).links:
            target, _, place = link.partition("#")
            file = normpath(join(dirname(path), target)) if target else path
            assert file in paths, (path, link)
            assert not place or place in read(folder[file]).ids, (path, link)


def test_every_document_spreadsheet_and_archive_is_led_to(folder, paths):
    led = {
        normpath(join(dirname(path), link))
        for path, page in pages(folder).items()
        for link in read(page).links
    }
    assert {p for p in paths if p.endswith((".pdf", ".xlsx", ".zip"))} <= led


def test_no_page_speaks_to_a_network(folder):
    for path, text in folder.items():
        addresses = re.findall(r"(?:https?:)?//[\w.-]+\.[a-z]+[^\s\"'`)]*", text)
        known = VEGA_NAMES if path == "assets/vega.js" else ()
        assert not [a for a in addresses if "://" in a and not a.startswith(known)], (
            path
        )


def test_both_languages_have_the_same_pages(folder):
    french = {p.replace("/fr/", "/en/") for p in pages(folder) if "/fr/" in p}
    assert french == {p for p in pages(folder) if "/en/" in p}
    assert len(french) > 10


def test_every_page_switches_to_itself_in_the_other_language(folder):
    for path, page in pages(folder).items():
        if "/fr/" in path:
            assert f"../en/{path.rsplit('/', 1)[1]}" in read(page).links


def test_both_languages_show_the_same_figures(folder):
    for path, page in pages(folder).items():
        if "/fr/" in path:
            other = text_of(folder[path.replace("/fr/", "/en/")])
            figures = sorted(re.findall(r"\d+", text_of(page)))
            assert figures == sorted(re.findall(r"\d+", other)), path


def test_a_hostile_name_is_text(folder):
    for page in pages(folder).values():
        assert "<b>" not in page
    assert made_up.HOSTILE in text_of(folder[f"{MONTH}/fr/index.html"])


def test_made_up_data_say_so_on_every_page(folder):
    for path, page in pages(folder).items():
        assert "cette entreprise n’existe pas" in page or "does not exist" in page, path


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_withheld_team_gives_nothing_away(folder, code):
    page = folder[f"{MONTH}/{code}/unit-t11.html"]
    body = text_of(page).split("Équipe 11")[-1]
    figures = re.findall(r"\d+", body)
    assert figures == ["10"]  # The least size that any team is shown at.
    assert "data-chart" not in page


@pytest.mark.parametrize("code", ["fr", "en"])
def test_two_withheld_teams_look_the_same(code):
    tables = made_up.tables()
    risk = tables["team_risk"]
    twin = risk[risk["unit_id"] == made_up.WITHHELD].assign(
        unit_id="T99", unit_name="Équipe 99", reason="too_little_data"
    )
    folder = folder_of({**tables, "team_risk": pd.concat([risk, twin])})
    one, other = (
        re.sub(r"(Équipe |unit-t)(11|99)", r"\1", folder[f"{MONTH}/{code}/{name}"])
        for name in ("unit-t11.html", "unit-t99.html")
    )
    assert one == other


def test_a_team_page_never_counts_leavers(report, folder):
    teams = [p for p in report.unit_pages if p.unit.level == "team"]
    assert teams
    counted = (
        r"\b\d+ (of \d+ |voluntary )?(departures?|leavers?|people leaving|départs?)"
    )
    for page in teams:
        for code in ("fr", "en"):
            text = text_of(folder[f"{MONTH}/{code}/{html.file_name(page)}"])
            assert not re.search(counted, text)


def test_a_site_page_counts_them(folder):
    assert re.search(r"\d+ à \d+ départs", text_of(folder[f"{MONTH}/fr/unit-s1.html"]))


def test_charts_stand_as_open_tables_without_scripts(folder):
    for path, page in pages(folder).items():
        tags = read(page).tags
        charts = [a for t, a in tags if "data-chart" in a]
        tables = [a for t, a in tags if t == "details" and a.get("class") == "figures"]
        assert len(charts) == len(tables), path
        assert all("open" in attributes for attributes in tables)
        assert all(attributes["aria-label"] for attributes in charts)


def test_every_table_says_what_it_is_and_every_heading_what_it_heads(folder):
    for page in pages(folder).values():
        tags = read(page).tags
        tables = sum(tag == "table" for tag, _ in tags)
        assert tables == sum(tag == "caption" for tag, _ in tags)
        assert all(a.get("scope") for tag, a in tags if tag == "th")


def test_headings_skip_no_level(folder):
    for path, page in pages(folder).items():
        levels = [int(t[1]) for t, _ in read(page).tags if re.fullmatch("h[1-6]", t)]
        steps = [b - a for a, b in pairwise(levels)]
        assert max(steps, default=0) <= 1, path


def test_no_name_of_a_place_repeats_on_a_page(folder):
    for path, page in pages(folder).items():
        ids = read(page).ids
        assert len(ids) == len(set(ids)), path


def test_a_level_is_always_said_in_words(folder):
    page = folder[f"{MONTH}/en/index.html"]
    chips = re.findall(r'<span class="chip (\w+)">.*?</svg>([^<]*)</span>', page)
    assert {level for level, _ in chips} == {"low", "watch", "elevated", "high"}
    assert all(word.strip() for _, word in chips)


def test_a_merged_team_stands_in_the_map_as_part_of_its_group_alone(folder):
    tags = read(folder[f"{MONTH}/fr/index.html"]).tags
    names = [found["data-name"] for _, found in tags if "data-name" in found]
    assert sum("Équipe 05" in name for name in names) == 1


@pytest.mark.parametrize(("code", "word"), [("fr", "Entreprise"), ("en", "Company")])
def test_a_company_without_a_name_is_called_so_in_each_language(code, word):
    tables = made_up.tables()
    risk = tables["team_risk"]
    risk["unit_name"] = risk["unit_name"].replace("Équipage Services", "Entreprise")
    page = folder_of(tables)[f"{MONTH}/{code}/unit-s1.html"]
    assert f"\n{word}\n" in text_of(page)


def test_a_level_between_two_says_what_the_month_alone_would_say(report, folder):
    settling = [
        link
        for link in report.company.attention
        if any(figure.settling for figure in link.unit.figures.values())
    ]
    text = text_of(folder[f"{MONTH}/en/index.html"])
    assert ("this month alone:" in text) == bool(settling)


def test_no_distinct_factor_is_said_plainly(folder):
    assert "Aucun facteur distinctif" in text_of(folder[f"{MONTH}/fr/unit-t02.html"])


def test_a_carried_figure_says_of_which_month_it_is(folder):
    text = text_of(folder[f"{MONTH}/fr/unit-t08.html"])
    assert "Chiffre reconduit (septembre 2026)" in text


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([], None),
        ([1], "1 figure of a published month would be another today"),
        ([2, 3], "5 figures of published months would be others today"),
    ],
)
def test_figures_that_stand_as_published_are_counted(units, said):
    rows = [
        {"month": month, "outcome": "turnover", "units_corrected": count}
        for month, count in zip(made_up.MONTHS, units, strict=False)
    ]
    tables = {**made_up.tables(), "corrections": made_up.frame("corrections", rows)}
    made = folder_of(tables)
    for language, word in (("en", "today"), ("fr", "aujourd’hui")):
        page = made[f"{MONTH}/{language}/index.html"]
        assert ('id="corrected"' in page) == bool(units)
        assert not units or word in page
    assert said is None or said in text_of(made[f"{MONTH}/en/index.html"])


@pytest.mark.parametrize("absent", ["team_drivers", "team_kpis", "track_record"])
def test_a_missing_table_leaves_its_part_out(absent):
    tables = {n: t for n, t in made_up.tables().items() if n != absent}
    assert "index.html" in folder_of(tables)


def test_a_month_with_nothing_to_release_still_renders():
    folder = folder_of(made_up.empty())
    assert set(pages(folder)) == {
        "index.html",
        *(f"{MONTH}/{code}/find-me.html" for code in ("fr", "en")),
        f"{MONTH}/fr/index.html",
        f"{MONTH}/en/index.html",
    }
    text = text_of(folder[f"{MONTH}/en/index.html"])
    assert "Nothing could be published this month" in text


def test_the_first_language_comes_first(report):
    for first, word in (("fr", "Rapports mensuels"), ("en", "Monthly reports")):
        index = html.folder([report], first)["index.html"]
        assert text_of(index).split("\n")[2] == word


def test_the_same_tables_give_the_same_bytes(folder):
    assert folder_of(made_up.tables()) == folder


def test_the_folder_is_small(folder):
    assert sum(len(text.encode()) for text in folder.values()) < 15_000_000
