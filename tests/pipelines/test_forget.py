"""A person is forgotten: everywhere, for good, and nobody else with them."""

import json
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from dvc.repo import Repo

from pipelines import _stage
from pipelines.forgetting import export_rows
from tests.pipelines.forgetting import (
    BADGE,
    BADGES,
    CANARY,
    LOGIN,
    TEXTS,
    content,
    export,
    forgotten,
    naming,
    plain,
    run,
    set_params,
    tree,
)

# What DVC still asks of its own libraries.
pytestmark = [
    pytest.mark.filterwarnings("ignore:_NoneStep:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The ``noload`` loader"),
]


def test_nothing_names_the_person_any_more(root: Path) -> None:
    before = naming(root, [CANARY])
    assert {"exports/absences.xlsx", "exports/assignments.parquet"} <= before
    assert any(name.startswith(".dvc/cache") for name in before)
    assert forgotten(CANARY) == 0
    assert naming(root, [CANARY, BADGE]) == set()


def test_rows_of_others_stay_as_they_were(root: Path) -> None:
    teams = (root / "exports/teams.csv").read_bytes()
    forgotten(CANARY)
    exports = root / "exports"
    assert (exports / "teams.csv").read_bytes() == teams
    for name in ("people.csv", "departures.csv"):
        kept = [
            line for line in TEXTS[name].splitlines(keepends=True) if CANARY not in line
        ]
        assert (exports / name).read_bytes() == "".join(kept).encode()
    badges = BADGES.replace(f"{BADGE};02/06/2025;été\r\n", "")
    assert (exports / "primes_06.csv").read_bytes() == badges.encode("cp1252")
    spells = pd.read_parquet(exports / "assignments.parquet")
    assert list(spells["person_id"]) == ["bob", "zoe"]
    assert b"bob" in content(exports / "absences.xlsx")


def test_a_manager_is_emptied_and_the_row_stays(root: Path) -> None:
    forgotten(CANARY)
    spells = pd.read_parquet(root / "exports/assignments.parquet").set_index(
        "person_id"
    )
    assert spells.loc["bob"].isna().to_dict() == {
        "team_id": False, "starts_on": False, "manager_id": True
    }  # fmt: skip


def test_a_login_that_somebody_else_has_now_goes_only_for_its_time(root: Path) -> None:
    forgotten(CANARY)
    shifts = (root / "exports/shifts.csv").read_text("utf-8")
    assert "s1," not in shifts
    assert f"s2,{LOGIN},2025-11-01" in shifts
    keys = (root / "exports/keys.csv").read_text("utf-8")
    assert f"person,rota,{LOGIN},zoe" in keys
    assert CANARY not in keys


def test_an_id_may_be_typed_as_an_export_writes_it(root: Path) -> None:
    assert forgotten(f" {BADGE} ") == 0
    assert naming(root, [CANARY, BADGE]) == set()


