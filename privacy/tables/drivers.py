"""Driver families of a unit: what sets it apart from others, and is solid."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from contracts.errors import ContractError, DisclosureError
from contracts.params import Privacy
from privacy.history.guesses import (
    beyond_a_guess,
    beyond_guessing,
    usual_apart,
    with_published,
)
from privacy.months import with_months
from privacy.rounding import rounded_people, rounded_probability
from privacy.tables.leaders import OF_LEADERS
from privacy.tables.references import COMPANY, COMPARED, UNIT, References, outside
from privacy.tables.solidity import no_member_decides, stability, unit_sums_of

# One reason for whatever keeps a driver back: that one person decides it, or that
# the data are thin, would itself tell something.
NO_DISTINCT_FACTOR = "no_distinct_factor"
# The calendar is nobody's working condition.
NEVER_SHOWN = ("season",)
PER_PEOPLE = 10

KEYS = [*UNIT, "family"]
_PERSON = ["month", "person_id"]


def unit_drivers(
    contributions: pd.DataFrame,
    data_seen: pd.DataFrame,
    members: pd.DataFrame,
    found: References,
    several_lead: pd.DataFrame,
    settings: Privacy,
    step_per_10: float,
    stand: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compare every unit's people with each reference's, family by family.

    Parameters
    ----------
    contributions : DataFrame
        ``month, person_id, refit`` and a column a family: what the family adds to
        the person's expected figure. Refit 0 is the month's own model.
    data_seen : DataFrame
        ``month, person_id`` and a flag a family: whether it has data on the person.
    members : DataFrame
        See ``privacy.units.groups``.
    found : References
        The company and the comparable units of each unit.
    several_lead : DataFrame
        ``month, unit_id``: the units of which a family of ``OF_LEADERS`` may be
        told, and then against the company alone.
    settings : Privacy
    step_per_10 : float
        What points are rounded to, where people lie so close together that it tells
        nothing of one of them; coarser elsewhere, see ``privacy.history.guesses``.
    stand : DataFrame, optional
        ``month, unit_id, family, reference, points`` of what was published.

    Returns
    -------
    DataFrame
        A row a unit below the company, reference and family: ``month, unit_id,
        family, direction, reference, points`` (per 10 people), ``stability,
        coverage, status, reason``. A row that is withheld is empty and says the
        same whatever the cause.

    Raises
    ------
    ContractError
        If ``data_seen`` lacks a family.
    DisclosureError
        If a member has no contribution.
    """
    families = _families(contributions, data_seen)
    joined = _joined(with_months(contributions), members, families)
    apart = _differences(joined, found, families)
    seen = _seen(with_months(data_seen), members, families)
    tests = [
        _long(stability(apart, families), "stability"),
        _long(no_member_decides(joined, found, families, settings), "solid"),
        _long(outside(seen, found, [], families), "seen_outside"),
        _long(found.asked[COMPARED].merge(seen, on=UNIT), "seen"),
    ]
    points = _points(apart, families)
    for test in tests:
        points = points.merge(test, on=[*COMPARED, "family"], how="left")
    size = members.groupby([*UNIT, "unit_level"]).size().rename("people").reset_index()
    points = points.merge(size, on=UNIT)
    told = _may_be_told(points, several_lead)
    solid = points.assign(shown=told & _passes(points, settings))
    solid = with_published(solid, _points_of(stand), [*KEYS, "reference"], ["month"])
    own = joined[joined["refit"] == 0]
    return _rows(
        _beyond_guessing(solid, own, families, settings, step_per_10), settings
    )


def _families(contributions: pd.DataFrame, data_seen: pd.DataFrame) -> list[str]:
    """Name the families that may be shown."""
    others = {"month", "person_id", "refit", *NEVER_SHOWN}
    families = [str(name) for name in contributions if name not in others]
    unknown = [family for family in families if family not in data_seen]
    if unknown:
        raise ContractError(
            f"data_seen: no column for {', '.join(unknown)}.\n  Expected a flag for "
            "every family of the contributions. Add it in the stage that explains."
        )
    return families


def _joined(
    contributions: pd.DataFrame, members: pd.DataFrame, families: Sequence[str]
) -> pd.DataFrame:
    """Put each member's contributions into every unit that holds them."""
    company = members[members["unit_level"] == COMPANY][_PERSON]
    _check_complete(contributions.merge(company, on=_PERSON), company, [*families])
    rows = contributions.merge(members[[*UNIT, "person_id"]], on=_PERSON)
    # The order of a sum of floats would show in its last bits.
    return rows.sort_values([*UNIT, "refit", "person_id"], ignore_index=True)


def _differences(
    joined: pd.DataFrame, found: References, families: list[str]
) -> pd.DataFrame:
    """Give a unit's mean less that of each reference, a row a refit."""
    keys = [*UNIT, "refit"]
    sums = unit_sums_of(joined, keys, families)
    there = outside(sums, found, ["refit"], [*families, "people"])
    here = there[keys].merge(sums, on=keys, how="left")
    mean_here = here[families].div(here["people"], axis=0)
    mean_there = there[families].div(there["people"], axis=0)
    return there[[*COMPARED, "refit"]].join(mean_here - mean_there)


