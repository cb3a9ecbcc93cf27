"""Where people may lie besides one folder of exports, and what is said of each."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from privacy.pseudonyms import key_fingerprint
from tests.pipelines.forgetting import (
    CANARY,
    TEXTS,
    export,
    forgotten,
    naming,
    plain,
    run,
    set_params,
    tree,
)

pytestmark = [
    pytest.mark.filterwarnings("ignore:_NoneStep:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The ``noload`` loader"),
]
Said = pytest.CaptureFixture[str]


def test_every_delivery_is_rewritten(root: Path) -> None:
    for day in ("2025-10-31", "2025-11-30"):
        export(root / "exports" / day)
    for path in list((root / "exports").iterdir()):
        if path.is_file():
            path.unlink()
    kept = {"dated_folders": True, "increments": [], "late_days": 5}
    set_params(root, "source", deliveries={**kept, "max_vanished_share": 1.0})
    assert forgotten(CANARY) == 0
    assert naming(root, [CANARY]) == set()
    assert (root / "exports/2025-11-30/people.csv").exists()


def test_who_left_before_the_limit_is_removed_and_nobody_else(
    root: Path, capsys: Said
) -> None:
    set_params(root, "time", last_month="2026-09")
    set_params(root, "governance", retention_months=12)
    assert forgotten(None) == 0
    said = capsys.readouterr().out
    assert "1 person who left before 2025-09-30, the retention limit" in said
    assert naming(root, ["zoe"]) == set()
    assert CANARY in (root / "exports/people.csv").read_text("utf-8")


def test_who_came_back_is_kept(root: Path) -> None:
    path = root / "exports/people.csv"
    path.write_text(TEXTS["people.csv"].replace("zoe;2024-01-01", "zoe;2026-01-01"))
    set_params(root, "time", last_month="2026-09")
    set_params(root, "governance", retention_months=12)
    before = tree(root)
    assert forgotten(None) == 0
    assert tree(root) == before


def test_where_nobody_is_past_the_limit_it_says_so(root: Path, capsys: Said) -> None:
    before = tree(root)
    set_params(root, "time", last_month="2025-10")
    assert forgotten(None) == 0
    said = capsys.readouterr().out
    assert said.startswith("Nobody who left before 2022-10-31, the retention limit")
    assert {n: b for n, b in tree(root).items() if n != "params.yaml"} == {
        n: b for n, b in before.items() if n != "params.yaml"
    }


def test_who_is_past_the_limit_is_found_in_copies_that_outlived_the_export(
    root: Path, capsys: Said
) -> None:
    for path in (root / "exports").glob("*.csv"):
        rows = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(row for row in rows if b"zoe" not in row))
    spells = pd.read_parquet(root / "exports/assignments.parquet")
    spells[spells["person_id"] != "zoe"].to_parquet(
        root / "exports/assignments.parquet"
    )
    set_params(root, "time", last_month="2026-09")
    set_params(root, "governance", retention_months=12)
    assert naming(root / ".dvc", ["zoe"])
    assert forgotten(None) == 0
    assert naming(root, ["zoe"]) == set()
    assert "1 person who left before" in capsys.readouterr().out


def test_leavers_of_another_company_in_a_shared_cache_are_left_alone(
    root: Path,
) -> None:
    other = root / ".dvc/cache/files/md5/00/1122334455"
    other.parent.mkdir(exist_ok=True)
    left = {"person_id": ["stranger"], "left_on": [pd.Timestamp("2001-01-01")]}
    pd.DataFrame(left).to_parquet(other)
    before = tree(root)
    assert forgotten(None) == 0
    assert tree(root) == before


def test_a_build_of_other_parameters_is_not_passed_over_in_silence(
    root: Path, capsys: Said
) -> None:
    folder = built(root)
    (folder / "params.yaml").write_text("governance: {}\n")
    before = tree(root)
    assert forgotten(CANARY) == 2
    assert "build/other: it was built with parameters" in capsys.readouterr().err
    assert tree(root) == before


def built(root: Path, **governance: str) -> Path:
    """Lay a second company out as ``make report EXAMPLE=…`` does."""
    folder = root / "build/other"
    export(folder / "exports")
    shutil.copy(root / "params.yaml", folder)
    set_params(folder, "source", path=str(folder / "exports"))
    set_params(folder, "governance", **governance)
    return folder


def test_a_company_built_beside_it_is_cleaned_as_well(root: Path, capsys: Said) -> None:
    built(root)
    assert forgotten(CANARY) == 0
    assert naming(root, [CANARY]) == set()
    assert "- build/other/exports/people.csv: 1 row." in capsys.readouterr().out


def test_models_of_a_company_that_never_knew_them_stay(root: Path) -> None:
    folder = built(root)
    shutil.rmtree(folder / "exports")
    (folder / "data/restricted/models").mkdir(parents=True)
    (folder / "data/restricted/models/choice.json").write_text("{}")
    before = tree(folder)
    assert forgotten(CANARY) == 0
    assert not (root / "data/restricted/models").exists()
    assert tree(folder) == before


def test_a_made_up_company_beside_a_real_one_has_other_people(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = built(root)
    be_real(root, monkeypatch)
    before = tree(folder)
    assert forgotten(CANARY) == 0
    assert tree(folder) == before


def be_real(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Say that the people are real, and give their pseudonyms a key."""
    (root / "key").write_bytes(b"k" * 32)
    monkeypatch.setenv("EQUIPAGE_TEST_KEY", str(root / "key"))
    fingerprint = key_fingerprint(b"k" * 32)
    set_params(
        root, "source", key_variable="EQUIPAGE_TEST_KEY", key_fingerprint=fingerprint
    )
    set_params(root, "governance", data="real", retention_months=60)


