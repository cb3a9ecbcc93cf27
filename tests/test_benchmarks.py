import json

import pytest

from benchmarks.cold_run import PAGE, RESULT, table, with_table

MEASURED = {
    "machine": {"cores": 2, "memory_gib": 24, "python": "3.11.2"},
    "company": {"agents": 1200, "teams": 90, "months": 36},
    "stages": {"train_model@turnover": {"seconds": 12.34, "peak_mib": 1024}},
    "total_seconds": 20.0,
    "noop_seconds": 1.5,
    "peak_mib": 1024,
}


def test_the_table_gives_a_line_to_each_stage() -> None:
    assert "| `train_model@turnover` | 12.3 | 1,024 |\n" in table(MEASURED)


def test_a_new_table_takes_the_place_of_the_old_one() -> None:
    page = "before\n<!-- table -->\nold\n<!-- end of table -->\nafter\n"
    filled = with_table(page, "new\n")
    assert filled == page.replace("old", "new")
    assert with_table(filled, "new\n") == filled


@pytest.mark.skipif(not RESULT.exists(), reason="no benchmark was run here yet")
def test_the_page_gives_the_figures_last_measured() -> None:
    page = PAGE.read_text("utf-8")
    assert table(json.loads(RESULT.read_text("utf-8"))) in page
