"""The choice of settings and champion, on origins before all that are tested.

The regression's caution and the number of trees are chosen first, each by its own
loss in the months after every inner origin; then how many trees stand on the
regression; then the champion, among all candidates as set. Few events tell little:
what stands in the settings stays, unless another is better by more than luck.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd

from contracts import model_params
from models import (
    blend,
    boosted_regression,
    boosting,
    candidates,
    clock,
    regression,
)
from models.candidates import CANDIDATES
from models.clock import Floats
from models.held import AS_IT_IS, Forecasts, Held, Key
from models.laid_out import LaidOut
from models.regression import Regression
from models.targets import Fitting, first_alone

# Standard errors by which another candidate must beat the favourite. Of six that are
# as good, the luckiest is past one more often than not.
FAVOURED = 2.0
# Runs a function over inner origins, one after the other or side by side.
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Inner:
    """What is learned from at one inner origin, and what came after it."""

    known: pd.DataFrame
    held: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and on what evidence.

    Parameters
    ----------
    champion : str
    settings : Fitting
        With the values chosen.
    tried : mapping of candidate to mapping of value to float
        The loss of each value of the grid.
    losses : mapping of candidate to float
        Of every candidate as set; empty where there is no inner origin.
    """

    champion: str
    settings: Fitting
    tried: Mapping[str, Mapping[float, float]]
    losses: Mapping[str, float]


def inner(
    rows: pd.DataFrame, origins: Sequence[pd.Timestamp], gap_months: int
) -> list[Inner]:
    """Part the rows at each inner origin.

    Parameters
    ----------
    rows : DataFrame
        Stacked rows.
    origins : sequence of Timestamp
        See ``clock.inner_origins``.
    gap_months : int

    Returns
    -------
    list of Inner
        Without origins that nothing is known before, or after.
    """
    parts = [
        Inner(
            clock.training_rows(rows, origin, gap_months),
            rows[rows["as_of"] == origin],
        )
        for origin in origins
    ]
    return [one for one in parts if len(one.known) and len(one.held)]


def choose(
    parts: Sequence[Inner],
    settings: Fitting,
    grid: model_params.Grid,
    spread: Spread = map,
) -> Choice:
    """Choose settings one after the other, then the champion.

    Parameters
    ----------
    parts : sequence of Inner
    settings : Fitting
        What serves where nothing can be tried.
    grid : Grid
    spread : callable
        ``map``, or a pool's.

    Returns
    -------
    Choice
    """
    if not parts:
        return Choice(candidates.UNTRIED, settings, {}, {})
    held = Held.of(pd.concat([part.held for part in parts]), settings.targets)
    grid = _with_what_stands(grid, settings)
    begun = list(spread(partial(_on_their_own, settings=settings, grid=grid), parts))
    made = [one.forecasts for one in begun]
    tried = {
        "regression": held.losses("regression", grid.cautions, made),
        "boosting": held.losses("boosting", grid.trees, made),
    }
    settings = _set(settings, tried, held)
    further = spread(partial(_on_top, settings=settings, grid=grid), begun)
    made = [one | more for one, more in zip(made, further, strict=True)]
    on_top = held.losses("boosted_regression", grid.trees_on_regression, made)
    tried["boosted_regression"] = on_top
    settings = _set(settings, {"boosted_regression": on_top}, held)
    losses = _as_set(settings, tried, made, held)
    champion = held.standing(candidates.FAVOURITE, losses, FAVOURED)
    return Choice(
        champion,
        settings,
        {name: _means(of_values) for name, of_values in tried.items()},
        _means(losses),
    )


def report(chosen: Choice, origins: int) -> dict[str, object]:
    """Lay out rule, grid and result as a tree of figures."""
    return {
        "champion": chosen.champion,
        "rule": candidates.RULE,
        "inner_origins": origins,
        "settings": values_of(chosen.settings),
        "grid": {
            name: {f"{value:g}": loss for value, loss in of_values.items()}
            for name, of_values in chosen.tried.items()
        },
        "losses": dict(chosen.losses),
    }


def values_of(settings: Fitting) -> dict[str, float]:
    """Give what the grid varies as it is set, by candidate."""
    return {
        "regression": settings.regression.caution,
        "boosting": settings.boosting.trees,
        "boosted_regression": settings.boosting_on_regression.trees,
    }


