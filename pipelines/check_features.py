"""Hold every feature to its gates, and see what it gives away about who people are.

reads   data/restricted/features.parquet  data/restricted/tables/
writes  metrics/features.json  metrics/features/gates.csv  data/check/features.html
"""

from collections.abc import Sequence

import pandas as pd

from contracts import params
from contracts.drivers import Family
from contracts.errors import ContractError
from features import gates, table
from models import proxies, stack
from pipelines import _files, _stage
from pipelines.checking import features_page
from pipelines.checking.page_html import as_html


def main() -> None:
    """Check the feature table; stop where too many values make no sense."""
    settings = params.load()
    features = _files.read_features()
    families = table.families_of(features.columns)
    usual = settings.feature_gates.usual_drift_sds
    found = gates.gates(features, families, usual)
    refuse_nonsense(found, settings.feature_gates.max_out_of_bounds_share)
    guessed = guesses(features, settings.models.seed)
    _files.write_csv(_files.METRICS / "features" / "gates.csv", found.round(4))
    _files.write_json(_files.METRICS / "features.json", summary(found, guessed))
    checked = looked_at(features, families, found, guessed)
    page = as_html(
        features_page.TITLE,
        features_page.lead(checked),
        features_page.sections(checked, families, usual),
        features_page.facts(checked, settings),
    )
    _files.write_text(_files.FEATURES_PAGE, page)


def looked_at(
    features: pd.DataFrame,
    families: Sequence[Family],
    found: pd.DataFrame,
    guessed: pd.DataFrame,
) -> features_page.Checked:
    """Lay beside the findings how each feature shifted from month to month."""
    months, days = pd.factorize(features["as_of"], sort=True)
    shifts = {
        column: gates.shifts(features[column].to_numpy("float64"), months)
        for family in families
        for column in family.columns
    }
    return features_page.Checked(
        found, shifts, guessed, [f"{day:%Y-%m}" for day in days]
    )


def refuse_nonsense(found: pd.DataFrame, most: float) -> None:
    """Stop where more than a stated share of a feature lies outside its bounds.

    Raises
    ------
    ContractError
        Naming every such feature and its share.
    """
    wrong = found[found["out_of_bounds"] > most]
    if len(wrong):
        named = ", ".join(
            f"{row.feature} ({row.out_of_bounds:.2%})" for row in wrong.itertuples()
        )
        raise ContractError(
            f"features: values outside the bounds of {named}.\n"
            f"  Expected at most {most:.2%} of a feature outside what docs/drivers.md "
            "allows. Look for a wrong unit in the export (minutes for seconds, percent "
            "for shares), or raise feature_gates.max_out_of_bounds_share."
        )


def guesses(features: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Guess protected attributes from the last snapshot, where any are known."""
    as_of = features["as_of"].max()
    protected: proxies.Attributes = {}
    if _files.has_table("audit_people") and "person_id" in features:
        audit = _files.read_table("audit_people")
        protected = proxies.attributes(audit, as_of)
    last = features[features["as_of"] == as_of]
    return proxies.proxies(last, stack.feature_columns(features), protected, seed)


def summary(found: pd.DataFrame, guessed: pd.DataFrame) -> dict[str, object]:
    """Say in few numbers what the gates found."""
    counts = {name: int((found["finding"] == name).sum()) for name in gates.FINDINGS}
    return {
        "features": len(found),
        "coverage": round(float(found["coverage"].mean()), 4) if len(found) else None,
        "findings": counts,
        "guessed": {
            name: {"auc": round(float(auc), 3), "by": by}
            for name, auc, by in zip(
                *(guessed[c] for c in proxies.COLUMNS), strict=True
            )
        },
    }


if __name__ == "__main__":
    _stage.run(main)
