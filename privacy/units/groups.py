"""The units that may be shown: large enough, and nobody left over above them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from contracts.errors import DisclosureError
from contracts.params import Privacy
from privacy.months import with_months
from privacy.units.merging import Key, LastMonth, Part, joined
from privacy.units.tree import JOINT, Tree, ancestors, highest, natural, subtree

TOO_SMALL = "too_small"
JOINED = "with:"
NAME_SPLIT = " · "

PLACES = ["month", "team_id", "unit_id", "unit_level"]
MEMBERS = ["month", "unit_id", "unit_level", "person_id"]
UNITS = [
    *("month", "unit_id", "unit_name", "unit_level", "parent_id"),
    *("people", "status", "reason"),
]


@dataclass(frozen=True, slots=True)
class Group:
    """A unit that may be shown: one unit, or several that merged.

    Parameters
    ----------
    units : tuple of str
        Units that it holds whole, in natural order.
    rest : tuple of str
        Units of which it holds the people who lie in no other group.
    homes : frozenset of str
        Units whose directly assigned people it holds.
    level : str
    parent : str or None
        The group above.
    """

    units: tuple[str, ...]
    rest: tuple[str, ...]
    homes: frozenset[str]
    level: str
    parent: str | None

    @property
    def id(self) -> str:
        """Join the codes."""
        return JOINT.join(sorted({*self.units, *self.rest}, key=natural))


@dataclass(frozen=True, slots=True)
class Month:
    """The people of one month, by unit.

    Parameters
    ----------
    tree : Tree
    own : mapping of code to int
        People assigned to the unit itself.
    min_people : int
    """

    tree: Tree
    own: Mapping[str, int]
    min_people: int

    def below(self, code: str) -> frozenset[str]:
        """Give a unit and all below it."""
        return frozenset(subtree(self.tree.children, code))

    def people(self, homes: Iterable[str]) -> int:
        """Count people."""
        return sum(self.own.get(home, 0) for home in homes)


def publishable_units(
    roster: pd.DataFrame, tree: Tree, settings: Privacy
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Say which units may be shown, and who belongs to them.

    Parameters
    ----------
    roster : DataFrame
        ``month, person_id, team_id``: the people present at each month's end.
    tree : Tree
    settings : Privacy

    Returns
    -------
    members : DataFrame
        ``month, unit_id, unit_level, person_id``: everybody in every unit that
        may be shown, at each level once.
    units : DataFrame
        ``month, unit_id, unit_name, unit_level, parent_id, people, status,
        reason``: those units, and those that merged or are withheld, without
        their people.

    Raises
    ------
    DisclosureError
        If somebody is in two teams, or in one that the tree doesn't hold.
    """
    places, units = grouped_months(roster, tree, settings)
    return members_of(roster, places), units


