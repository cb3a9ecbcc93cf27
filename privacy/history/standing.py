"""Months that were published stand as they are, whatever would be released today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from contracts.released import (
    CORRECTIONS,
    RATE_STEPS,
    TEAM_DRIVERS,
    TEAM_KPIS,
    TEAM_RISK,
)
from privacy.history.ledger import Link
from privacy.history.rates import Fixed, Rate
from privacy.history.walk import PUBLISHED
from privacy.months import with_months
from privacy.settled import settle

KEY = ["month", "unit_id", "outcome"]
CLOSED = ["month", "outcome"]
CLOSED_KPIS = ["month", "kpi"]
COLUMNS = [*TEAM_RISK.column_names, "step"]
COUNTS = ["people", "expected_count", "low_count", "high_count"]
# Published with a rate, so that it stands wherever the rate does.
BESIDE = [*("low", "expected_rate", "high", "probability_above"), *COUNTS[1:]]

Months: TypeAlias = "pd.Series[pd.Timestamp]"


@dataclass(frozen=True, slots=True)
class Standing:
    """What was published.

    Parameters
    ----------
    rows : DataFrame
        Rows of ``team_risk``, and the ``step`` of each rate.
    kpis : DataFrame
        Rows of ``team_kpis``.
    drivers : DataFrame
        Rows of ``team_drivers``.
    """

    rows: pd.DataFrame = field(repr=False)
    kpis: pd.DataFrame = field(repr=False)
    drivers: pd.DataFrame = field(repr=False)

    def rates(self, outcome: str) -> Fixed:
        """Give the rates of each published month, none of a unit that showed none."""
        here = self.rows[self.rows["outcome"] == outcome]
        new = here[here["status"] == PUBLISHED]
        rates = zip(
            new["month"],
            new["unit_id"],
            new[["expected_rate", "step", "people"]].to_numpy("float64"),
            strict=True,
        )
        found: dict[pd.Timestamp, dict[str, Rate]] = {m: {} for m in here["month"]}
        for month, unit, (rate, step, people) in rates:
            found[month][unit] = Rate(rate, step, people, month, np.nan)
        return found

    def beside(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Put what was published with a rate beside it, also where it is carried on."""
        if rows.empty:
            return rows
        kept = self.rows[self.rows["status"] == PUBLISHED]
        kept = kept[[*KEY, *BESIDE]].rename(columns={"month": "figure_month"})
        key = ["figure_month", *KEY[1:]]
        found = rows[key].merge(kept, on=key, how="left", indicator=True)
        stands = (found["_merge"] == "both").to_numpy()
        return rows.assign(
            **{c: rows[c].where(~stands, found[c].to_numpy()) for c in BESIDE}
        )

    def over(self, rows: pd.DataFrame, months: Months) -> pd.DataFrame:
        """Let the rows of published months stand in the place of new ones."""
        return _over(rows, self.rows, months, CLOSED)

    def kpis_over(self, rows: pd.DataFrame, months: Months) -> pd.DataFrame:
        """Let the plain figures of published months stand in the place of new ones."""
        return _over(rows, self.kpis, months, CLOSED_KPIS)

    def drivers_over(self, rows: pd.DataFrame, months: Months) -> pd.DataFrame:
        """Let the drivers of published months stand in the place of new ones."""
        return _over(rows, self.drivers, months, CLOSED)

    def steps(self, rates: pd.DataFrame, months: Months) -> pd.DataFrame:
        """Say to what each rate was rounded.

        Parameters
        ----------
        rates : DataFrame
            As ``safe_rates`` gives them, with their ``outcome``.
        months : Series of Timestamp
            The months released.

        Returns
        -------
        DataFrame
            Rows of ``rate_steps``.
        """
        every = self.over(rates[list(RATE_STEPS.column_names)], months)
        return every.dropna(subset="step").reset_index(drop=True)

    def corrections(self, rates: pd.DataFrame, months: Months) -> pd.DataFrame:
        """Count the published rates that would be others today, or not be there.

        Returns
        -------
        DataFrame
            Rows of ``corrections``: months and outcomes with at least one.
        """
        shown = self.rows[
            (self.rows["status"] == PUBLISHED)
            & self.rows["month"].isin(months)
            & self.rows["outcome"].isin(rates["outcome"].unique())
        ]
        found = shown[KEY].merge(rates[[*KEY, "corrected"]], on=KEY, how="left")
        differs = found[~found["corrected"].eq(False)]
        counted = differs.groupby(CLOSED).size().rename("units_corrected")
        return counted.reset_index()[list(CORRECTIONS.column_names)]


