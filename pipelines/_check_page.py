"""What a check of the data found, in plain text: counts and names alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contracts.drivers import Family
from contracts.inputs import INPUTS, SEEN_TABLES

NEEDED_FOR = {
    "turnover": ("people", "assignments", "teams", "departures"),
    "absence": ("people", "assignments", "teams", "departures", "absences"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one table turned out to hold.

    Parameters
    ----------
    rows : int
    broken : mapping of rule to rows that break it
    missing_columns, unknown_columns : tuple of str
        Optional columns that did not come; columns that nothing reads.
    refused : str
        Why a run would stop at this table; empty if it would not.
    """

    rows: int
    broken: Mapping[str, int]
    missing_columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    refused: str = ""

    @property
    def unmatched(self) -> int:
        """Rows of people or teams that the people system does not know."""
        return sum(n for rule, n in self.broken.items() if is_unmatched(rule))


def is_unmatched(rule: str) -> bool:
    """Tell a rule about unknown people or teams from the others."""
    return rule.endswith(("known in people", "known in teams"))


def page(
    findings: Mapping[str, Finding],
    families: Collection[Family],
    present: Collection[Family],
) -> str:
    """Write the page.

    Parameters
    ----------
    findings : mapping of table name to Finding
        In the order in which tables are to stand.
    families : collection of Family
        All that there are.
    present : collection of Family
        Those that these tables can feed.

    Returns
    -------
    str
        Lines, the last of which says what can be learned.
    """
    lost = [family.name for family in families if family not in present]
    absent = [name for name in SEEN_TABLES if name not in findings]
    return "\n".join(
        (
            *_counts(findings),
            "",
            *_remarks(findings),
            f"Tables missing: {_listed(absent)}.",
            f"Driver families present: {_listed([f.name for f in present])}.",
            f"Driver families lost: {_listed(lost)}.",
            learnable(findings),
            "",
        )
    )


def learnable(findings: Mapping[str, Finding]) -> str:
    """Say in one sentence which outcomes can be learned, or what is missing."""
    usable = {n for n, found in findings.items() if found.rows and not found.refused}
    can = [name for name, needed in NEEDED_FOR.items() if usable.issuperset(needed)]
    lack = {
        name: [table for table in needed if table not in usable]
        for name, needed in NEEDED_FOR.items()
        if name not in can
    }
    said = "; ".join(f"{name} needs {', '.join(names)}" for name, names in lack.items())
    if not can:
        return f"No outcome can be learned from these data: {said}."
    able = f"{' and '.join(can).capitalize()} can be learned from these data"
    return f"{able}; {said}." if said else f"{able}."


def _counts(findings: Mapping[str, Finding]) -> list[str]:
    width = max(map(len, (*INPUTS, "table")))
    head = f"{'table':<{width}}{'rows':>12}{'broken':>10}{'unmatched':>11}  state"
    return [head, *(_count(name, found, width) for name, found in findings.items())]


def _count(name: str, found: Finding, width: int) -> str:
    unmatched = found.unmatched / found.rows if found.rows else 0.0
    broken = sum(found.broken.values()) - found.unmatched
    state = "refused" if found.refused else "partial" if found.broken else "complete"
    return f"{name:<{width}}{found.rows:>12,}{broken:>10,}{unmatched:>11.1%}  {state}"


def _remarks(findings: Mapping[str, Finding]) -> list[str]:
    said = []
    for name, found in findings.items():
        if found.refused:
            said.append(found.refused)
        said += [
            f'{name}: {rows:,} of {found.rows:,} rows break "{rule}".'
            for rule, rows in found.broken.items()
        ]
        if found.missing_columns:
            said.append(f"{name}: columns missing: {_listed(found.missing_columns)}.")
        if found.unknown_columns:
            said.append(f"{name}: columns not read: {_listed(found.unknown_columns)}.")
    return [*said, ""] if said else []


def _listed(names: Collection[str]) -> str:
    return ", ".join(names) or "none"
