"""A month's files as they are published: the report, the released tables, hashes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contracts.errors import ContractError
from pipelines import _files
from privacy.released import Released

PUBLISHED = Path("published")
HASHES = "hashes.txt"


@dataclass(frozen=True, slots=True)
class Month:
    """What one month's report and tables hold.

    Parameters
    ----------
    released : Released
    files : mapping of path to bytes
        Below ``published/<month>``, the list of hashes left out.
    """

    released: Released
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def hashes(self) -> str:
        """List each file's SHA-256, as ``sha256sum --check`` reads it."""
        lines = [
            f"{_hash(text)}  {path}\n" for path, text in sorted(self.files.items())
        ]
        return "".join(lines)

    @property
    def seal(self) -> str:
        """Give the SHA-256 of that list."""
        return _hash(self.hashes.encode())


def read(released: Released, month: str) -> Month:
    """Bring the month's files together.

    Raises
    ------
    ContractError
        If another month was released, or its report was not written.
    """
    risk = released.tables["team_risk"]
    last = f"{risk['month'].max():%Y-%m}" if len(risk) else "none"
    if last != month:
        raise ContractError(
            f"MONTH: {month} is not the month that was released, which is {last}.\n"
            "  Expected the latest month of data/released/. Set time.last_month, "
            "run dvc repro, and read its report."
        )
    if not (_files.REPORTS / month).is_dir():
        raise ContractError(
            f"{_files.REPORTS}: there is no report of {month}.\n"
            "  Expected the one that write_report wrote. Run dvc repro."
        )
    return Month(released, {**_report(), **_tables(released)})


def write(month: Month, name: str) -> Path:
    """Write the folder whole, in the place of one that a killed run left."""
    with _files.written_whole(PUBLISHED / name) as folder:
        for path, content in month.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        (folder / HASHES).write_bytes(month.hashes.encode())
    return PUBLISHED / name


def holds(name: str, seal: str) -> bool:
    """Tell whether a published folder is the one of a seal, file by file."""
    folder = PUBLISHED / name
    listed = folder / HASHES
    if not listed.exists() or _hash(listed.read_bytes()) != seal:
        return False
    lines = [line.split("  ", 1) for line in listed.read_text("utf-8").splitlines()]
    return all(
        (folder / path).is_file() and _hash((folder / path).read_bytes()) == hashed
        for hashed, path in lines
    )


def _report() -> dict[str, bytes]:
    return {
        f"report/{path.relative_to(_files.REPORTS).as_posix()}": path.read_bytes()
        for path in sorted(_files.REPORTS.rglob("*"))
        if path.is_file()
    }


def _tables(released: Released) -> dict[str, bytes]:
    """Give the tables as Parquet and as text, which says what the digest is of."""
    files = {"released/digest.txt": f"{released.digest}\n".encode()}
    for name, table in released.tables.items():
        parquet = _files.RELEASED / f"{name}.parquet"
        files[f"released/{name}.parquet"] = parquet.read_bytes()
        text = table.to_csv(index=False, lineterminator="\n")
        files[f"released/{name}.csv"] = text.encode()
    return files


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
