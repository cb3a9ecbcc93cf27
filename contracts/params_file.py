"""The text of ``params.yaml``: read as YAML, refused where it is not plain."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from contracts.errors import ContractError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path) -> Mapping[str, Any]:
    """Read a YAML file of named sections.

    Raises
    ------
    ContractError
        If it is missing, is no YAML or no UTF-8, holds no section, names something
        twice, or holds a date without quotes, which DVC refuses.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = yaml.load(text, LOADER)
        twice = sorted(_twice(yaml.compose(text, LOADER)))
    except FileNotFoundError:
        raise _error(
            path, "no such file", "Run it from the checkout's folder"
        ) from None
    except UnicodeDecodeError:
        raise _error(path, "not UTF-8 text", "Save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" from line {mark.line + 1}" if mark else ""
        what = f"not readable as YAML{line}"
        raise _error(path, what, "Restore the indents, colons and quotes") from None
    if not isinstance(content, dict):
        raise _error(path, "no section in it", "Restore the file from git")
    if twice:
        raise _error(path, f"{', '.join(twice)} stands twice", "Remove one of them")
    bare = ", ".join(_bare_dates(content))
    if bare:
        raise _error(path, f"{bare}: a date without quotes", 'Write "2026-09-15"')
    return content


def _error(path: Path, what: str, advice: str) -> ContractError:
    return ContractError(
        f"{path}: {what}.\n"
        "  Expected YAML with each section and each name once, dates in quotes. "
        f"{advice}."
    )


def _twice(node: Any, above: str = "") -> Iterator[str]:
    """Give the names that stand twice in one section: YAML keeps the last silently."""
    if not isinstance(node, yaml.MappingNode):
        return
    names = Counter(str(key.value) for key, _ in node.value)
    yield from (f"{above}{name}" for name, count in names.items() if count > 1)
    for key, value in node.value:
        yield from _twice(value, f"{above}{key.value}.")


def _bare_dates(content: Any, above: str = "") -> Iterator[str]:
    """Give the names of values that YAML took for dates."""
    if isinstance(content, date):
        yield above
    elif isinstance(content, dict):
        for name, value in content.items():
            yield from _bare_dates(value, f"{above}.{name}" if above else str(name))
    elif isinstance(content, list):
        for value in content:
            yield from _bare_dates(value, above)
