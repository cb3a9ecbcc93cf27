"""A copy of the checkout as git would hold it, in which nothing has run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def fresh_checkout(folder: Path) -> None:
    """Copy every file that git holds or would hold, and start a repository.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    """
    listed = subprocess.run(
        ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and name != "dvc.lock":
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    subprocess.run(("git", "init", "--quiet"), cwd=folder, check=True)


def environment() -> dict[str, str]:
    """Give the environment in which ``dvc`` and ``python`` are those that run this."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DVC_NO_ANALYTICS": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
