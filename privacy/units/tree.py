"""The tree of units: who lies below whom, at which level, under which public name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from contracts.errors import DisclosureError
from contracts.released import UNIT_LEVELS

JOINT = "+"


@dataclass(frozen=True, slots=True)
class Tree:
    """The units of a company.

    Parameters
    ----------
    root : str
        The company.
    parents : mapping of code to code
        Every unit but the root.
    children : mapping of code to codes
        In natural order; empty for a leaf.
    names : mapping of code to str
        Public name, else the code.
    levels : mapping of code to {"team", "site", "activity", "company"}
    """

    root: str
    parents: Mapping[str, str]
    children: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    levels: Mapping[str, str]


def natural(code: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Order codes as people do: T2 before T10."""
    pieces = re.split(r"([0-9]+)", code)
    return tuple(
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
        for piece in pieces
        if piece
    ), code


def read_tree(teams: pd.DataFrame) -> Tree:
    """Build the tree and check it.

    Parameters
    ----------
    teams : DataFrame
        ``team_id, parent_id``, and ``public_name, kind`` where the source has
        them. ``name`` is never read: teams are named after their supervisors.

    Returns
    -------
    Tree

    Raises
    ------
    DisclosureError
        If the rows are not one tree with the company at its top. Without it
        nobody can tell what one unit minus another gives away.
    """
    rows = teams.astype(object).where(teams.notna(), None)
    codes = [str(code) for code in rows["team_id"]]
    above = dict(zip(codes, rows["parent_id"], strict=True))
    _refuse(len(codes) - len(above), "codes occur twice", "one row a unit")
    _refuse(
        sum(JOINT in code for code in codes),
        f"codes hold a {JOINT}",
        f"codes without it, since {JOINT} joins the codes of a group",
    )
    _refuse(
        sum(parent is not None and parent not in above for parent in above.values()),
        "units lie below a unit that is not there",
        "every parent_id among the team_ids",
    )
    root = _root(above)
    parents = {code: str(p) for code, p in above.items() if p is not None}
    children = {code: _below(code, parents) for code in codes}
    _refuse(
        len(codes) - len(subtree(children, root)),
        "units lie below themselves",
        "a tree: every unit reaches the company by going up",
    )
    kinds = dict(zip(codes, rows.get("kind", [None] * len(codes)), strict=True))
    names = dict(zip(codes, rows.get("public_name", [None] * len(codes)), strict=True))
    return Tree(
        root,
        parents,
        children,
        {code: str(names[code] or code) for code in codes},
        _levels(root, children, kinds),
    )


def subtree(children: Mapping[str, tuple[str, ...]], top: str) -> tuple[str, ...]:
    """Give a unit and all that lies below it, from the top down."""
    found = [top]
    for code in found:
        found.extend(children[code])
    return tuple(found)


def ancestors(tree: Tree, code: str) -> tuple[str, ...]:
    """Give the units above one, nearest first, the company last."""
    above: list[str] = []
    while code != tree.root:
        code = tree.parents[code]
        above.append(code)
    return tuple(above)


def highest(levels: Iterable[str]) -> str:
    """Give the highest of some levels: a group of a team and a site is a site."""
    return max(levels, key=UNIT_LEVELS.index)


def _root(above: Mapping[str, object]) -> str:
    tops = [code for code, parent in above.items() if parent is None]
    if len(tops) == 1:
        return tops[0]
    raise DisclosureError(
        f"teams: {len(tops)} of {len(above)} units have no unit above them.\n"
        "  Expected exactly one, the company. Fill in parent_id, adding a row for "
        "the company if the source has none."
    )


def _below(code: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted((c for c, p in parents.items() if p == code), key=natural))


def _levels(
    root: str,
    children: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, str | None],
) -> dict[str, str]:
    """Take the stated kinds, and derive those that are not stated."""
    others = [code for code in children if code != root]
    _refuse(
        sum(kinds[code] == "team" and bool(children[code]) for code in others),
        "units of kind team have units below them",
        "teams to be leaves; leave kind empty where it isn't known",
    )
    _refuse(
        sum(kinds[code] == "company" for code in others),
        "units of kind company lie below another unit",
        "one company, at the top",
    )
    derived = {code: "site" if children[code] else "team" for code in others}
    return {root: "company"} | {code: kinds[code] or derived[code] for code in others}


def _refuse(count: int, wrong: str, expected: str) -> None:
    if count:
        raise DisclosureError(
            f"teams: {count} {wrong}.\n  Expected {expected}. Correct the teams table."
        )
