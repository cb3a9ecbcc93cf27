"""How well protected attributes can be guessed from what the models look at."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from models.clock import Floats

# Younger and older than this many years: the law protects age as such.
OLDER_FROM = 45
FOLDS = 5
# A guess from fewer people on either side is a guess about them.
FEWEST = 30
NAMED = 3
COLUMNS = ["attribute", "auc", "by"]
Attributes = Mapping[str, pd.Series]


def attributes(audit: pd.DataFrame, as_of: pd.Timestamp) -> dict[str, pd.Series]:
    """Give each attribute as yes or no, by person; empty where it isn't known.

    Parameters
    ----------
    audit : DataFrame
        ``person_id, birth_year, gender``.
    as_of : Timestamp
        The day of the age.

    Returns
    -------
    dict of str to Series of float
        ``women`` and ``older``, 0, 1 or empty, indexed by person.
    """
    people = audit.set_index("person_id")
    age = as_of.year - people["birth_year"]
    sex = people["gender"].map({"F": 1.0, "M": 0.0})
    return {
        "women": sex.astype("float64"),
        "older": (age >= OLDER_FROM).astype("float64").where(age.notna()),
    }


def proxies(
    snapshot: pd.DataFrame, columns: Sequence[str], protected: Attributes, seed: int
) -> pd.DataFrame:
    """Try to guess each attribute from the features, people held out in turn.

    Parameters
    ----------
    snapshot : DataFrame
        The feature table of one month, a row a person.
    columns : sequence of str
        Feature columns.
    protected : mapping of str to Series
        As ``attributes`` gives them.
    seed : int

    Returns
    -------
    DataFrame
        ``attribute, auc`` (0.5 is a coin), ``by``: the features that help most,
        each by its own AUC. No row where either side has under ``FEWEST`` people.
    """
    rows = []
    for name, values in protected.items():
        known = snapshot.merge(
            values.rename("yes").to_frame(), left_on="person_id", right_index=True
        ).dropna(subset="yes")
        yes = known["yes"].to_numpy()
        if min(yes.sum(), (1 - yes).sum()) < FEWEST:
            continue
        usable = known[list(columns)].dropna(axis=1, how="all")
        rows.append(
            {
                "attribute": name,
                "auc": _held_out_auc(usable, yes, seed),
                "by": ", ".join(_telling(usable, yes)),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _held_out_auc(values: pd.DataFrame, yes: Floats, seed: int) -> float:
    """Score every person by trees grown on the others."""
    from lightgbm import LGBMClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold

    matrix = values.to_numpy("float64")
    guesses = np.empty(len(yes))
    for learn, test in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(
        matrix, yes
    ):
        trees = LGBMClassifier(
            n_estimators=100,
            num_leaves=8,
            learning_rate=0.05,
            min_child_samples=20,
            deterministic=True,
            force_row_wise=True,
            n_jobs=1,
            random_state=seed,
            verbosity=-1,
        ).fit(matrix[learn], yes[learn])
        guesses[test] = trees.predict_proba(matrix[test])[:, 1]
    return float(roc_auc_score(yes, guesses))


def _telling(values: pd.DataFrame, yes: Floats) -> list[str]:
    """Name the features that alone tell most; a missing value ranks in the middle."""
    from sklearn.metrics import roc_auc_score

    ranks = values.rank(pct=True).fillna(0.5)
    alone = {c: abs(roc_auc_score(yes, ranks[c]) - 0.5) for c in ranks.columns}
    return sorted(alone, key=lambda column: (-alone[column], column))[:NAMED]
