"""What goes with a unit's figure: factors, and the plain figures beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.content.figures import SHOWN

INDICATORS_SHOWN = 2

Records = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A plain figure beside a factor, here and in the reference.

    Parameters
    ----------
    name : str
    value : float
    reference : float or None
    unit : str
    worse : bool or None
        Whether it differs from the reference in the direction that is expected
        to go with a higher figure; None where nobody knows the direction.
    peers, company : float or None
        The figure in comparable units, and in the company.
    earlier : float or None
        The unit's own, as released for a quarter earlier.
    """

    name: str
    value: float
    reference: float | None
    unit: str
    worse: bool | None
    peers: float | None = None
    company: float | None = None
    earlier: float | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """A working condition that goes with a unit's figure.

    Parameters
    ----------
    family : str
    raises : bool
        Otherwise it lowers: a protective factor.
    reference : {"company", "peers"}
    points : float or None
        Expected leavers (or sick days) per 10 people, against the reference.
    indicators : tuple of Indicator
    """

    family: str
    raises: bool
    reference: str
    points: float | None
    indicators: tuple[Indicator, ...]

    @property
    def untold(self) -> bool:
        """Whether none of its plain figures points where the factor does."""
        known = [i.worse for i in self.indicators]
        return bool(known) and all(w is not None and w != self.raises for w in known)

    @property
    def undirected(self) -> bool:
        """Whether nobody knows beforehand where its plain figures point."""
        return bool(self.indicators) and all(i.worse is None for i in self.indicators)

    @property
    def told(self) -> bool:
        """Whether one of its plain figures points where the factor does."""
        return any(i.worse is self.raises for i in self.indicators)


Factors = Mapping[str, Mapping[str, tuple[Factor, ...]]]


def factors(rows: Records, most: int, signs: Mapping[str, str]) -> Factors:
    """Choose the factors to show, by unit and outcome.

    Parameters
    ----------
    rows : records of team_drivers, one month
    most : int
        Most raising factors; at most one protective factor comes after them.
    signs : mapping of indicator to {"raises", "lowers", "unsure"}
        With what more of it is expected to go.

    Returns
    -------
    mapping of unit_id to mapping of outcome to tuple of Factor
    """
    grouped: dict[tuple[str, str], dict[tuple[str, str], list[Mapping[str, Any]]]] = {}
    for row in rows:
        if row["status"] in SHOWN and row["direction"] is not None:
            families = grouped.setdefault((row["unit_id"], row["outcome"]), {})
            families.setdefault((row["family"], row["reference"]), []).append(row)
    chosen: dict[str, dict[str, tuple[Factor, ...]]] = {}
    for (unit_id, outcome), families in grouped.items():
        found = [_factor(lines, signs) for lines in families.values()]
        chosen.setdefault(unit_id, {})[outcome] = _strongest(found, most)
    return chosen


def worse_here(rows: Records, signs: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """Give the indicators that are worse in each unit than elsewhere."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row["status"] in SHOWN and _worse(row, signs):
            found.setdefault(row["unit_id"], set()).add(_column(row))
    return {unit_id: frozenset(names) for unit_id, names in found.items()}


def _factor(rows: list[Mapping[str, Any]], signs: Mapping[str, str]) -> Factor:
    first = rows[0]
    raises = first["direction"] == "raises"
    indicators = [
        Indicator(
            name=r["indicator"],
            value=r["value"],
            reference=r["reference_value"],
            unit=r["unit"] or "",
            worse=_worse(r, signs),
            peers=r.get("peers_value"),
            company=r.get("company_value"),
            earlier=r.get("earlier_value"),
        )
        for r in rows
        if r["indicator"] and r["value"] is not None
    ]
    return Factor(
        family=first["family"],
        raises=raises,
        reference=first["reference"],
        points=next((r["points"] for r in rows if r["points"] is not None), None),
        # The figures that tell it come first.
        indicators=tuple(sorted(indicators, key=lambda i: i.worse is not raises))[
            :INDICATORS_SHOWN
        ],
    )


def _column(row: Mapping[str, Any]) -> str:
    return f"{row['family']}__{(row['indicator'] or '').split('__')[-1]}"


def _worse(row: Mapping[str, Any], signs: Mapping[str, str]) -> bool | None:
    sign = signs.get(_column(row), "unsure")
    value, reference = row["value"], row["reference_value"]
    if sign == "unsure" or value is None or reference is None or value == reference:
        return None
    return bool((value > reference) == (sign == "raises"))


def _strongest(found: list[Factor], most: int) -> tuple[Factor, ...]:
    # Comparable teams say more than the whole company; one reference a family.
    found = sorted(found, key=lambda f: (-abs(f.points or 0), f.family))
    best: dict[str, Factor] = {}
    for factor in sorted(found, key=lambda f: f.reference != "peers"):
        best.setdefault(factor.family, factor)
    kept = [factor for factor in found if best[factor.family] is factor]
    raising = [factor for factor in kept if factor.raises][:most]
    # Of what helps one stands here: best one that a reader sees in its figures.
    lowering = [factor for factor in kept if not factor.raises]
    return (*raising, *sorted(lowering, key=lambda f: not f.told)[:1])