def test_an_id_that_two_files_read_otherwise_is_nobodys_to_guess(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (root / "exports/people.csv").open("a") as people:
        people.write(f"{BADGE};2025-01-01\r\n")
    before = tree(root)
    assert forgotten(BADGE) == 2
    assert "PERSON: that id means 2 people" in capsys.readouterr().err
    assert tree(root) == before
    assert forgotten(CANARY) == 0
    assert BADGE in (root / "exports/people.csv").read_text("utf-8")


def test_the_page_says_what_was_removed_and_names_nobody(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forgotten(CANARY)
    said = capsys.readouterr()
    page = plain(said.out)
    for line in (
        "One person, with 1 id in other systems: forgotten here.\n",
        "- exports/people.csv: 1 row.\n",
        "- exports/assignments.parquet: 1 row and their id as manager in 1 row of others.",
        "- data/restricted: models, quarantine and tables, whole; the next run makes them anew.",
        "3 objects of models, whoever they learned from",
    ):
        assert line in page
    (receipt,) = (root / "data/erasures").iterdir()
    assert receipt.read_text("utf-8") in said.out
    for word in (CANARY, LOGIN, BADGE):
        assert word not in said.out + said.err


def test_the_next_run_works_and_knows_nobody_of_that_name(root: Path) -> None:
    forgotten(CANARY)
    run(root)
    assert (root / "data/restricted/tables/people.parquet").exists()
    assert naming(root, [CANARY]) == set()


def test_every_generation_of_the_cache_is_searched(root: Path) -> None:
    for name in ("people.csv", "departures.csv"):
        path = root / "exports" / name
        path.write_text(path.read_text("utf-8").replace("2025-01-01", "2025-01-02"))
        run(root)
    assert forgotten(CANARY) == 0
    assert naming(root / ".dvc", [CANARY]) == set()


def test_figures_of_teams_stay_in_the_cache_and_outside(root: Path) -> None:
    forgotten(CANARY)
    kept = [path for path in (root / ".dvc/cache/files").rglob("*") if path.is_file()]
    assert b"unit_id,people" in b"".join(map(content, kept))
    assert (root / "data/released/team_risk.csv").exists()


def test_models_go_whoever_they_learned_from(root: Path) -> None:
    forgotten(CANARY)
    assert not (root / "data/restricted/models").exists()
    kept = [path for path in (root / ".dvc/cache/files").rglob("*") if path.is_file()]
    assert not [path for path in kept if content(path).startswith(b"tree\n")]


def test_who_is_gone_from_the_exports_is_still_found_in_what_was_made(
    root: Path,
) -> None:
    export(root / "exports")
    forgotten(CANARY)
    export(root / "exports")
    run(root)
    for path in (root / "exports").iterdir():
        _only_others(path)
    assert forgotten(CANARY) == 0
    assert naming(root / ".dvc", [CANARY]) == set()
    assert naming(root / "data", [CANARY]) == set()


def _only_others(path: Path) -> None:
    """Give the export that the people system would make once it forgot them."""
    if path.suffix == ".csv":
        lines = path.read_text("cp1252").splitlines(keepends=True)
        kept = [line for line in lines if CANARY not in line]
        path.write_bytes("".join(kept).encode("cp1252"))
    else:
        path.unlink()


def test_an_unknown_person_changes_nothing_and_is_not_echoed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(root)
    assert forgotten("nobody-of-that-name") == 2
    said = capsys.readouterr()
    assert "PERSON: no file here holds that id.\n" in said.err
    assert "nobody-of-that-name" not in said.err + said.out
    assert tree(root) == before


def test_a_number_that_stands_everywhere_is_nobody(root: Path) -> None:
    before = tree(root)
    assert forgotten("10") == 2
    assert tree(root) == before


def test_an_empty_name_is_not_taken_for_everybody(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(root)
    assert forgotten("") == 2
    assert "PERSON: it is empty." in capsys.readouterr().err
    assert tree(root) == before


def test_while_dvc_is_at_work_nothing_is_removed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(root)
    with Repo() as repo, repo.lock:
        assert forgotten(CANARY) == 2
    assert "DVC is at work there" in capsys.readouterr().err
    assert tree(root) == before


def test_while_a_stage_of_dvc_runs_nothing_is_removed(root: Path) -> None:
    stages = (root / "dvc.yaml").read_text("utf-8")
    waiting = stages.replace(
        "cmd: echo done\n    deps: [exports]", "cmd: sleep 20\n    deps: [exports]"
    )
    (root / "dvc.yaml").write_text(waiting, "utf-8")
    with subprocess.Popen(
        ["dvc", "repro", "-q", "-f", "ingest_sources"], cwd=root
    ) as repro:
        lock = root / ".dvc/tmp/rwlock"
        while repro.poll() is None and "restricted" not in lock.read_text("utf-8"):
            pass
        try:
            assert forgotten(CANARY) == 2
        finally:
            repro.terminate()
    assert "exports/people.csv" in naming(root, [CANARY])


def test_while_an_experiment_runs_in_its_own_folder_nothing_is_removed(
    root: Path,
) -> None:
    note = root / ".dvc/tmp/exps/standalone/tmp1/.dvc/tmp/rwlock"
    note.parent.mkdir(parents=True)
    note.write_text(json.dumps({"write": {"data": {"pid": os.getpid(), "cmd": "x"}}}))
    before = tree(root)
    assert forgotten(CANARY) == 2
    assert tree(root) == before
    note.write_text("{cut sh")
    assert forgotten(CANARY) == 0


def test_a_note_of_dvc_that_was_cut_short_is_a_sentence(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / ".dvc/tmp/rwlock").write_text("{cut sh")
    assert forgotten(CANARY) == 2
    assert "rwlock: it was cut short" in capsys.readouterr().err


def test_exports_elsewhere_are_named_and_not_changed(
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "exports"
    export(elsewhere)
    before = tree(elsewhere)
    set_params(root, "source", path=str(elsewhere))
    assert forgotten(CANARY) == 2
    said = capsys.readouterr()
    assert f"- {elsewhere}/people.csv: 1 row. It lies outside this checkout" in plain(
        said.out
    )
    assert "7 exports outside this checkout may still bring them back" in said.err
    assert tree(elsewhere) == before
    assert naming(root / ".dvc", [CANARY]) == naming(root / "data", [CANARY]) == set()


def test_a_run_that_was_cut_short_can_be_done_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def cut_short(held: export_rows.Held) -> None:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(held)
        rewrite(held)

    rewrite = export_rows.rewrite
    with monkeypatch.context() as patch:
        patch.setattr(export_rows, "rewrite", cut_short)
        assert forgotten(CANARY) == _stage.STOPPED_EXIT_CODE
    assert not list(root.rglob("*.part"))
    assert forgotten(CANARY) == 0
    assert naming(root, [CANARY, BADGE]) == set()
    assert "s1," not in (root / "exports/shifts.csv").read_text("utf-8")