def _points(apart: pd.DataFrame, families: list[str]) -> pd.DataFrame:
    """Give the differences of the month's own model, per 10 people, a row a family."""
    own = apart[apart["refit"] == 0].set_index(COMPARED)[families]
    return _long((own * PER_PEOPLE).reset_index(), "exact")


def _check_complete(
    rows: pd.DataFrame, company: pd.DataFrame, families: list[str]
) -> None:
    """Refuse a mean over some of a unit's people."""
    refits = rows[["month", "refit"]].drop_duplicates()
    wanted = len(company.merge(refits, on="month"))
    filled = int(rows[families].notna().all(axis=1).sum())
    twice = int(rows.duplicated([*_PERSON, "refit"]).sum())
    if filled != wanted or twice:
        raise DisclosureError(
            f"contributions: {filled} complete rows, {twice} of them repeated.\n"
            f"  Expected {wanted}, one a person, month and refit. Explain everybody "
            "who is on the roster."
        )


def _seen(
    data_seen: pd.DataFrame, members: pd.DataFrame, families: list[str]
) -> pd.DataFrame:
    """Count the members on whom each family has data."""
    flags = data_seen[["month", "person_id", *families]]
    joined = members.merge(flags, on=_PERSON, how="left", validate="many_to_one")
    joined[families] = joined[families].fillna(False).astype(bool).astype("float64")
    return joined.groupby(UNIT)[families].sum().reset_index()


def _may_be_told(points: pd.DataFrame, several_lead: pd.DataFrame) -> "pd.Series[bool]":
    """Keep what speaks of supervisors to units that several lead."""
    known = pd.MultiIndex.from_frame(with_months(several_lead)[UNIT])
    several = pd.MultiIndex.from_frame(points[UNIT]).isin(known)
    whole = points["reference"] == COMPANY
    return ~points["family"].isin(OF_LEADERS) | (several & whole)


def _long(wide: pd.DataFrame, name: str) -> pd.DataFrame:
    """Turn a column a family into a row a family."""
    return wide.melt(COMPARED, var_name="family", value_name=name)


def _passes(found: pd.DataFrame, settings: Privacy) -> "pd.Series[bool]":
    """Tell which differences are solid, and rest on data of enough people."""
    return (
        (found["stability"].astype(float) >= settings.min_stability)
        & found["solid"].astype("boolean").fillna(False).astype(bool)
        & (found["seen"].astype(float) >= settings.min_people)
        & (found["seen_outside"].astype(float) >= settings.min_people)
    )


def _beyond_guessing(
    solid: pd.DataFrame,
    own: pd.DataFrame,
    families: list[str],
    settings: Privacy,
    step_per_10: float,
) -> pd.DataFrame:
    """Round points until colleagues learn no more of one another than by guessing."""
    levels = solid[[*UNIT, "unit_level"]].drop_duplicates()
    people = own.merge(levels, on=UNIT).assign(weight=1.0)
    size = rounded_people(solid["people"].astype(float), settings)
    cells = solid.assign(figure=solid["family"], size=size)
    found = []
    for family in families:
        here = cells[cells["family"] == family]
        of_all = people[[*UNIT, "unit_level", "person_id", "weight"]]
        of_all = of_all.assign(figure=family, value=people[family] * PER_PEOPLE)
        apart = float(usual_apart(of_all).get(family, 0.0))
        least = beyond_a_guess(apart, here["size"].to_numpy(np.float64), settings)
        step = np.maximum(least, step_per_10)
        found.append(beyond_guessing(here.assign(step=step, apart=apart), of_all))
    told = pd.concat(found) if found else cells.assign(value=np.nan)
    return told.sort_index().rename(columns={"value": "points"})


def _points_of(stand: pd.DataFrame | None) -> pd.DataFrame | None:
    return (
        None
        if stand is None
        else stand.rename(columns={"value": "_", "points": "value"})
    )


def _rows(found: pd.DataFrame, settings: Privacy) -> pd.DataFrame:
    """Keep only what passed every test."""
    points, shown = found["points"], found["shown"]
    share = found["seen"].astype(float) / found["people"].astype(float)
    coverage = pd.Series(rounded_probability(share, settings), index=found.index)
    raises = pd.Series(np.where(points > 0, "raises", "lowers"), index=found.index)
    return (
        found[[*KEYS, "reference"]]
        .assign(
            direction=raises.where(shown),
            points=points.where(shown),
            stability=found["stability"].where(shown),
            coverage=coverage.where(shown),
            status=np.where(shown, "published", "withheld"),
            reason=pd.Series(NO_DISTINCT_FACTOR, index=found.index).where(~shown),
        )
        .sort_values([*KEYS, "reference"], ignore_index=True)
    )
