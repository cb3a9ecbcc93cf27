"""Released tables of a made-up company: three sites, small teams merged, one withheld."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from contracts.drivers import Family
from contracts.kpis import KPIS
from contracts.released import RELEASED
from privacy.released import Released, reopen
from privacy.settled import digest_of, settle
from tests.reports.made_up_families import FAMILIES as FAMILIES
from tests.reports.made_up_units import (
    GROUP,
    MONTHS,
    THRESHOLDS,
    WITHHELD,
    capacity,
    initiatives,
    listening,
    options,
    units,
)
from tests.reports.made_up_units import HOSTILE as HOSTILE

STATE = (
    {"month": MONTHS[-1], "outcome": "turnover", "state": "steady"},
    {"month": MONTHS[-1], "outcome": "absence", "state": "drifted"}
    | {"side": "less", "since": MONTHS[-5]},
)


def _level(probability: float) -> str:
    return ("low", "watch", "elevated", "high")[
        int(np.searchsorted((0.2, 0.5, 0.8), probability, side="right"))
    ]


def _status(unit: str, outcome: str, month: pd.Timestamp) -> tuple[str, str | None]:
    if unit in GROUP.split("+"):
        return "merged", f"with:{GROUP}"
    if unit == WITHHELD:
        return "withheld", "too_small"
    if unit == "T08" and outcome == "absence" and month == MONTHS[-1]:
        return "carried", "too_close"
    return "published", None


def _figures(
    month: pd.Timestamp, at: int, outcome: str, level: str, number: int
) -> dict[str, Any]:
    threshold = THRESHOLDS[outcome]
    lean = 0.0 if level != "team" else 0.05 * np.sin(1.7 * number)
    base = 0.066 if outcome == "turnover" else 0.055
    wave = 0.006 * np.sin(at / 2 + number)
    rate = round(max(0.01, base + lean + wave), 3)
    half = {"company": 0.012, "site": 0.02, "team": 0.04}[level]
    chance = float(np.clip(0.5 + (rate - threshold) / (2 * half), 0, 1))
    chance = round(chance, 1)
    return {
        "expected_rate": rate,
        "low": round(max(0.0, rate - half), 3),
        "high": round(rate + half, 3),
        "company_rate": round(base + 0.006 * np.sin(at / 2), 3),
        "threshold_rate": threshold,
        "probability_above": chance,
        "level": _level(chance),
        "level_since": MONTHS[max(0, at - 2)].date(),
        "change": "same" if at else "unknown",
        "figure_month": month.date(),
    }


def _risk_row(
    month: pd.Timestamp, at: int, outcome: str, number: int, unit: tuple[Any, ...]
) -> dict[str, Any]:
    code, name, level, parent, people = unit
    status, reason = _status(code, outcome, month)
    row = {
        "month": month.date(),
        "unit_id": code,
        "unit_name": name,
        "unit_level": level,
        "parent_id": parent,
        "outcome": outcome,
        "target_from": (month + pd.Timedelta(days=1)).date(),
        "target_to": (month + pd.offsets.MonthEnd(3)).date(),
        "status": status,
        "reason": reason,
    }
    if status in ("published", "carried"):
        row |= _figures(month, at, outcome, level, number) | {"people": people}
        if level != "team" and outcome == "turnover":
            mid = int(people * row["expected_rate"])
            row |= {"expected_count": mid, "low_count": mid - 3, "high_count": mid + 4}
    if status == "carried":
        row["figure_month"] = MONTHS[-2].date()
    return row


def _risk() -> list[dict[str, Any]]:
    return [
        _risk_row(month, at, outcome, number, unit)
        for at, month in enumerate(MONTHS)
        for number, unit in enumerate(units())
        for outcome in ("turnover", "absence")
    ]


def _drivers() -> list[dict[str, Any]]:
    rows = []
    for number, (code, _, level, _, _) in enumerate(units()):
        if level == "company" or _status(code, "turnover", MONTHS[-1])[1]:
            continue
        for outcome in ("turnover", "absence"):
            for place, family in enumerate(FAMILIES.values()):
                if (number + place) % 3 == 0 or code == "T02":
                    continue
                rows += _driver_rows(code, outcome, family, number, place)
    return rows


def _driver_rows(
    code: str, outcome: str, family: Family, number: int, place: int
) -> list[dict[str, Any]]:
    direction = "lowers" if (number + place) % 3 == 1 else "raises"
    sign = 1 if direction == "raises" else -1
    return [
        {
            "month": MONTHS[-1].date(),
            "unit_id": code,
            "outcome": outcome,
            "family": family.name,
            "direction": direction,
            "reference": "company",
            "points": sign * 0.05 * (number % 5 + place + 1),
            "stability": 1.0,
            "coverage": 1.0,
            "indicator": f"{family.name}__{feature.name}",
            "value": 0.12 if feature.unit == "share" else 9.4,
            "reference_value": 0.08 if feature.unit == "share" else 7.9,
            "unit": feature.unit,
            "status": "published",
        }
        for feature in family.features
    ]


def _kpis() -> list[dict[str, Any]]:
    plain = {"share": (0.061, 0.055), "contacts": (62.0, 58.4), "minutes": (6.4, 6.1)}
    plain["points"] = (-8.0, 4.0)
    sampled = {"low": -52.0, "high": 36.0, "answers": "<20"}
    return [
        {
            "month": MONTHS[-1].date(),
            "unit_id": code,
            "kpi": kpi.name,
            "value": plain[kpi.unit][0],
            "previous": plain[kpi.unit][1],
            "company_value": plain[kpi.unit][1],
            "window_months": 12 if "12" in kpi.label.en else 3,
            "figure_month": MONTHS[-1].date(),
            "status": "published",
        }
        | (sampled if kpi.unit == "points" else {})
        for code, _, level, _, _ in units()
        for kpi in KPIS.values()
        if not _status(code, "turnover", MONTHS[-1])[1]
        and (kpi.teams or level != "team")
    ]


def _track() -> list[dict[str, Any]]:
    return [
        {
            "month": month.date(),
            "unit_id": code,
            "unit_level": level,
            "outcome": outcome,
            "low": low,
            "high": high,
            "observed_low": came,
            "observed_high": came_high,
            "inside": at != 3,
        }
        for code, _, level, _, _ in units()
        if level != "team"
        for at, month in enumerate(MONTHS[:-4])
        for outcome, low, high, came, came_high in (
            ("turnover", 12 + at, 19 + at, 15 + (9 if at == 3 else at), 20 + at),
            ("absence", 0.05, 0.065, 0.055, 0.06),
        )
    ]


def _coverage() -> list[dict[str, Any]]:
    rows: list[tuple[str, str, float | None, str | None]] = [
        ("people", "complete", 1.0, None),
        ("shifts", "partial", 0.93, None),
        ("survey_answers", "absent", None, "climate"),
        ("milestones", "absent", None, "recognition, development"),
    ]
    return [
        {
            "month": MONTHS[-1].date(),
            "table": table,
            "state": state,
            "people_share": share,
            "broken_share": 0.0,
            "families_missing": families,
        }
        for table, state, share, families in rows
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {name: row[name] for name in ("month", "unit_id", "outcome")} | {"step": 0.001}
        for row in _risk()
        if "expected_rate" in row
    ]


def frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Give rows as a released table, its days as timestamps."""
    contract = RELEASED[table]
    built = pd.DataFrame(list(rows), columns=list(contract.column_names))
    for column in contract.columns:
        if column.kind == "day":
            built[column.name] = pd.to_datetime(built[column.name])
    return built


def tables() -> dict[str, pd.DataFrame]:
    """Give the released tables of the made-up company."""
    return {
        "team_risk": frame("team_risk", _risk()),
        "team_drivers": frame("team_drivers", _drivers()),
        "team_kpis": frame("team_kpis", _kpis()),
        "track_record": frame("track_record", _track()),
        "initiative_follow_up": frame("initiative_follow_up", initiatives()),
        "threshold_options": frame("threshold_options", options()),
        "capacity": frame("capacity", capacity()),
        "listening": frame("listening", listening()),
        "data_coverage": frame("data_coverage", _coverage()),
        "forecast_state": frame("forecast_state", STATE),
        "rate_steps": frame("rate_steps", _steps()),
        "corrections": frame("corrections", ()),
    }


def empty() -> dict[str, pd.DataFrame]:
    return {name: frame(name, ()) for name in tables()}


def released(tables: Mapping[str, pd.DataFrame]) -> Released:
    """Take made-up tables through the door's back entrance, as a stage would."""
    settled = {name: settle(name, made) for name, made in tables.items()}
    return reopen(settled, digest_of(settled))
