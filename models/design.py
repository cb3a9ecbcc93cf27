"""The regression's matrix: what rows say, on one scale for all terms.

Every number kept is of many people: means, spreads, and bounds made so coarse
that none of them tells one person's value.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from models import life_table, stack
from models.clock import Codes, Floats
from models.targets import Fitting

# Where the hazard bends in contact centres: steeply at first, then hardly.
BENDS_MONTHS = (1.0, 3.0, 6.0, 12.0, 24.0, 48.0)
# Values beyond these shares of the rows count as the value there.
LOWEST, HIGHEST = 0.005, 0.995
BOUND_DIGITS, DIGITS = 2, 6
# Stands for no bound, where a file can hold no infinity.
UNBOUNDED = 1e300
UNSEEN, LEAD, BEND = "_unseen", "season__lead_", "career__tenure_past_"
NEWCOMER, ABSENT = "career__newcomer_lead_", "absence_history__absent_lead_"
ABSENT_NOW = "absence_history__absent_now"
NEWCOMER_MONTHS = 3.0
# Standardised third moment: that of an exponential is two, of a bell zero.
SKEWED = 1.5


@dataclass(frozen=True, slots=True)
class Design:
    """The terms of a regression, and what puts them on one scale.

    Parameters
    ----------
    columns : tuple of str
        Feature columns that enough people differ in.
    scales : tuple of float
        A number a column: where it is not zero the term is log(1 + value / scale),
        as for counts of which most are small and a few large.
    gaps : tuple of str
        Those of them with a term of its own where nothing was seen.
    leads : tuple of int
        Months ahead that differ from the first.
    low, high, mean, spread : tuple of float
        A number a term; see ``names``.
    """

    columns: tuple[str, ...]
    scales: tuple[float, ...]
    gaps: tuple[str, ...]
    leads: tuple[int, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    mean: tuple[float, ...] = ()
    spread: tuple[float, ...] = ()

    @property
    def basis(self) -> tuple[str, ...]:
        """Name the terms that hold what is known beforehand: tenure, lead, season."""
        return (
            f"{BEND}0",
            *(f"{BEND}{bend:.0f}" for bend in BENDS_MONTHS),
            *(f"{LEAD}{lead}" for lead in self.leads),
            *(f"{NEWCOMER}{lead}" for lead in self.leads),
            *(f"{ABSENT}{lead}" for lead in self.leads),
            stack.SIN,
            stack.COS,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Name every term, its driver family before ``__``."""
        gaps = (name + UNSEEN for name in self.gaps)
        return (*self.basis, *self.columns, *gaps)


def learned(rows: pd.DataFrame, settings: Fitting) -> Design:
    """Find the terms of these rows and their scale.

    Parameters
    ----------
    rows : DataFrame
        Stacked rows.
    settings : Fitting

    Returns
    -------
    Design
    """
    return laid_out(rows, settings)[0]


def laid_out(rows: pd.DataFrame, settings: Fitting) -> tuple[Design, Floats]:
    """Find the terms of these rows, and give their matrix with them."""
    people = pd.factorize(rows["person_id"])[0]
    candidates = [c for c in settings.columns if c != life_table.TENURE]
    columns = tuple(
        c for c in candidates if _differs(rows[c], people, settings.min_people)
    )
    gaps = tuple(
        c for c in columns if _differs(rows[c].isna(), people, settings.min_people)
    )
    leads = tuple(sorted(int(lead) for lead in rows["lead"].unique() if lead > 1))
    scales = tuple(_log_scale(rows[c].to_numpy("float64")) for c in columns)
    return _scaled(Design(columns, scales, gaps, leads), rows)


def matrix(design: Design, rows: pd.DataFrame) -> Floats:
    """Give the matrix of some rows.

    Returns
    -------
    array of shape (n_rows, n_terms)
        Each term's mean zero over the rows learned from; nothing seen is zero.
    """
    return _centred(design, np.clip(_raw(design, rows), design.low, design.high))


def _centred(design: Design, values: Floats) -> Floats:
    values -= design.mean
    values /= design.spread
    return np.nan_to_num(values, copy=False)


def _scaled(design: Design, rows: pd.DataFrame) -> tuple[Design, Floats]:
    """Measure bounds, means and spreads, rounded so that nobody shows in them."""
    values = _raw(design, rows)
    few = len(design.basis)
    # A term of the basis is bounded as it is; a gap is or is not.
    low = np.full(len(design.names), -UNBOUNDED)
    high = -low
    kept = slice(few, few + len(design.columns))
    bounds = np.nanquantile(values[:, kept], (LOWEST, HIGHEST), axis=0)
    coarse = stack.rounded(bounds, BOUND_DIGITS)
    # Of a thing that few do, all who do it would be cut off.
    flat = coarse[0] == coarse[1]
    low[kept] = np.where(flat, -UNBOUNDED, coarse[0])
    high[kept] = np.where(flat, UNBOUNDED, coarse[1])
    np.clip(values, low, high, out=values)
    spread = np.nanstd(values, axis=0)
    found = replace(
        design,
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        mean=tuple(stack.rounded(np.nanmean(values, axis=0), DIGITS).tolist()),
        spread=tuple(stack.rounded(np.where(spread > 0, spread, 1.0), DIGITS).tolist()),
    )
    return found, _centred(found, values)


def _raw(design: Design, rows: pd.DataFrame) -> Floats:
    """Lay out the terms before scaling, in the order of ``names``."""
    lead = rows["lead"].to_numpy()
    ahead = (lead[:, None] == np.array(design.leads)).astype("float64")
    tenure = life_table.tenure_at_label(rows)
    # A company that knows no tenure has the same for everybody.
    logged = np.log1p(tenure if np.isfinite(tenure).any() else np.zeros(len(rows)))
    bends = [np.maximum(logged - np.log1p(bend), 0) for bend in BENDS_MONTHS]
    new = np.nan_to_num(tenure, nan=np.inf) < NEWCOMER_MONTHS
    absent = rows.get(ABSENT_NOW, pd.Series(0.0, rows.index)).fillna(0.0).to_numpy()
    given = rows[list(design.columns)].to_numpy("float64", copy=True)
    for place in np.flatnonzero(design.scales):
        given[:, place] = np.log1p(given[:, place] / design.scales[place])
    parts = [
        np.column_stack([logged, *bends]),
        *(by[:, None] * ahead for by in (np.ones(len(rows)), new, absent)),
        rows[[stack.SIN, stack.COS]].to_numpy("float64"),
        given,
        rows[list(design.gaps)].isna().to_numpy("float64"),
    ]
    return np.concatenate(parts, axis=1)


def _log_scale(values: Floats) -> float:
    """Give the mean, coarse, of a skewed figure that is never negative; else zero."""
    seen = values[np.isfinite(values)]
    if seen.min() < 0 or ((seen == 0) | (seen == 1)).all():
        return 0.0
    mean, spread = float(seen.mean()), float(seen.std())
    apart = seen - mean
    skew = float((apart * apart * apart).mean()) / spread**3 if spread else 0.0
    if skew < SKEWED:
        return 0.0
    return float(stack.rounded(np.array([mean]), BOUND_DIGITS)[0])


def _differs(values: pd.Series, people: Codes, min_people: int) -> bool:
    """Say whether enough people differ from what is usual; nothing seen is neither."""
    seen = values.notna().to_numpy()
    if not seen.any():
        return False
    given = values.to_numpy("float64")
    other = seen & (given != np.median(given[seen]))
    concerned = np.zeros(people.max() + 1, dtype=bool)
    concerned[people[other]] = True
    return int(concerned.sum()) >= min_people