def grouped_months(
    roster: pd.DataFrame, tree: Tree, settings: Privacy
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Walk the months in order, and say which units each team counts in.

    Returns
    -------
    places : DataFrame
        ``month, team_id, unit_id, unit_level``: empty teams are there too, so
        that those who left still count where they were.
    units : DataFrame
        As ``publishable_units`` gives them.

    Raises
    ------
    DisclosureError
        As ``publishable_units`` does.
    """
    _check(roster, tree)
    last = LastMonth()
    places: list[tuple[object, ...]] = []
    units: list[tuple[object, ...]] = []
    for month, people in with_months(roster).groupby("month", sort=True):
        own = people["team_id"].value_counts().to_dict()
        counted = Month(tree, {str(k): v for k, v in own.items()}, settings.min_people)
        groups, last = _groups(counted, last)
        places += [(month, h, g.id, g.level) for g in groups for h in sorted(g.homes)]
        units += [(month, *row) for row in _unit_rows(groups, counted)]
    words = dict.fromkeys((*PLACES[1:], *UNITS[1:]), "str") | {"people": "float64"}
    return _typed(places, PLACES, words), _typed(units, UNITS, words)


def members_of(roster: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Put the roster's people into the units that may be shown."""
    members = with_months(roster).merge(places, on=["month", "team_id"])[MEMBERS]
    return members.sort_values(MEMBERS, ignore_index=True)


def _typed(
    rows: list[tuple[object, ...]], columns: list[str], types: Mapping[str, str]
) -> pd.DataFrame:
    """Make a frame whose types don't depend on its having rows."""
    frame = with_months(pd.DataFrame(rows, columns=columns))
    return frame.astype({name: types[name] for name in columns[1:]})


def _check(roster: pd.DataFrame, tree: Tree) -> None:
    twice = int(roster.duplicated(["month", "person_id"]).sum())
    if twice:
        raise DisclosureError(
            f"roster: {twice} of {len(roster)} rows repeat a person within a month.\n"
            "  Expected one team a person and month. Correct the assignments."
        )
    lost = int((~roster["team_id"].isin(list(tree.children))).sum())
    if lost:
        raise DisclosureError(
            f"roster: {lost} of {len(roster)} rows name no team, or one that isn't in "
            "teams.\n  Expected every person in a unit of the tree. Correct "
            "assignments or teams."
        )


def _groups(month: Month, last: LastMonth) -> tuple[list[Group], LastMonth]:
    """Group one month from the company down."""
    root = month.tree.root
    company = Group((root,), (), month.below(root), "company", None)
    if month.people(company.homes) < month.min_people:
        return [], LastMonth()
    groups = [company]
    numbers: dict[Key, int] = {}
    people: dict[Key, int] = {}
    for above in groups:
        parts = _parts(above, month, last)
        people |= {part.key: part.people for part in parts}
        for merged in joined(parts, last, month.min_people):
            numbers |= {part.key: len(groups) for part in merged}
            # A rest that is large enough alone needs no group to hide in.
            if not all(part.rest for part in merged):
                groups.append(_group(merged, above, month.tree))
    return groups, LastMonth(numbers, people)


def _parts(group: Group, month: Month, last: LastMonth) -> list[Part]:
    """Split a group into its children, and the rest that lies in none of them."""
    children = [
        (child, month.below(child))
        for unit in group.units
        if month.people(month.below(unit)) >= month.min_people
        for child in month.tree.children[unit]
    ]
    parts = [
        Part((child,), homes, month.people(homes))
        for child, homes in children
        if month.people(homes)
    ]
    if not parts:
        return []
    homes = group.homes.difference(*(homes for _, homes in children))
    codes = [
        code
        for code in (*group.units, *group.rest)
        if month.people(homes & month.below(code))
    ]
    rest = Part(tuple(codes), homes, month.people(homes), rest=True)
    small = 0 < rest.people < month.min_people
    if small or (rest.people and last.was_small(rest, month.min_people)):
        return [rest, *parts]
    return parts


def _group(parts: tuple[Part, ...], above: Group, tree: Tree) -> Group:
    """Make a group of parts."""
    whole = [part.codes[0] for part in parts if not part.rest]
    return Group(
        tuple(sorted(whole, key=natural)),
        tuple(code for part in parts if part.rest for code in part.codes),
        frozenset[str]().union(*(part.homes for part in parts)),
        highest(tree.levels[code] for code in whole),
        above.id,
    )


def _unit_rows(groups: list[Group], month: Month) -> Iterator[tuple[object, ...]]:
    """Give the rows of the groups, then of the units that have none of their own."""
    alone = set()
    for group in groups:
        name = _name(group, month.tree)
        people = month.people(group.homes)
        yield (group.id, name, group.level, group.parent, people, "published", None)
        if len(group.units) == 1 and not group.rest:
            alone.add(group.units[0])
    for code in sorted(set(month.tree.children) - alone, key=natural):
        if month.people(month.below(code)):
            yield _hidden_row(code, groups, month)


def _hidden_row(code: str, groups: list[Group], month: Month) -> tuple[object, ...]:
    """Say what became of a unit that may not be shown alone."""
    homes = month.below(code)
    name, level = month.tree.names[code], month.tree.levels[code]
    holding = [group for group in groups if homes <= group.homes]
    if not holding:
        return code, name, level, None, None, "withheld", TOO_SMALL
    # A unit that merged whole joined that group; else it lies in the rest of one.
    group = next((g for g in holding if code in g.units), holding[-1])
    if not {*ancestors(month.tree, code)} & {*group.units}:
        reason = f"{JOINED}{group.id}"
        return code, name, level, group.parent, None, "merged", reason
    return code, name, level, group.id, None, "withheld", TOO_SMALL


def _name(group: Group, tree: Tree) -> str:
    """Join public names; what all begin with is said once."""
    codes = sorted({*group.units, *group.rest}, key=natural)
    names = [tree.names[code] for code in codes]
    starts = {name.rpartition(NAME_SPLIT)[0] for name in names}
    if len(starts) == 1 and len(names) > 1 and "" not in starts:
        names[1:] = [name.rpartition(NAME_SPLIT)[2] for name in names[1:]]
    return " + ".join(names)
