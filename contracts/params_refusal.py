"""Parameters that can't be meant: what is wrong with each, in words, one a line."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import ValidationError

from contracts._section import Section
from contracts.errors import ContractError
from contracts.source_params import Step

Place: TypeAlias = tuple[int | str, ...]

# Said instead of pydantic's words, which speak to programmers.
IN_WORDS = {
    "missing": "is missing",
    "string_pattern_mismatch": 'expected a month in quotes, such as "2026-10"',
    "model_type": "expected a section of names and values",
    "model_attributes_type": "expected a section of names and values",
    "tuple_type": "expected a list",
}
MAPPED = ("source", "files")


def refusal(path: Path, error: ValidationError) -> ContractError:
    """Say which values can't be used, and why, one a line.

    Parameters
    ----------
    path : Path
        The file whose reader is told.
    error : ValidationError

    Returns
    -------
    ContractError
        Places in lists are counted from one. What only follows from another
        refusal is left out.
    """
    problems = _first_causes([dict(problem) for problem in error.errors()])
    lines = [line for group in _by_section(problems) for line in _lines(group, path)]
    page = (
        "docs/mapping.md lists the verbs and what each takes"
        if any(problem["loc"][:2] == MAPPED for problem in problems)
        else "README.md says what each section is for"
    )
    said = "\n".join(f"  {line}" for line in lines)
    return ContractError(
        f"{path}: {len(lines)} value(s) can't be used.\n{said}\n  Correct them; {page}."
    )


def _first_causes(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what is wrong with a whole because one of its parts is."""
    places = [problem["loc"] for problem in problems]
    return [
        problem
        for problem in problems
        if not any(
            len(place) > len(problem["loc"])
            and place[: len(problem["loc"])] == problem["loc"]
            for place in places
        )
    ]


def _by_section(problems: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """Bring together the unknown names of one section, and leave the rest alone."""

    def section(problem: Mapping[str, Any]) -> Place:
        unknown = problem["type"] == "extra_forbidden"
        place: Place = problem["loc"]
        return place[:-1] if unknown else (*place, "")

    return [list(group) for _, group in groupby(problems, key=section)]


def _lines(group: list[dict[str, Any]], path: Path) -> list[str]:
    first = group[0]
    if first["type"] != "extra_forbidden":
        said = IN_WORDS.get(first["type"], first["msg"])
        return [f"{_named(first['loc']) or path.name}: {said}"]
    above = first["loc"][:-1]
    names = [str(problem["loc"][-1]) for problem in group]
    if above[-2:-1] == ("steps",) and len(names) > 1:
        return [
            f"{_named(above)}: {', '.join(names)} are no verbs; what a verb takes "
            "stands below it, indented further"
        ]
    return [f"{_named((*above, name))}: {_unknown(name, above)}" for name in names]


def _unknown(name: str, above: Place) -> str:
    in_a_step = above[-2:-1] == ("steps",)
    known = set(Step.model_fields) if in_a_step else _all_names()
    (close, *_) = (*get_close_matches(name, known, n=1), None)
    what = "no such verb" if in_a_step else "no such name"
    others = "; see the section's other names" if not in_a_step else ""
    return f"{what}; did you mean {close}?" if close else f"{what}{others}"


def _all_names() -> set[str]:
    """Give every name that some section holds."""
    sections, names = [Section], set()
    while sections:
        section = sections.pop()
        names |= set(section.model_fields)
        sections += section.__subclasses__()
    return names


def _named(place: Place) -> str:
    """Write a place as a reader counts: ``source.files[1].tables[2]``."""
    parts = [f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in place]
    return "".join(parts).removeprefix(".")
