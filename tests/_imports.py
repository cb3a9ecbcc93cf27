"""Which of our files a module imports, directly or through others."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "contracts",
    "connectors",
    "activity",
    "features",
    "models",
    "privacy",
    "reports",
    "pipelines",
)


def our_files() -> list[Path]:
    """Every Python file of our packages."""
    return sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text("utf-8"))


def closure(module: str) -> set[Path]:
    """Every file of ours that runs when ``python -m module`` does."""
    seen: set[Path] = set()
    waiting = _files_of(module)
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting |= {f for name in _imported(path) for f in _files_of(name)}
    return seen


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return {name for name in names if name.split(".")[0] in PACKAGES}


def _files_of(module: str) -> set[Path]:
    place = ROOT / module.replace(".", "/")
    possible = {
        place.with_suffix(".py"),
        place / "__main__.py",
        *(folder / "__init__.py" for folder in (place, *place.parents)),
    }
    return {p for p in possible if p.is_file() and p.is_relative_to(ROOT)}
