"""A run stopped between the ledger and its head is finished by the next."""

from pathlib import Path

import pytest

from pipelines import _files, _stage, publish
from pipelines.publishing import head as head_of
from tests.pipelines.publishing import (
    LEDGER,
    MONTH,
    REVIEWER,
    ask,
    everything,
    head,
    set_head,
)


class Stopped(BaseException):
    """What a kill does to a run."""


def stop_before_the_head(patch: pytest.MonkeyPatch) -> None:
    written = _files.write_text

    def write(path: Path, text: str) -> None:
        if path == head_of.PARAMS:
            raise Stopped
        written(path, text)

    patch.setattr(_files, "write_text", write)


def test_the_same_again_finishes_what_was_stopped(
    unpublished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stop_before_the_head(patch)
        with pytest.raises(Stopped):
            ask(patch, NEW_LEDGER="yes")
    assert (unpublished / LEDGER).exists()
    assert head() == ""
    left = everything(unpublished)
    with pytest.MonkeyPatch.context() as patch:
        assert ask(patch, NEW_LEDGER="yes") == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert f"A stopped run was finished: release.ledger_head is now {head()}" in said
    assert f"{MONTH} is published already, just so" in said
    now = everything(unpublished)
    assert {name for name in now if now[name] != left[name]} == {"params.yaml"}
    assert now.keys() == left.keys()
    assert len(publish._ledger.links(head())) == 1


def test_the_release_says_the_line_to_put_right(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = head()
    set_head("")
    with pytest.raises(SystemExit) as ended:
        _stage.run(lambda: publish._ledger.links(head()) and None)
    assert ended.value.code == 3
    said = capsys.readouterr().err
    assert f"run it again with MONTH={MONTH}" in said
    assert f'it writes ledger_head: "{sealed}" into params.yaml' in said
    assert REVIEWER not in said


def test_another_month_does_not_seal_what_was_stopped(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_head("")
    before = everything(published)
    assert ask(monkeypatch, MONTH="2026-11") == 3
    assert everything(published) == before


@pytest.mark.parametrize("spoilt", ["hashes.txt", "released/digest.txt"])
def test_a_link_whose_files_are_others_is_not_sealed(
    spoilt: str, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_head("")
    (published / "published" / MONTH / spoilt).write_text("0  other\n")
    before = everything(published)
    assert ask(monkeypatch) == 3
    assert everything(published) == before


def test_a_link_whose_files_are_gone_is_not_sealed(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_head("")
    (published / "published" / MONTH / "released/digest.txt").unlink()
    assert ask(monkeypatch) == 3
    assert head() == ""
