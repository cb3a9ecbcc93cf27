"""The units of the made-up company, what was tried in them, and whom they lack."""

from typing import Any

import pandas as pd

HOSTILE = "<b>=1+1</b>"
THRESHOLDS = {"turnover": 0.10, "absence": 0.07}
MONTHS = tuple(pd.date_range("2025-11-30", "2026-10-31", freq="ME"))
GROUP, WITHHELD = "T05+T06", "T11"


def units() -> list[tuple[str, str, str, str | None, int]]:
    sites = [("S1", "Nantes"), ("S2", "Lille"), ("S3", "Toulouse")]
    units: list[tuple[str, str, str, str | None, int]] = [
        ("C", "Équipage Services", "company", None, 245)
    ]
    units += [(code, name, "site", "C", 80) for code, name in sites]
    for number in range(1, 16):
        code = f"T{number:02d}"
        name = HOSTILE if number == 3 else f"Équipe {number:02d}"
        units.append((code, name, "team", f"S{(number - 1) // 5 + 1}", 15))
    units.append((GROUP, "Équipe 05 + Équipe 06", "team", "S2", 15))
    return units


def tried(unit: str, action: str, start: str, **said: Any) -> dict[str, Any]:
    return {
        "month": MONTHS[-1].date(),
        "unit_id": unit,
        "initiative_id": action,
        "action": action,
        "indicator": "sickness_absence_rate",
        "status": "no_clear_change",
        "starts_on": start,
        "tried_in": unit,
        **said,
    }


def initiatives() -> list[dict[str, Any]]:
    early = {"status": "too_early", "reason": "too_few_months"}
    rotas = {"review_on": "2026-11-16", "chosen_by": "volunteers"}
    thanks = {"indicator": "turnover_rate", "ends_on": "2026-09-30"}
    return [
        tried("T02", "stable_rotas", "2026-03-02", comparison_units=9, **rotas),
        tried(GROUP, "stable_rotas", "2026-03-02", **rotas)
        | {"comparison_units": 8, "status": "moved_as_hoped", "tried_in": "T06"},
        tried("C", "stable_rotas", "2026-03-02", **rotas)
        | {"comparison_units": 8, "status": "moved_as_hoped", "tried_in": "T02+T06"},
        tried("S1", "say_thanks", "2026-01-05", **thanks)
        | {"status": "too_early", "reason": "no_comparison"},
        tried("T12", "time_blocks", "2026-04-01", review_on="2026-09-30")
        | {"comparison_units": 6, "status": "moved_against"},
        tried("T03", HOSTILE, "2026-10-01", review_on="2027-04-01", **early),
    ]


def options() -> list[dict[str, Any]]:
    return [
        {
            "month": MONTHS[-1].date(),
            "outcome": outcome,
            "threshold_rate": round(agreed + points / 100, 3),
            "units_marked": 5 - points,
        }
        for outcome, agreed in THRESHOLDS.items()
        for points in (-2, -1, 0, 1, 2)
    ]


def capacity() -> list[dict[str, Any]]:
    return [
        {
            "month": MONTHS[-1].date(),
            "target_month": (MONTHS[-1] + pd.offsets.MonthEnd(lead)).date(),
            "unit_id": code,
            "planned_fte": people,
            "missing_fte_low": -5 if code == "S3" else 5 * lead,
            "missing_fte_high": 0 if code == "S3" else 5 * lead + people // 8,
        }
        for code, _, level, _, people in units()
        if level != "team"
        for lead in (1, 2, 3)
    ]


def listening() -> list[dict[str, Any]]:
    days = {"C": 24, "S1": 24}
    return [
        {
            "month": MONTHS[-1].date(),
            "unit_id": code,
            "customer_hours": {"S1": 0.2, "S2": 6.5}.get(code, 60.0),
            "team_days": days.get(code),
            "participation": None if code == "S3" else 0.65,
        }
        for code, _, level, _, _ in units()
        if level != "team"
    ]
