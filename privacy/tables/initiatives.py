"""What was tried, followed up: a word for each unit that may be shown, no figure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from contracts.kpis import KPIS
from contracts.params import FollowUp
from privacy.months import as_months
from privacy.tables import follow_up
from privacy.tables.follow_up import Apart, Floats, Panel, Reference, Windows
from privacy.tables.panels import SUMS, Followed, Tried, panels
from privacy.units.groups import JOINED
from privacy.units.remainder import Crowd
from privacy.units.tree import JOINT, natural

# Of all other figures less is hoped for.
MORE_IS_HOPED = ("retention_rate",)
# Why nothing can be said yet.
TOO_FEW_MONTHS, NO_COMPARISON = "too_few_months", "no_comparison"
NOT_FOLLOWED, NOT_SHOWN = "not_followed", "not_shown"

SAID = ["action", "indicator", "starts_on", "ends_on", "review_on", "chosen_by"]
COLUMNS = [
    *("month", "unit_id", "initiative_id", *SAID, "tried_in"),
    *("status", "comparison_units", "reason"),
]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Found:
    """What is left of one unit's difference, also without each of its people."""

    unit_id: str
    compared: int
    differences: Floats


def initiative_follow_up(
    tried: Tried | None, crowd: Crowd, settings: FollowUp
) -> pd.DataFrame:
    """Say of everything tried what came of its indicator, in the latest month.

    Parameters
    ----------
    tried : Tried or None
        None where nothing is known to have been tried.
    crowd : Crowd
        The units of the months released.
    settings : FollowUp

    Returns
    -------
    DataFrame
        Rows of ``initiative_follow_up``: one a unit, and one of the company for
        what was tried in several units, all taken together.
    """
    if tried is None or tried.initiatives.empty or crowd.units.empty:
        return pd.DataFrame(columns=COLUMNS)
    month = crowd.units["month"].max()
    known = _known(tried.initiatives, month)
    units = _unit_of(known, crowd.units[crowd.units["month"] == month])
    known = known.assign(unit_id=known["team_id"].map(units))
    followed = panels(tried, known, crowd, month)
    rows = [
        row
        for _, one in known.groupby("initiative_id", sort=True)
        for row in _rows(one, followed, crowd, month, settings)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).assign(month=month)


def _known(initiatives: pd.DataFrame, month: pd.Timestamp) -> pd.DataFrame:
    """Keep what was recorded by the month's end, every column there."""
    rows = initiatives.reindex(
        columns=["initiative_id", "team_id", *SAID, "recorded_on"]
    )
    for name in ("starts_on", "ends_on", "review_on", "recorded_on"):
        rows[name] = as_months(rows[name])
    late = rows["recorded_on"] > month
    return rows[~late].sort_values(["initiative_id", "team_id"], ignore_index=True)


def _unit_of(known: pd.DataFrame, units: pd.DataFrame) -> dict[str, str]:
    """Give the unit that shows each team: itself, its group, or itself unshown."""
    shown = dict(zip(units["unit_id"], units["status"], strict=True))
    reasons = dict(zip(units["unit_id"], units["reason"], strict=True))
    return {
        team: str(reasons[team]).removeprefix(JOINED)
        if shown.get(team) == "merged"
        else team
        for team in known["team_id"].unique()
    }


def _rows(
    one: pd.DataFrame,
    followed: Mapping[tuple[str, str], Followed],
    crowd: Crowd,
    month: pd.Timestamp,
    settings: FollowUp,
) -> Iterator[Row]:
    """Give the rows of one initiative: unit by unit, then all together."""
    units = crowd.units[crowd.units["month"] == month].set_index("unit_id")
    shown = units[units["status"] == "published"]["unit_level"]
    found: dict[str, list[tuple[_Found, Reference]]] = {}
    for unit, rows in one.groupby("unit_id", sort=True):
        first, level = rows.iloc[0], str(shown.get(str(unit), ""))
        held, reason = _of_unit(str(unit), first, level, followed, settings)
        said = {"unit_id": unit, **_said(first, rows["team_id"])}
        if held is None:
            yield {**said, "status": follow_up.TOO_EARLY, "reason": reason}
            continue
        found.setdefault(level, []).append(held)
        if level == "team" and not KPIS[first["indicator"]].teams:
            # What is counted in leavers is said of no single team.
            yield {**said, "status": follow_up.TOO_EARLY, "reason": NOT_FOLLOWED}
        else:
            yield {**said, **_judged([held], first["indicator"], settings)}
    company = str(shown.index[shown == "company"][0])
    for several in found.values():
        if len(several) > 1 and company not in set(one["unit_id"]):
            said = {"unit_id": company, **_said(one.iloc[0], one["team_id"])}
            yield {**said, **_judged(several, one.iloc[0]["indicator"], settings)}
            return


