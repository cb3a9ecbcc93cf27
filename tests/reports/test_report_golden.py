"""The words of a page, as a reader without styles has them.

After a change that is meant, write the golden files anew with
``python -m tests.reports.test_report_golden`` and read the difference.
"""

from pathlib import Path

import pytest

from tests.reports import made_up_release as made_up
from tests.reports.conftest import folder_of
from tests.reports.reading import text_of

GOLDEN = Path(__file__).with_name("golden")
PAGES = ("fr/index", "en/index", "fr/unit-t05-t06", "en/unit-t05-t06")


def golden(name: str) -> Path:
    return GOLDEN / f"{name.replace('/', '-')}.txt"


@pytest.mark.parametrize("name", PAGES)
def test_the_words_of_a_page_are_those_agreed_on(folder, name):
    words = text_of(folder[f"2026-10/{name}.html"])
    assert words + "\n" == golden(name).read_text("utf-8")


if __name__ == "__main__":
    rendered = folder_of(made_up.tables())
    for page in PAGES:
        golden(page).parent.mkdir(exist_ok=True)
        golden(page).write_text(text_of(rendered[f"2026-10/{page}.html"]) + "\n")