STAGE = """
stages:
  fetch_exports:
    cmd: echo done
    outs:
    - exports: {persist: true}
"""


def test_exports_that_a_stage_makes_go_whole_and_come_back_if_made_up(
    root: Path, capsys: Said
) -> None:
    (root / "dvc.yaml").write_text(STAGE)
    assert forgotten(CANARY) == 0
    said = plain(capsys.readouterr().out)
    assert "- exports: the whole folder, in which 7 files named them." in said
    assert "fetch_exports, whose output it is, makes everybody again from its" in said
    assert not (root / "exports").exists()


def test_exports_that_a_stage_makes_of_real_people_are_left_to_do(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    be_real(root, monkeypatch)
    (root / "dvc.yaml").write_text(STAGE)
    assert forgotten(CANARY) == 2
    said = capsys.readouterr()
    assert "The stage fetch_exports reads real people" in plain(said.out)
    assert "1 stage that makes exports may still bring them back" in said.err


def test_exports_in_git_are_told_of(root: Path, capsys: Said) -> None:
    for command in (("init", "-q"), ("add", "exports/people.csv")):
        subprocess.run(("git", *command), cwd=root, check=True)
    assert forgotten(CANARY) == 0
    said = plain(capsys.readouterr().out)
    assert "- git: 1 of these exports is in git, whose history" in said


def test_an_export_that_cannot_be_read_is_left_to_do(root: Path, capsys: Said) -> None:
    (root / "exports/absences.xlsx").write_bytes(b"locked")
    assert forgotten(CANARY) == 2
    said = capsys.readouterr()
    assert "- exports/absences.xlsx: it should be read and can't be." in said.out
    assert "1 unreadable export may still bring them back" in said.err
    assert naming(root, [CANARY]) == set()


def sheet(path: Path) -> None:
    pd.DataFrame({"x": [CANARY]}).to_excel(path, index=False, engine="xlsxwriter")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("notes.csv", lambda p: p.write_text(f"badge,note\n{CANARY},late\n")),
        ("badges.csv", lambda p: p.write_text(f"badge;note\r\n00{CANARY};late\r\n")),
        ("pay.txt", lambda p: p.write_text(f"1|{CANARY}.0|2\n")),
        ("wide.csv", lambda p: p.write_text(f"badge,note\n{CANARY},late\n", "utf-16")),
        ("codes.parquet", lambda p: pd.DataFrame({"x": [float(CANARY)]}).to_parquet(p)),
        ("codes.xlsx", sheet),
    ],
)
def test_a_file_that_nothing_reads_is_looked_at_and_left(
    root: Path, capsys: Said, name: str, write: Callable[[Path], object]
) -> None:
    write(root / "exports" / name)
    assert forgotten(CANARY) == 0
    said = capsys.readouterr().out
    assert f"- exports/{name}: a cell still looks like an id of theirs" in said
    assert not [n for n in naming(root, [CANARY]) if n != f"exports/{name}"]


def test_a_mapping_that_names_the_person_is_told_of(root: Path, capsys: Said) -> None:
    with (root / "params.yaml").open("a") as settings:
        settings.write(f"# without '{CANARY}'\n")
    assert forgotten(CANARY) == 0
    assert "- params.yaml: a mapping names them." in capsys.readouterr().out


def test_a_link_is_followed_to_the_file_that_it_names(root: Path) -> None:
    (root / "kept").mkdir()
    (root / "exports/people.csv").rename(root / "kept/people.csv")
    (root / "exports/people.csv").symlink_to(root / "kept/people.csv")
    assert forgotten(CANARY) == 0
    assert (root / "exports/people.csv").is_symlink()
    assert CANARY not in (root / "kept/people.csv").read_text("utf-8")


def test_who_may_read_an_export_stays_the_same(root: Path) -> None:
    path = root / "exports/people.csv"
    path.chmod(0o600)
    forgotten(CANARY)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_an_experiment_left_behind_goes(root: Path) -> None:
    left = root / ".dvc/tmp/exps/standalone/tmp1/data/restricted"
    left.mkdir(parents=True)
    shutil.copy(root / "data/restricted/tables/people.parquet", left)
    assert forgotten(CANARY) == 0
    assert naming(root, [CANARY]) == set()


def test_an_id_can_be_given_on_the_keyboard(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{CANARY}\n"))
    assert forgotten("-") == 0
    assert naming(root, [CANARY]) == set()


def test_nothing_that_is_started_inherits_the_id(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAKEFLAGS", f" -- PERSON={CANARY}")
    forgotten(CANARY)
    shown = subprocess.run(("env",), check=True, capture_output=True, text=True)
    assert CANARY not in shown.stdout


def test_every_row_of_a_company_without_leavers_stays_readable(root: Path) -> None:
    forgotten(CANARY)
    run(root)
    people = pd.read_parquet(root / "data/restricted/tables/people.parquet")
    assert len(people) == 2
