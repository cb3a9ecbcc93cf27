"""Driver families of a unit: what sets it apart from the company, and is solid."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from contracts.errors import ContractError, DisclosureError
from contracts.params import Privacy
from privacy.months import with_months
from privacy.rounding import nearest, rounded_probability

# One reason for whatever keeps a driver back: that one person decides it, or that
# the data are thin, would itself tell something.
NO_DISTINCT_FACTOR = "no_distinct_factor"
# The calendar is nobody's working condition.
NEVER_SHOWN = ("season",)
PER_PEOPLE = 10

UNIT = ["month", "unit_id"]
KEYS = [*UNIT, "family"]
_PERSON = ["month", "person_id"]


def unit_drivers(
    contributions: pd.DataFrame,
    data_seen: pd.DataFrame,
    members: pd.DataFrame,
    settings: Privacy,
    step_per_10: float,
) -> pd.DataFrame:
    """Compare every unit's people with the company's, family by family.

    Parameters
    ----------
    contributions : DataFrame
        ``month, person_id, refit`` and a column a family: what the family adds to
        the person's expected figure. Refit 0 is the month's own model.
    data_seen : DataFrame
        ``month, person_id`` and a flag a family: whether it has data on the person.
    members : DataFrame
        See ``privacy.units.groups``.
    settings : Privacy
    step_per_10 : float
        What points are rounded to.

    Returns
    -------
    DataFrame
        A row a unit below the company and family: ``month, unit_id, family,
        direction, reference, points`` (per 10 people), ``stability, coverage,
        status, reason``. A row that is withheld is empty and says the same
        whatever the cause.

    Raises
    ------
    ContractError
        If ``data_seen`` lacks a family.
    DisclosureError
        If a member has no contribution.
    """
    families = _families(contributions, data_seen)
    joined = _deviations(with_months(contributions), members, families)
    own = joined[joined["refit"] == 0].groupby(UNIT)[families]
    points = _long(own.mean() * PER_PEOPLE, "exact")
    tests = [
        _long(_stability(joined, families), "stability"),
        _long(_no_member_decides(joined, families, settings), "solid"),
        _long(_seen(with_months(data_seen), members, families), "seen"),
    ]
    for test in tests:
        points = points.merge(test, on=KEYS, how="left")
    size = members.groupby(UNIT).size().rename("people").reset_index()
    return _rows(points.merge(size, on=UNIT), settings, step_per_10)


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


def _deviations(
    contributions: pd.DataFrame, members: pd.DataFrame, families: Sequence[str]
) -> pd.DataFrame:
    """Give each member's contributions less the company's mean, per unit and refit."""
    columns = list(families)
    company = members[members["unit_level"] == "company"]
    company = company[["month", "person_id"]]
    # The order of a sum of floats would show in its last bits.
    rows = contributions.merge(company, on=["month", "person_id"])
    rows = rows.sort_values(["month", "refit", "person_id"], ignore_index=True)
    _check_complete(rows, company, columns)
    means = rows.groupby(["month", "refit"])[columns].transform("mean")
    rows[columns] = rows[columns] - means
    below = members[members["unit_level"] != "company"]
    return rows.merge(below[["month", "unit_id", "person_id"]], on=_PERSON)


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


def _stability(joined: pd.DataFrame, families: list[str]) -> pd.DataFrame:
    """Give the share of refits whose difference has the sign of the month's model."""
    means = joined.groupby([*UNIT, "refit"])[families].mean()
    signs = means.apply(np.sign).reset_index()
    own = signs[signs["refit"] == 0].set_index(UNIT)[families]
    others = signs[signs["refit"] != 0].set_index(UNIT)[families]
    agree = others.eq(own.reindex(others.index)).astype(float)
    return agree.groupby(level=UNIT).mean()


def _no_member_decides(
    joined: pd.DataFrame, families: list[str], settings: Privacy
) -> pd.DataFrame:
    """Tell where no member holds too much, and the sign holds without any of them."""
    own = joined[joined["refit"] == 0].set_index(UNIT)[families]
    grouped = own.groupby(level=UNIT)
    total, top, bottom = grouped.sum(), grouped.max(), grouped.min()
    size = own.abs().groupby(level=UNIT)
    share = size.max() / size.sum()
    without_one = ((total > 0) & (total > top)) | ((total < 0) & (total < bottom))
    return (share <= settings.driver_max_member_share) & without_one


def _seen(
    data_seen: pd.DataFrame, members: pd.DataFrame, families: list[str]
) -> pd.DataFrame:
    """Count the members on whom each family has data."""
    flags = data_seen[["month", "person_id", *families]]
    joined = members.merge(flags, on=_PERSON, how="left", validate="many_to_one")
    joined[families] = joined[families].fillna(False).astype(bool).astype("int64")
    return joined.groupby(UNIT)[families].sum()


def _long(wide: pd.DataFrame, name: str) -> pd.DataFrame:
    """Turn a column a family into a row a family."""
    return wide.reset_index().melt(UNIT, var_name="family", value_name=name)


def _rows(found: pd.DataFrame, settings: Privacy, step_per_10: float) -> pd.DataFrame:
    """Round, and keep only what passes every test."""
    points = nearest(found["exact"].astype(float), step_per_10)
    seen = found["seen"].astype(float)
    shown = (
        (found["stability"].astype(float) >= settings.min_stability)
        & found["solid"].astype("boolean").fillna(False).astype(bool)
        & (seen >= settings.min_people)
        & (points != 0)
    )
    coverage = rounded_probability(seen / found["people"].astype(float), settings)
    raises = pd.Series(np.where(points > 0, "raises", "lowers"), index=found.index)
    return (
        found[KEYS]
        .assign(
            direction=raises.where(shown),
            reference="company",
            points=pd.Series(points, index=found.index).where(shown),
            stability=found["stability"].where(shown),
            coverage=pd.Series(coverage, index=found.index).where(shown),
            status=np.where(shown, "published", "withheld"),
            reason=pd.Series(NO_DISTINCT_FACTOR, index=found.index).where(~shown),
        )
        .sort_values(KEYS, ignore_index=True)
    )
