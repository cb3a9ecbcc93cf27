"""A month of activity is made anew only where it must be, and then as from nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipelines import _activity_in_duckdb, _activity_months, _files, summarise_activity
from tests._imports import ROOT, closure
from tests.pipelines import months_of_work as work

MADE = "Months of activity made anew: "


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[], str]:
    """Three months, summarised once; gives what a run says at its end."""
    monkeypatch.chdir(tmp_path)
    work.lay_out(tmp_path)

    def said() -> str:
        capsys.readouterr()
        summarise_activity.main()
        out, err = capsys.readouterr()
        assert not err
        return out.removeprefix(MADE).strip()

    assert said() == "3, kept as they were: 0."
    return said


def nothing() -> None:
    """Change nothing."""


def of_march(name: str) -> Path:
    return _files.ACTIVITY / f"2026-03{name}"


def damage() -> None:
    of_march(".parquet").write_bytes(b"PAR1")


def edit() -> None:
    frame = pd.read_parquet(of_march(".parquet"))
    frame.assign(contacts=99).to_parquet(of_march(".parquet"))


def disown() -> None:
    (_files.ACTIVITY / _activity_months.MADE_FROM).write_text("[]")


def claim() -> None:
    """Write down, of another month's file, that it is March's."""
    path = _files.ACTIVITY / _activity_months.MADE_FROM
    told = json.loads(path.read_text())
    told["2026-03"]["holds"] = told["2026-02"]["holds"]
    path.write_text(json.dumps(told))


def leave_behind() -> None:
    of_march("-old.parquet").write_bytes(b"")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (nothing, "0, kept as they were: 3."),
        (lambda: work.add("2026-04"), "1, kept as they were: 3."),
        (lambda: work.add("2025-12"), "1, kept as they were: 3."),
        (lambda: work.add("2026-02", seconds=301), "1, kept as they were: 2."),
        (lambda: work.drop("2026-02"), "0, kept as they were: 2."),
        (lambda: work.set_param("threads", 1), "3, kept as they were: 0."),
        (damage, "1, kept as they were: 2."),
        (edit, "1, kept as they were: 2."),
        (of_march(".parquet").unlink, "1, kept as they were: 2."),
        (disown, "3, kept as they were: 0."),
        (claim, "1, kept as they were: 2."),
        (leave_behind, "0, kept as they were: 3."),
    ],
    ids=(
        "nothing",
        "a month added",
        "an earlier month added",
        "a month corrected",
        "a month gone",
        "a parameter",
        "a damaged file",
        "an edited file",
        "a lost file",
        "what was written down is no such thing",
        "what was written down is of another file",
        "a file too many",
    ),
)
def test_only_what_changed_is_made_anew_and_all_is_as_from_nothing(
    run: Callable[[], str], change: Callable[[], None], said: str
) -> None:
    change()
    assert run() == said
    assert work.contents() == work.rebuilt()


def test_another_code_makes_all_anew(
    run: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = tmp_path / "more.py"
    code.write_text("MORE = 1\n")
    monkeypatch.setattr(_activity_months._stage, "ROOT", tmp_path)
    monkeypatch.setattr(_activity_months, "CODE", ("more.py",))
    assert run() == "3, kept as they were: 0."
    assert run() == "0, kept as they were: 3."
    code.write_text("MORE = 2\n")
    assert run() == "3, kept as they were: 0."


def test_all_code_that_makes_activity_counts() -> None:
    imported = closure("pipelines._activity_in_duckdb")
    counted = [ROOT / name for name in _activity_months.CODE]
    missed = [p for p in imported if not any(p.is_relative_to(c) for c in counted)]
    # An empty file, or one line about the package.
    assert all(p.name == "__init__.py" for p in missed), missed


def test_a_run_that_breaks_off_leaves_the_months_as_they_were(
    run: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = work.contents()
    work.add("2026-02", seconds=301)
    work.add("2026-03", seconds=302)
    write = _activity_in_duckdb.write_month

    def until_march(plan: object, tables: dict[str, Path], path: Path) -> None:
        if path.stem == "2026-03":
            raise OSError("No space left on device")
        write(plan, tables, path)  # type: ignore[arg-type]

    monkeypatch.setattr(_activity_in_duckdb, "write_month", until_march)
    with pytest.raises(OSError, match="No space"):
        summarise_activity.main()
    assert work.contents() == before
    assert {one.name for one in Path("data/restricted").iterdir()} == {
        "activity",
        "tables",
    }
    monkeypatch.setattr(_activity_in_duckdb, "write_month", write)
    assert run() == "2, kept as they were: 1."
    assert work.contents() == work.rebuilt()


def test_a_month_with_shifts_alone_has_no_contacts(run: Callable[[], str]) -> None:
    (_files.table_path("interactions") / "2026-02.parquet").unlink()
    run()
    days = pd.read_parquet(_files.ACTIVITY / "2026-02.parquet")
    assert days["contacts"].isna().all()
    assert sorted(days["planned_minutes"]) == [480, 480]
    assert sorted(days["person_id"]) == ["ann", "cat"]


def test_a_source_without_work_leaves_days_that_have_columns(
    run: Callable[[], str],
) -> None:
    for month in ("2026-01", "2026-02", "2026-03"):
        work.drop(month)
    for name in ("interactions", "shifts"):
        _files.table_path(name).rmdir()
    assert run() == "1, kept as they were: 0."
    days = pd.read_parquet(_files.ACTIVITY)
    assert days.empty
    assert {"person_id", "known_month", "contacts", "shifts"} <= {*days}


def test_daily_totals_stand_in_for_contacts(run: Callable[[], str]) -> None:
    for month in ("2026-01", "2026-02", "2026-03"):
        work.drop(month)
    _files.table_path("interactions").rmdir()
    work.store(
        "activity_days",
        "2026-01",
        """
        person_id | day        | contacts
        ann       | 2026-01-05 | 12
        """,
    )
    run()
    days = pd.read_parquet(_files.ACTIVITY)
    assert days[["person_id", "contacts"]].to_numpy().tolist() == [["ann", 12]]


def test_a_shift_moved_over_the_months_edge_adds_up_over_both_files(
    run: Callable[[], str],
) -> None:
    work.store(
        "shifts",
        "2026-02",
        """
        shift_id  | person_id | starts_at        | ends_at          | status  | published_at
        2026-02.1 | ann       | 2026-02-28 09:00 | 2026-02-28 17:00 | planned | 2026-01-20 12:00
        2026-02.1 | ann       | 2026-03-05 08:00 | 2026-03-05 16:00 | planned | 2026-02-20 12:00
        """,
    )
    run()
    days = pd.read_parquet(_files.ACTIVITY)
    march = days[
        (days["person_id"] == "ann") & (days["day"].astype(str) == "2026-03-05")
    ]
    # Her own shift of that day, and the one moved there, in a row each.
    assert sorted(march["planned_minutes"]) == [480, 480]
    assert march["known_month"].nunique() == 1
