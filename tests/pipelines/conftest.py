import shutil
from pathlib import Path

import pytest

from pipelines import _stage
from tests.pipelines.forgetting import make


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company that was ingested once, its results in DVC's cache."""
    folder = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        make(folder)
    return folder


@pytest.fixture
def root(company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the company of one's own."""
    shutil.copytree(company, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["forget"])
    for name in ("DVC_ROOT", "PERSON", _stage.TRACE):
        monkeypatch.delenv(name, raising=False)
    return tmp_path