def standing(links: Sequence[Link]) -> Standing:
    """Read what was published off the ledger.

    Raises
    ------
    DisclosureError
        If its rows are no rows of ``team_risk``, ``team_kpis``, ``team_drivers``.
    """
    every = with_months(_below_each_other([link.figures for link in links], COLUMNS))
    rows = settle("team_risk", every.drop(columns="step"))
    steps = every[[*KEY, "step"]].astype({"step": "float64"})
    rows = rows.merge(steps.astype({"unit_id": "str", "outcome": "str"}), on=KEY)
    kpis = _below_each_other([link.kpis for link in links], TEAM_KPIS.column_names)
    drivers = _below_each_other(
        [link.drivers for link in links], TEAM_DRIVERS.column_names
    )
    return Standing(
        rows.astype(dict.fromkeys(COUNTS, "float64")),
        settle("team_kpis", kpis),
        settle("team_drivers", drivers),
    )


def figures_of(
    team_risk: pd.DataFrame, rate_steps: pd.DataFrame, before: Standing
) -> dict[str, list[object]]:
    """Lay out the released rates that no link holds yet, as a link holds them."""
    new = _still_open(team_risk, before.rows, CLOSED)
    return _columns(new.merge(rate_steps, on=KEY, how="left")[COLUMNS])


def kpis_of(team_kpis: pd.DataFrame, before: Standing) -> dict[str, list[object]]:
    """Lay out the released plain figures that no link holds yet."""
    return _columns(_still_open(team_kpis, before.kpis, CLOSED_KPIS))


def drivers_of(team_drivers: pd.DataFrame, before: Standing) -> dict[str, list[object]]:
    """Lay out the released drivers that no link holds yet."""
    return _columns(_still_open(team_drivers, before.drivers, CLOSED))


def _over(
    rows: pd.DataFrame, stand: pd.DataFrame, months: Months, closed: list[str]
) -> pd.DataFrame:
    stand = stand[stand["month"].isin(months)][[*rows.columns]]
    if stand.empty:
        return rows
    new = _still_open(rows, stand, closed)
    if new.empty:
        return stand.reset_index(drop=True)
    return pd.concat([new, stand], ignore_index=True)


def _still_open(
    rows: pd.DataFrame, stand: pd.DataFrame, closed: list[str]
) -> pd.DataFrame:
    """Keep the rows of what was not published yet."""
    known = pd.MultiIndex.from_frame(stand[closed])
    return rows[~pd.MultiIndex.from_frame(rows[closed]).isin(known)]


def _below_each_other(
    held: Sequence[Mapping[str, Sequence[Any]]], columns: Sequence[str]
) -> pd.DataFrame:
    frames = [pd.DataFrame(dict(one), columns=list(columns)) for one in held]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled) if filled else pd.DataFrame(columns=list(columns))


def _columns(rows: pd.DataFrame) -> dict[str, list[object]]:
    return {str(name): _plain(rows[name]) for name in rows}


def _plain(values: "pd.Series[Any]") -> list[object]:
    """Give a column as JSON has it: days as text, an empty cell as null."""
    if pd.api.types.is_datetime64_dtype(values):
        values = values.dt.strftime("%Y-%m-%d").astype("object")
    return values.astype("object").where(values.notna(), None).tolist()


NOTHING_PUBLISHED = standing(())
