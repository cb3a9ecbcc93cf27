import shutil
from pathlib import Path

import pytest

from pipelines import _stage
from pipelines.tracking import mlflow_store
from tests.pipelines import publishing, tracking
from tests.pipelines.forgetting import make
from tests.reports import made_up_release as made_up


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


@pytest.fixture(scope="session")
def released_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose stages have all run, made once."""
    folder = tmp_path_factory.mktemp("ready")
    shutil.copy(publishing.PARAMS, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        publishing.release(made_up.tables())
        publishing.people()
        publishing.gate("turnover")
        publishing.gate("absence")
    return folder


@pytest.fixture(scope="session")
def published_company(
    released_company: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The same, and its month was published."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(released_company, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        publishing.alone_in(folder, patch)
        assert publishing.ask(patch, NEW_LEDGER="yes") == 0
    return folder


@pytest.fixture
def unpublished(
    released_company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A checkout of which nothing was published."""
    shutil.copytree(released_company, tmp_path, dirs_exist_ok=True)
    publishing.alone_in(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def published(
    published_company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A checkout whose month was published."""
    shutil.copytree(published_company, tmp_path, dirs_exist_ok=True)
    publishing.alone_in(tmp_path, monkeypatch)
    return tmp_path
