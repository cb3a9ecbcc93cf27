import re
import shutil
import subprocess

import pytest

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--virtual-time-budget=4000"),
    "--allow-file-access-from-files=false",
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        BROWSER is None, reason="Chromium is not installed: apt install chromium"
    ),
]


@pytest.fixture(scope="module")
def opened(folder, tmp_path_factory):
    """Open pages from disk, as a double click does, and give them as drawn."""
    place = tmp_path_factory.mktemp("report")
    for path, text in folder.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text, encoding="utf-8")

    def open_page(path: str) -> str:
        profile = tmp_path_factory.mktemp("profile")
        return subprocess.run(
            [
                str(BROWSER),
                *FLAGS,
                f"--user-data-dir={profile}",
                "--dump-dom",
                (place / path).as_uri(),
            ],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    return open_page


def test_the_charts_of_the_company_draw_themselves(opened):
    page = opened("2026-10/fr/index.html")
    assert len(re.findall(r'<svg[^>]*class="marks"', page)) == 4
    assert page.count("mark-line role-mark unit_marks") == 2
    assert page.count("mark-rect role-mark came_marks") == 2
    assert "6&nbsp;%</text>" in page


def test_the_search_box_appears_and_tables_fold_away(opened):
    page = opened("2026-10/en/index.html")
    assert re.search(r'<div class="find">', page)
    assert not re.search(r'<details class="figures" open', page)


def test_the_charts_of_a_team_draw_themselves(opened):
    page = opened("2026-10/en/unit-t05-t06.html")
    assert page.count("mark-line role-mark company_marks") == 2
