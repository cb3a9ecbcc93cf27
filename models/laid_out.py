"""Rows laid out once for all that is fitted to them: people, matrices, bins."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from models import design, stack
from models.clock import Codes, Floats
from models.design import Design
from models.targets import Fitting, row_weights

if TYPE_CHECKING:
    from lightgbm import Dataset

# Borders between bins then lie between groups of people rather than two people.
BINS = 63
ROWS_FOR_BINS = 50_000
# Origins are fitted side by side instead: threads of one small tree mostly wait.
THREADS = 1


@dataclass(frozen=True)
class LaidOut:
    """Stacked rows, and what is made of them when it is first asked for.

    Parameters
    ----------
    rows : DataFrame
        Stacked rows in a fixed order.
    settings : Fitting
        Numbers of trees and cautions may differ from one fit to another; columns,
        people a leaf and seed may not.
    """

    rows: pd.DataFrame
    settings: Fitting

    @cached_property
    def people(self) -> Codes:
        """Give a code a person; array of shape (n_rows,)."""
        return pd.factorize(self.rows["person_id"])[0]

    @cached_property
    def values(self) -> Floats:
        """Give the matrix of trees; array of shape (n_rows, n_columns + 3)."""
        return stack.matrix(self.rows, self.settings.columns)

    @cached_property
    def terms(self) -> tuple[Design, Floats]:
        """Give the regression's terms and their matrix."""
        return design.laid_out(self.rows, self.settings)

    @cached_property
    def bins(self) -> "Dataset":
        """Part each column into bins to grow trees from; labels come later."""
        import lightgbm

        return lightgbm.Dataset(
            self.values,
            np.zeros(len(self.rows)),
            feature_name=[*self.settings.columns, *stack.SEASON],
            params=for_bins(self.settings),
            free_raw_data=False,
        ).construct()

    def target(
        self, name: str, recency_per_month: float, start: Floats | None = None
    ) -> "Dataset":
        """Give the bins with the labels of a target, and an offset if there is one."""
        self.bins.set_label(self.rows[name].to_numpy("float64"))
        self.bins.set_weight(row_weights(self.rows, recency_per_month))
        self.bins.set_field("init_score", start)
        return self.bins

    def counted(self, times: Codes) -> "LaidOut":
        """Let each row count so many times; none is left out that counts.

        Parameters
        ----------
        times : array of shape (n_rows,)

        Returns
        -------
        LaidOut
            On the terms and bins of all rows, where there are any by now.
        """
        kept = np.flatnonzero(times)
        rows = self.rows.iloc[kept]
        exposure = rows["exposure"] * times[kept]
        found = replace(self, rows=rows.assign(exposure=exposure))
        if "terms" in vars(self):
            terms, values = self.terms
            vars(found)["terms"] = terms, values[kept]
        if "bins" in vars(self):
            vars(found)["bins"] = self.bins.subset(kept.tolist()).construct()
        return found


def for_bins(settings: Fitting) -> dict[str, object]:
    """Give LightGBM's parameters of bins, and of doing the same twice."""
    return {
        "max_bin": BINS,
        "bin_construct_sample_cnt": ROWS_FOR_BINS,
        "feature_pre_filter": False,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": THREADS,
        "seed": settings.seed,
        "verbosity": -1,
    }
