"""Where the models of each origin lie, and what they were learned from."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from contracts import params
from contracts.drivers import Sign
from contracts.model_params import Outcome
from features.registry import FAMILIES
from models import (
    calibration,
    candidates,
    choice,
    clock,
    long_absence,
    outcomes,
    scoring,
    stack,
)
from models.calibration import Line
from models.dispersion import Dispersion
from models.targets import TARGETS, Fitting, fitting_of
from pipelines import _files

CHOICE = "choice.json"
CALIBRATION = "calibration.json"
DAYS_A_MONTH = 31


@contextmanager
def side_by_side(threads: int) -> Iterator[ThreadPoolExecutor]:
    """Open a pool in which each origin has one thread, also for linear algebra.

    Threads of threads wait for each other on a busy machine, and sums would depend
    on their number.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1), ThreadPoolExecutor(threads) as pool:
        yield pool


def signs() -> dict[str, Sign]:
    """Say of every feature column whether more of it raises the outcome."""
    return {
        column: feature.sign
        for family in FAMILIES
        for column, feature in zip(family.columns, family.features, strict=True)
    }


def for_outcome(outcome: Outcome, settings: params.Params) -> params.Params:
    """Give the settings as this outcome needs them.

    Whether an absence is long shows so many days later: its labels lag by as many
    more, and so does what may be learned from at an origin.
    """
    if outcome != "long_absence":
        return settings
    later = settings.outcomes.long_absence.min_days
    lag = settings.time.label_lag_days + later
    gap = settings.models.gap_months + -(-later // DAYS_A_MONTH)
    return settings.model_copy(
        update={
            "time": settings.time.model_copy(update={"label_lag_days": lag}),
            "models": settings.models.model_copy(update={"gap_months": gap}),
        }
    )


def read_outcomes(
    outcome: Outcome, features: pd.DataFrame, settings: params.Params
) -> pd.DataFrame:
    """Say what happened to the people of each snapshot; see ``models.outcomes``."""
    window = outcomes.Window(
        settings.time.horizon_months,
        clock.closed_until(settings.time),
        settings.source.recording_lag_days,
    )
    cohort = features[["as_of", "person_id", "announced", "weekly_hours"]]
    departures = _files.read_latest("departures")
    if outcome == "turnover":
        chosen = settings.outcomes.turnover.counts_as_voluntary
        return outcomes.turnover_outcomes(cohort, departures, chosen, window)
    if outcome == "long_absence":
        return long_absence.long_absence_outcomes(
            cohort,
            _files.read_latest("absences"),
            departures,
            settings.outcomes.long_absence.kinds,
            settings.outcomes.long_absence.min_days,
            settings.time.spell_gap_days,
            window,
        )
    return outcomes.absence_outcomes(
        cohort,
        _files.read_latest("absences"),
        departures,
        settings.outcomes.absence.kinds,
        settings.time.spell_gap_days,
        window,
    )


def by_month(frame: pd.DataFrame) -> pd.DataFrame:
    """Call the end of a snapshot's month what the door calls it."""
    renamed = frame.rename(columns={"as_of": "month"})
    return renamed.assign(month=pd.to_datetime(renamed["month"]))


def month_of(origin: pd.Timestamp) -> str:
    """Name an origin by its month, as folders and files do."""
    return f"{origin:%Y-%m}"


def write_fitted(folder: Path, fitted: Mapping[str, Any]) -> None:
    """Write the models of one origin: trees as text, the rest as numbers."""
    texts, plain = scoring.stored(fitted)
    for target, text in texts.items():
        _files.write_text(folder / f"{target}.txt", text)
    _files.write_json(folder / "candidates.json", plain)


def read_fitted(outcome: Outcome, origin: pd.Timestamp) -> dict[str, Any]:
    """Read the models of one origin: the rule's choice on its line, if it has one."""
    folder = _files.MODELS / outcome / month_of(origin)
    texts = {
        path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")
    }
    fitted = scoring.restored(outcome, texts, _json(folder / "candidates.json"))
    chosen = read_choice(outcome)
    line = Line(**_json(_files.MODELS / outcome / CALIBRATION)[month_of(origin)])
    asked = TARGETS[outcome].objective
    return fitted | {chosen: calibration.calibrated(fitted[chosen], line, asked)}


def read_origins(outcome: Outcome) -> tuple[pd.Timestamp, ...]:
    """List the origins that models were fitted at, oldest first."""
    months = _json(_files.MODELS / outcome / "dispersion.json")
    return tuple(clock.last_day(month) for month in sorted(months))


def read_choice(outcome: Outcome) -> str:
    """Read which candidate the rule chose."""
    return str(_json(_files.MODELS / outcome / CHOICE)["champion"])


def read_champion(outcome: Outcome) -> str:
    """Read who is champion, by the gate or by whoever pinned it."""
    return str(_json(_files.CHAMPIONS / f"{outcome}.json")["champion"])


def write_champion(
    outcome: Outcome,
    champion: str,
    spread: Mapping[pd.Timestamp, Dispersion],
    strayed: Mapping[str, object],
) -> None:
    """Write who is champion, how far teams stray from it, and whether all have."""
    content = {
        "champion": champion,
        "dispersion": dispersion_content(spread),
        "drift": dict(strayed),
    }
    _files.write_json(_files.CHAMPIONS / f"{outcome}.json", content)


def read_strayed(outcome: Outcome) -> dict[str, Any]:
    """Read whether what came has strayed from what was forecast."""
    found: dict[str, Any] = _json(_files.CHAMPIONS / f"{outcome}.json")["drift"]
    return found


def choice_content(chosen: choice.Choice) -> dict[str, Any]:
    """Lay out the choice, and the settings that every candidate was fitted with."""
    return {
        "champion": chosen.champion,
        "rule": candidates.RULE,
        "settings": choice.values_of(chosen.settings),
    }


def read_fitting(
    outcome: Outcome, features: pd.DataFrame, settings: params.Params
) -> Fitting:
    """Give the settings as they were chosen, for what is fitted anew."""
    columns = stack.feature_columns(features)
    asked = fitting_of(outcome, columns, signs(), settings.models)
    content = _json(_files.MODELS / outcome / CHOICE)
    return choice.with_settings(asked, content["settings"])


def calibration_content(lines: Mapping[pd.Timestamp, Line]) -> dict[str, Any]:
    """Lay out the line of the rule's choice at each origin; 0 and 1 where none is."""
    return {month_of(origin): asdict(line) for origin, line in lines.items()}


def dispersion_content(spread: Mapping[pd.Timestamp, Dispersion]) -> dict[str, Any]:
    """Lay out the spread at each origin as plain content."""
    return {month_of(origin): asdict(found) for origin, found in spread.items()}


def read_dispersion(outcome: Outcome) -> dict[pd.Timestamp, Dispersion]:
    """Read how far teams stray from the rule's choice, at each origin."""
    return _dispersion(_json(_files.MODELS / outcome / "dispersion.json"))


def read_champion_dispersion(outcome: Outcome) -> dict[pd.Timestamp, Dispersion]:
    """Read how far teams stray from the champion, at each origin."""
    return _dispersion(_json(_files.CHAMPIONS / f"{outcome}.json")["dispersion"])


def _dispersion(content: Mapping[str, Any]) -> dict[pd.Timestamp, Dispersion]:
    return {
        clock.last_day(month): Dispersion(**found) for month, found in content.items()
    }


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
