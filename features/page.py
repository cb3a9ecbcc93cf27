"""The page of drivers, made from the registry: ``docs/drivers.md``.

Run ``python -m features.page > docs/drivers.md`` after a family changes.
"""

import sys

from contracts.drivers import Family, Feature, Sign
from features.registry import FAMILIES

EXPECTED: dict[Sign, str] = {
    "raises": "more departures or absence",
    "lowers": "fewer departures or absences",
    "unsure": "not known beforehand",
}

OPENING = """# What the models look at

Made from `features/` by `python -m features.page > docs/drivers.md`; change a
family, not this page.

A family is a file in `features/`: what it measures, the words of both languages,
and what was published about it. It is absent where one of its tables is, unless
another stands in: `activity_days` for `interactions`, `survey_scores` for
`survey_answers` and `survey_questions`. *Expected* says what more of a feature should
go with, where the literature is of one mind; a model is free to find otherwise, and
what goes with departures need not cause them. A feature marked *shown* may stand in a
report, as the mean of a unit.

Figures are of 3 months (`features.recent_months`) where nothing else is said; of 1, 6
and 12 months they follow `features.latest_months`, `sustained_months` and
`long_months`, and a trend is held against the `before_months` before the recent ones.
*Comparable* teams are those under the same unit of the tree, one's own left out;
*colleagues* are one's team without oneself. Whatever was recorded after a month's end
is not in that month's figures, and what nobody ever wrote down stays empty.
"""

INSIDE = (
    "\nIt would speak of whoever leads a team, so it is learned from and never "
    "published.\n"
)


def drivers_page() -> str:
    """Write the whole page as Markdown.

    Returns
    -------
    str
        Ends with a line break.
    """
    count = sum(len(family.features) for family in FAMILIES)
    total = f"\n{len(FAMILIES)} families, {count} features.\n"
    return "".join((OPENING, total, *map(_section, FAMILIES)))


def _section(family: Family) -> str:
    tables = ", ".join(f"`{name}`" for name in family.tables)
    tables = tables or " or ".join(f"`{name}`" for name in family.any_of)
    rows = "".join(map(_row, family.features))
    return (
        f"\n## {family.label.en} · {family.label.fr}\n\n"
        f"`features/{family.name}.py`, from {tables}. {family.evidence}\n"
        f"{INSIDE if family.names_supervisors else ''}\n"
        f"| feature | English | French | unit | bounds | expected | |\n"
        f"|---|---|---|---|---|---|---|\n{rows}"
    )


def _row(feature: Feature) -> str:
    low, high = feature.bounds
    shown = "shown" if feature.indicator else ""
    return (
        f"| `{feature.name}` | {feature.label.en} | {feature.label.fr} "
        f"| {feature.unit} | {low:g} to {high:g} | {EXPECTED[feature.sign]} "
        f"| {shown} |\n"
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(drivers_page())
