import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from contracts.errors import MACHINE_TROUBLE
from pipelines import _stage, ingest_sources
from tests.bad_input.folder import CANARY, ROOT, cell, make_good
from tests.bad_input.page import bad_input_page


def casts_a_row() -> None:
    with duckdb.connect() as connection:
        connection.sql(f"SELECT CAST('{CANARY}' AS DATE)").fetchall()


def fails(error: BaseException) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["stage"])
    monkeypatch.delenv(_stage.TRACE, raising=False)
    make_good(tmp_path, "absences")
    return tmp_path


def said_on_exit(
    main: Callable[..., None], capsys: pytest.CaptureFixture[str], code: int = 1
) -> str:
    with pytest.raises(SystemExit) as ended:
        _stage.run(main)
    assert ended.value.code == code
    return capsys.readouterr().err


def test_an_unforeseen_error_names_its_place_and_no_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = said_on_exit(casts_a_row, capsys)
    assert "(ConversionException in tests.bad_input.test_last_resort:" in said
    assert "EQUIPAGE_TRACE=1" in said
    assert CANARY not in said


def test_the_trace_is_there_for_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(_stage.TRACE, "1")
    with pytest.raises(duckdb.ConversionException, match=CANARY):
        _stage.run(casts_a_row)


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "The disk is full. Make room"),
        (errno.EDQUOT, "Your share of the disk is full"),
        (errno.EROFS, "can't be written to"),
        (errno.EACCES, "may not be read or written"),
    ],
    ids=["full disk", "full share", "read-only folder", "no right"],
)
def test_what_the_machine_refuses_is_a_sentence_and_nothing_half_written_stays(
    number: int,
    advice: str,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    refusal = OSError(number, os.strerror(number), "data/restricted/tables")
    with monkeypatch.context() as broken:
        broken.setattr("os.replace", fails(refusal))
        said = said_on_exit(ingest_sources.main, capsys)
    assert said.startswith(f"{os.strerror(number)}: data/restricted/tables.\n")
    assert advice in said
    assert not list(root.rglob("*.part"))
    ingest_sources.main()


def test_a_disk_that_fills_while_rows_are_written_is_not_blamed_on_the_export(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full = duckdb.IOException('IO Error: Could not write "x": No space left on device')
    monkeypatch.setattr(ingest_sources, "write", fails(full))
    assert "The disk is full" in said_on_exit(ingest_sources.main, capsys)


@pytest.mark.parametrize("what", MACHINE_TROUBLE)
def test_whoever_says_what_the_machine_refuses_it_is_one_sentence_and_advice(
    what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    error = RuntimeError(f"(OperationalError) {what} [SQL: INSERT '{CANARY}']")
    said = said_on_exit(fails(error), capsys)
    assert said == f"{what}.\n  {MACHINE_TROUBLE[what]}\n"


def test_a_stage_that_is_stopped_by_hand_says_so_without_a_trace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = said_on_exit(fails(KeyboardInterrupt()), capsys, code=130)
    assert said == "Stopped; nothing half-written stays. Run it again to go on.\n"


def test_a_file_in_the_place_of_a_folder_ends_without_a_trace(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "data").write_text("not a folder")
    said = said_on_exit(ingest_sources.main, capsys)
    assert "did not foresee (" in said
    assert "in pipelines." in said


@pytest.mark.parametrize("way", ["good", "bad"])
def test_the_command_line_answers_alike(way: str, root: Path) -> None:
    if way == "bad":
        cell("absences", "starts_on", f"{CANARY} day")(root)
    ended = subprocess.run(
        [sys.executable, "-m", "pipelines.ingest_sources"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == (2 if way == "bad" else 0), ended.stderr
    assert 'break "starts_on is readable as a day"' in ended.stderr or way == "good"
    assert "Traceback" not in ended.stderr
    assert CANARY not in ended.stderr + ended.stdout


def test_the_page_of_bad_input_is_current() -> None:
    page = (ROOT / "docs/bad-input.md").read_text("utf-8")
    assert page == bad_input_page(), (
        "docs/bad-input.md is older than the kinds: "
        "run python -m tests.bad_input.page > docs/bad-input.md"
    )
