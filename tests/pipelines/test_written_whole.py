"""A file is whole or not there, and what a killed stage had begun goes."""

from pathlib import Path

import pytest

from pipelines import _files

OF_A_KILLED_STAGE = 1


def test_a_file_takes_its_name_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text("old")
    with _files.written_whole(path) as draft:
        draft.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text("old")
    with pytest.raises(OSError, match="full"), _files.written_whole(path) as draft:
        draft.write_text("ne")
        raise OSError("full")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_stage_had_begun_goes_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "features"
    begun = tmp_path / f".features.{OF_A_KILLED_STAGE}.part"
    begun.mkdir()
    (begun / "half.csv").write_text("a,")
    (tmp_path / f".features.{OF_A_KILLED_STAGE}.part-journal").write_text("")
    others = tmp_path / f".features.json.{OF_A_KILLED_STAGE}.part"
    others.write_text("{")
    with _files.written_whole(path) as draft:
        draft.mkdir()
        (draft / "whole.csv").write_text("a,b")
    assert {one.name for one in path.iterdir()} == {"whole.csv"}
    assert set(tmp_path.iterdir()) == {path, others}