def _said(first: pd.Series, teams: "pd.Series[str]") -> Row:
    tried_in = JOINT.join(sorted(teams, key=natural))
    return {
        "initiative_id": first["initiative_id"],
        **{name: first[name] for name in SAID},
        "tried_in": tried_in,
    }


def _of_unit(
    unit: str,
    first: pd.Series,
    level: str,
    followed: Mapping[tuple[str, str], Followed],
    settings: FollowUp,
) -> tuple[tuple[_Found, Reference] | None, str | None]:
    """Hold one unit against others; or say why that can't be done."""
    if not level:
        return None, NOT_SHOWN
    kept = followed.get((str(first["indicator"]), level))
    if kept is None or unit not in kept.units:
        return None, NOT_FOLLOWED
    windows = _windows(first, kept, settings)
    if windows is None:
        return None, TOO_FEW_MONTHS
    place = list(kept.units).index(unit)
    held = _reference(kept, windows, settings)
    here = follow_up.apart(kept.panel, windows, settings)
    if np.isnan([*here.before[place], here.after[place]]).any():
        few = here.compared[place] < settings.min_comparison_units
        return None, NO_COMPARISON if few else TOO_FEW_MONTHS
    if not follow_up.enough_to_say(held, settings):
        return None, NO_COMPARISON
    differences = _differences(kept, place, windows, here, held.lasting)
    return (_Found(unit, int(here.compared[place]), differences), held), None


def _reference(kept: Followed, windows: Windows, settings: FollowUp) -> Reference:
    """Look at what chance does once for every length of the windows."""
    gap, width = windows.gap, windows.width
    if (gap, width) not in kept.references:
        found = follow_up.reference(kept.panel, gap, width, settings)
        kept.references[gap, width] = found
    return kept.references[gap, width]


def _windows(first: pd.Series, kept: Followed, settings: FollowUp) -> Windows | None:
    """Choose equal windows before and after, as long as both sides allow."""
    starts, ends = first["starts_on"], first["ends_on"]
    began = starts.year * 12 + starts.month - int(kept.months[0])
    gap = int(starts.day > 1)
    start, length = began + gap, len(kept.months)
    # A last day within the month leaves that month out.
    over = (ends + pd.Timedelta(days=1)) if pd.notna(ends) else None
    stop = over.year * 12 + over.month - int(kept.months[0]) if over else length
    width = min(min(stop, length) - start, began, settings.max_months)
    return Windows(start, gap, width) if width >= settings.min_months else None


def _differences(
    kept: Followed, place: int, windows: Windows, here: Apart, lasting: Floats
) -> Floats:
    """Give what is left of a unit's difference: with everybody, and without each."""
    rows = kept.people[kept.people["unit_id"] == kept.units[place]]
    left = here.after[place] - here.before[place] @ lasting
    without = [
        _without_each(kept.panel, place, rows, months)
        for months in (windows.before, windows.latest, windows.after)
    ]
    moves = pd.concat(without, axis=1).fillna(0.0).to_numpy(dtype=np.float64)
    return np.concatenate([[left], left + moves[:, 2] - moves[:, :2] @ lasting])


def _without_each(
    panel: Panel, place: int, rows: pd.DataFrame, months: slice
) -> "pd.Series[float]":
    """Say by how much a unit's figure moves where one person is left out."""
    inside = rows[(rows["at"] >= months.start) & (rows["at"] < months.stop)]
    own = inside.groupby("person_id")[SUMS].sum()
    part = float(panel.numerator[place, months].sum())
    whole = float(panel.denominator[place, months].sum())
    left = (own["numerator"].to_numpy(), own["denominator"].to_numpy())
    # Sums of floats may miss zero by a hair.
    without = follow_up.rooted(np.maximum(part - left[0], 0.0), whole - left[1])
    moved = without - np.sqrt(part / whole)
    return pd.Series(moved, index=own.index)


def _judged(
    several: Sequence[tuple[_Found, Reference]], indicator: str, settings: FollowUp
) -> Row:
    """Put the mean difference of some units into a word."""
    first = np.array([one.differences[0] for one, _ in several])
    moves = [one.differences - one.differences[0] for one, _ in several]
    differences = first.mean() + np.concatenate(moves) / len(several)
    chance = follow_up.drawn(several[0][1], len(several), settings)
    if not len(chance):
        return {"status": follow_up.TOO_EARLY, "reason": NO_COMPARISON}
    return {
        "status": follow_up.word(
            list(differences),
            chance,
            up=indicator in MORE_IS_HOPED,
            settings=settings,
        ),
        "comparison_units": min(one.compared for one, _ in several),
        "reason": None,
    }