def with_settings(settings: Fitting, values: Mapping[str, float]) -> Fitting:
    """Set what the grid varies: a caution, or numbers of trees, by candidate."""
    straight, bent = settings.regression, settings.boosting
    on_top = settings.boosting_on_regression
    asked = values_of(settings) | dict(values)
    return replace(
        settings,
        regression=straight.model_copy(update={"caution": asked["regression"]}),
        boosting=bent.model_copy(update={"trees": int(asked["boosting"])}),
        boosting_on_regression=on_top.model_copy(
            update={"trees": int(asked["boosted_regression"])}
        ),
    )


def _with_what_stands(grid: model_params.Grid, settings: Fitting) -> model_params.Grid:
    """Add the values that stand in the settings: they are to be beaten."""
    now = values_of(settings)
    return model_params.Grid(
        cautions=tuple(sorted({*grid.cautions, now["regression"]})),
        trees=tuple(sorted({*grid.trees, int(now["boosting"])})),
        trees_on_regression=tuple(
            sorted({*grid.trees_on_regression, int(now["boosted_regression"])})
        ),
    )


def _set(
    settings: Fitting, tried: Mapping[str, Mapping[float, Floats]], held: Held
) -> Fitting:
    now = values_of(settings)
    values = {name: held.standing(now[name], losses) for name, losses in tried.items()}
    return with_settings(settings, values)


def _as_set(
    settings: Fitting,
    tried: Mapping[str, Mapping[float, Floats]],
    made: Sequence[Forecasts],
    held: Held,
) -> dict[str, Floats]:
    """Give the losses of every candidate, row by row, with the settings chosen."""
    now = values_of(settings)
    straight, bent = ("regression", now["regression"]), ("boosting", now["boosting"])
    for one in made:
        company = one["company_rate", AS_IT_IS]
        one["blend", AS_IT_IS] = blend.stretched(one[straight], one[bent], company)
    found = {name: losses[now[name]] for name, losses in tried.items()}
    for name in (*candidates.SIMPLE, "blend"):
        found |= {name: held.losses(name, (AS_IT_IS,), made)[AS_IT_IS]}
    return {name: found[name] for name in CANDIDATES}


@dataclass(frozen=True, slots=True)
class _Begun:
    """What was fitted at one inner origin, by caution, and forecast with it."""

    part: Inner
    laid: LaidOut
    regressions: Mapping[float, Regression]
    forecasts: Forecasts


def _on_their_own(part: Inner, settings: Fitting, grid: model_params.Grid) -> _Begun:
    """Forecast with what needs nothing chosen before it, on the link's scale."""
    settings = first_alone(settings)
    laid = LaidOut(part.known, settings)
    path = regression.path(laid, settings, grid.cautions)
    regressions = dict(zip(grid.cautions, path, strict=True))
    found: Forecasts = {
        ("regression", caution): regression.linear(one, part.held)[:, 0]
        for caution, one in regressions.items()
    }
    most = with_settings(settings, {"boosting": max(grid.trees)})
    trees = boosting.on(laid, most)
    for count in grid.trees:
        found["boosting", count] = boosting.linear(trees, part.held, count)[:, 0]
    binary = settings.targets.objective == "binary"
    for name in candidates.SIMPLE:
        one = CANDIDATES[name]
        rate = one.predict(one.fit(part.known, settings), part.held)[:, 0]
        found[name, AS_IT_IS] = regression.link(rate, binary)
    return _Begun(part, laid, regressions, found)


def _on_top(begun: _Begun, settings: Fitting, grid: model_params.Grid) -> Forecasts:
    """Forecast with trees on the regression as chosen."""
    settings = first_alone(settings)
    most = {"boosted_regression": max(grid.trees_on_regression)}
    straight = begun.regressions[settings.regression.caution]
    fitted = boosted_regression.on(begun.laid, with_settings(settings, most), straight)
    return {
        ("boosted_regression", count): boosted_regression.linear(
            fitted, begun.part.held, count
        )[:, 0]
        for count in grid.trees_on_regression
    }


def _means(losses: Mapping[Key, Floats]) -> dict[Key, float]:
    return {one: float(each.mean()) for one, each in losses.items()}
