import json
from importlib import import_module

import pytest

from benchmarks import (
    activity,
    candidates,
    drivers,
    observable_ceiling,
    other_causes,
    simulated_company,
)
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


def test_ten_seeds_of_the_company_stay_inside_the_ranges() -> None:
    found = json.loads(simulated_company.RESULT.read_text("utf-8"))
    assert set(found) == set(simulated_company.RANGES)
    for name, (low, high) in simulated_company.RANGES.items():
        assert len(found[name]) == simulated_company.SEEDS
        assert low <= min(found[name]) <= max(found[name]) <= high, name


def test_the_page_gives_the_company_as_last_measured() -> None:
    found = json.loads(simulated_company.RESULT.read_text("utf-8"))
    assert simulated_company.table(found) in PAGE.read_text("utf-8")


@pytest.mark.skipif(
    not observable_ceiling.RESULT.exists(), reason="no ceiling was measured here yet"
)
def test_the_page_gives_the_ceiling_as_last_measured() -> None:
    found = json.loads(observable_ceiling.RESULT.read_text("utf-8"))
    assert observable_ceiling.table(found) in PAGE.read_text("utf-8")


def test_the_page_gives_the_candidates_as_last_measured() -> None:
    assert candidates.table(candidates.measured()) in PAGE.read_text("utf-8")


def test_the_page_gives_other_causes_as_last_measured() -> None:
    assert other_causes.table(other_causes.measured()) in PAGE.read_text("utf-8")


def test_every_number_of_another_world_is_one_of_the_simulator() -> None:
    for world in other_causes.WORLDS.values():
        for (module, number), value in world.causes.items():
            home = import_module(f"connectors.simulator.truth.{module}")
            assert isinstance(getattr(home, number), float)
            assert getattr(home, number) != value


@pytest.mark.skipif(not activity.RESULT.exists(), reason="activity was not timed here")
def test_the_page_gives_what_activity_costs_as_last_measured() -> None:
    found = json.loads(activity.RESULT.read_text("utf-8"))
    assert activity.table(found) in PAGE.read_text("utf-8")


def test_ten_times_the_time_for_ten_times_the_contacts_is_growth_of_power_one() -> None:
    small = {"contacts": 10, "activity": {"seconds": 1.0}}
    large = {"contacts": 100, "activity": {"seconds": 10.0}}
    assert activity.growth(small, large, "seconds") == 1


@pytest.mark.skipif(
    not drivers.RESULT.exists(), reason="drivers were not measured here yet"
)
def test_the_page_gives_the_drivers_as_last_measured() -> None:
    found = json.loads(drivers.RESULT.read_text("utf-8"))
    assert drivers.table(found) in PAGE.read_text("utf-8")


def test_growth_is_the_power_of_people() -> None:
    rows = [{"people": 10, "seconds": 1.0}, {"people": 40, "seconds": 4.0}]
    assert drivers.growth(rows, "seconds") == pytest.approx(1)
