"""DVC at rest: its locks held, what its stages make, and where its cache lies."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from contracts.errors import ContractError

DVC = ".dvc"


@contextmanager
def at_rest(folder: Path) -> Iterator[Any | None]:
    """Hold DVC's locks of a checkout, so that no run begins meanwhile.

    Parameters
    ----------
    folder : Path

    Yields
    ------
    Repo or None
        None where DVC was never set up.

    Raises
    ------
    ContractError
        If a run is going on.
    """
    if not (folder / DVC).is_dir():
        yield None
        return
    from dvc.lock import LockError
    from dvc.repo import Repo
    from dvc.rwlock import RWLockFileCorruptedError, RWLockFileFormatError

    if any(map(psutil.pid_exists, _experiments_at_work(folder))):
        raise _busy(folder)
    with Repo(str(folder)) as repo:
        held = False
        try:
            with repo.lock, _everything_locked(repo):
                held = True
                yield repo
        except LockError:
            if held:
                raise
            raise _busy(folder) from None
        except (RWLockFileCorruptedError, RWLockFileFormatError):
            raise _cut_short(folder) from None


def _everything_locked(repo: Any) -> AbstractContextManager[None]:
    """Lock what stages write; the repository's own lock is free while one runs."""
    from dvc.rwlock import rwlock

    hard = repo.config["core"].get("hardlink_lock", False)
    everything = [str(repo.root_dir)]
    locked: AbstractContextManager[None] = rwlock(
        repo.tmp_dir, repo.fs, "make forget", [], everything, hard
    )
    return locked


def _experiments_at_work(folder: Path) -> Iterator[int]:
    """Give the processes that experiments, each in a folder of its own, have noted."""
    for path in (folder / DVC / "tmp").glob("exps/**/rwlock"):
        # One that was cut short can't be read, and is nobody's any more.
        with suppress(json.JSONDecodeError):
            yield from _pids(json.loads(path.read_text("utf-8")))


def _pids(content: Any) -> Iterator[int]:
    if isinstance(content, dict):
        for name, value in content.items():
            yield from [int(value)] if name == "pid" else _pids(value)
    elif isinstance(content, list):
        for value in content:
            yield from _pids(value)


def _busy(folder: Path) -> ContractError:
    return ContractError(
        f"{folder}: DVC is at work there.\n"
        "  Expected no run: it would write anew what is being removed. "
        "Wait until it has ended, then run make forget again."
    )


def _cut_short(folder: Path) -> ContractError:
    return ContractError(
        f"{folder / DVC / 'tmp' / 'rwlock'}: it was cut short, as a full disk leaves "
        "it.\n  Expected DVC's note of what is being written. Remove it once no run is "
        "going on, then run make forget again."
    )


def made_by_stages(repo: Any | None) -> dict[Path, str]:
    """List what stages make: each output, and the stage's name."""
    if repo is None:
        return {}
    return {
        Path(out.fs_path): out.stage.addressing.rpartition(":")[2]
        for out in repo.index.outs
        if out.stage.cmd
    }


def cache_of(repo: Any | None) -> Path | None:
    """Say where the cache lies; it may be shared with other folders."""
    return Path(repo.cache.local_cache_dir) if repo is not None else None


def remotes_of(repo: Any | None) -> list[str]:
    """Name the remote storages that copies of outputs may have been pushed to."""
    return sorted(repo.config["remote"]) if repo is not None else []
