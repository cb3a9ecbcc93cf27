"""A disk that is full, or can't be written to, is a sentence and loses nothing."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines import _stage, ingest_sources, release_teams, write_report
from tests.line.small_company import Line

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("line")]

STAGES = {
    "ingest_sources": (ingest_sources.main, "restricted/tables"),
    "release_teams": (release_teams.main, "released"),
    "write_report": (write_report.main, "reports"),
}
FULL = "No space left on device"
READ_ONLY = "Read-only file system"


@dataclass(frozen=True, slots=True)
class Disk:
    """A small disk of one's own, which holds the data of a checkout."""

    data: Path

    def fill(self) -> None:
        """Leave room for nothing."""
        with (self.data / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError as error:
                assert FULL in str(error)

    def make_room(self) -> None:
        (self.data / "filler").unlink()

    def remount(self, how: str) -> None:
        subprocess.run(("mount", "-o", f"remount,{how}", self.data), check=True)

    def contents(self) -> dict[str, bytes]:
        """Give every file's bytes by name."""
        paths = (path for path in self.data.rglob("*") if path.is_file())
        return {p.relative_to(self.data).as_posix(): p.read_bytes() for p in paths}


@pytest.fixture(scope="module")
def disk(line: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    checkout = tmp_path_factory.mktemp("disk")
    (checkout / "data").mkdir()
    size = "size=128m"
    mount = ("mount", "-t", "tmpfs", "-o", size, "tmpfs", checkout / "data")
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this account may not mount a small disk, so none can be filled")
    try:
        shutil.copytree(line.folder / "data", checkout / "data", dirs_exist_ok=True)
        shutil.copytree(line.folder / "metrics", checkout / "metrics")
        shutil.copy(line.folder / "params.yaml", checkout)
        yield Disk(checkout / "data")
    finally:
        subprocess.run(("umount", "--lazy", checkout / "data"), check=True)


def refusal(
    main: Callable[..., None], capsys: pytest.CaptureFixture[str], words: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        _stage.run(main)
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert said.startswith(words)
    assert said.endswith("then run it again.\n")


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_without_room_says_so_and_runs_once_there_is_some(
    stage: str,
    disk: Disk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    main, made = STAGES[stage]
    monkeypatch.chdir(disk.data.parent)
    monkeypatch.setattr("sys.argv", [stage])
    whole = disk.contents()
    disk.remount("ro")
    refusal(main, capsys, READ_ONLY)
    assert disk.contents() == whole
    disk.remount("rw")
    shutil.rmtree(disk.data / made)  # as DVC does before a stage
    disk.fill()
    refusal(main, capsys, FULL)
    disk.make_room()
    left = disk.contents()
    assert left.items() <= whole.items()
    assert all(name.startswith(made) for name in whole.keys() - left.keys())
    _stage.run(main)
    assert disk.contents() == whole
