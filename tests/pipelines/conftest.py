import shutil
from pathlib import Path

import pytest

from pipelines import _stage
from pipelines.tracking import mlflow_store
from tests.pipelines import tracking
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


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables made, since making them takes seconds."""
    root = tmp_path_factory.mktemp("store")
    mlflow_store.client_of(root)
    return root / mlflow_store.DATABASE


@pytest.fixture
def checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_store: Path
) -> Path:
    """A small checkout of which no stage has run."""
    for name in ("DVC_ROOT", "DVC_EXP_NAME", "DVC_EXP_BASELINE_REV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    tracking.lay_out(tmp_path)
    shutil.copy(empty_store, tmp_path)
    return tmp_path
