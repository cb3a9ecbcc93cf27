"""The cut of a report for some of its readers: a few units and all below them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from contracts.drivers import Label
from contracts.errors import ContractError
from privacy.units.groups import JOINED

COMPANY_WIDE = ("threshold_options",)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads a cut, and the units that it starts from."""

    title: Label
    units: tuple[str, ...]


def cut(
    tables: Mapping[str, pd.DataFrame], tops: Collection[str]
) -> dict[str, pd.DataFrame]:
    """Keep the rows of some units, and of all below them.

    A team that is counted in a group takes the group with it, and the group the
    names of its teams. What is counted over the whole company stays only with it.

    Parameters
    ----------
    tables : mapping of name to DataFrame
    tops : collection of str
        Codes of units.

    Raises
    ------
    ContractError
        If a unit was not released.
    """
    risk = tables["team_risk"]
    parents = dict(zip(risk["unit_id"], risk["parent_id"], strict=True))
    unknown = sorted(set(tops) - set(parents))
    if unknown:
        raise ContractError(
            f"report.audiences: {len(unknown)} of the units named "
            f"({', '.join(unknown)}) are not in the release.\n  Expected codes of "
            "teams, sites or the company as in teams. Correct params.yaml."
        )
    kept = {unit for unit in parents if _is_below(unit, parents, set(tops))}
    kept |= _grouped(risk, kept)
    whole = any(pd.isna(parents[unit]) for unit in tops)
    return {
        name: frame[frame["unit_id"].isin(kept)].reset_index(drop=True)
        if "unit_id" in frame
        else frame
        for name, frame in tables.items()
        if whole or name not in COMPANY_WIDE
    }


def _is_below(unit: str, parents: Mapping[str, str], tops: set[str]) -> bool:
    seen: set[str] = set()
    while unit in parents and unit not in seen:
        if unit in tops:
            return True
        seen.add(unit)
        unit = parents[unit]
    return False


def _grouped(risk: pd.DataFrame, kept: set[str]) -> set[str]:
    """Find the groups that kept units are counted in, and the units in those."""
    merged = risk[risk["status"] == "merged"]
    groups = merged["reason"].str.removeprefix(JOINED)
    wanted = set(groups[merged["unit_id"].isin(kept)]) | kept
    return wanted | set(merged.loc[groups.isin(wanted), "unit_id"])
