"""What a check of the data found, as sections of a page: counts and names alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from connectors.keys import Matched
from contracts.drivers import Family
from contracts.inputs import SEEN_TABLES
from contracts.params import Outcome
from features.table import STANDS_IN, lacking
from pipelines import _checked
from pipelines._sections import Bar, Row, Section, Share

NEEDED_FOR: Mapping[Outcome, tuple[str, ...]] = {
    "turnover": ("people", "assignments", "teams", "departures"),
    "absence": ("people", "assignments", "teams", "departures", "absences"),
}
STATES = (
    "Complete: every row keeps its contract. Partial: some rows do not, and a run "
    "sets them aside. Refused: a run would stop here.",
    "Broken rows break a rule of docs/contracts.md; unmatched ones name a person or "
    "a team that people or teams do not know.",
)
IDS = (
    "Each person and unit that a table names counts once. Unmatched: people or teams "
    "do not know it, or keys holds no match for it on that day."
)
STOPS_AFTER_DRIVERS = (
    "outcomes.modelled is empty in params.yaml: a run builds the driver families and "
    "stops there."
)


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
    ids : tuple of Matched
        How many people and units it names, and how many nobody knows.
    """

    rows: int
    broken: Mapping[str, int]
    missing_columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    refused: str = ""
    ids: tuple[Matched, ...] = ()

    @property
    def unmatched(self) -> int:
        """Rows of people or teams that the people system does not know."""
        return sum(n for rule, n in self.broken.items() if _checked.is_unmatched(rule))

    @property
    def state(self) -> str:
        """What becomes of the table in a run."""
        return "refused" if self.refused else "partial" if self.broken else "complete"


Findings = Mapping[str, Finding]


def sections(
    findings: Findings, families: Collection[Family], modelled: Collection[Outcome]
) -> tuple[Section, ...]:
    """Give the sections of the page.

    Parameters
    ----------
    findings : mapping of table name to Finding
        In the order in which tables are to stand.
    families : collection of Family
        All that there are.
    modelled : collection of Outcome
        What a run is to forecast.

    Returns
    -------
    tuple of Section
        The last one says what can be learned.
    """
    return (
        came(findings),
        remarks(findings),
        ids(findings),
        drivers(findings, families),
        learned(findings, modelled),
    )


def came(findings: Findings) -> Section:
    """Count each table's rows, and those that a run would set aside."""
    spared = [other for name, other in STANDS_IN.items() if name in findings]
    absent = [name for name in SEEN_TABLES if name not in (*findings, *spared)]
    return Section(
        "What came",
        words=STATES,
        columns=("table", "rows", "broken", "unmatched", "state"),
        rows=tuple(_counted(name, found) for name, found in findings.items()),
        remarks=(f"Tables missing: {_listed(absent)}.",),
        pictured="matched, broken, unmatched",
    )


def _counted(name: str, found: Finding) -> Row:
    unmatched = Share(found.unmatched / found.rows if found.rows else 0.0)
    broken = sum(found.broken.values()) - found.unmatched
    matched = found.rows - broken - found.unmatched
    parts = ("matched", matched), ("broken", broken), ("unmatched", found.unmatched)
    picture = Bar(parts) if found.rows else None
    return Row((name, found.rows, broken, unmatched, found.state), picture)


def remarks(findings: Findings) -> Section:
    """Say, table by table, what is wrong and what nobody reads."""
    said = tuple(line for item in findings.items() for line in _remarks(*item))
    return Section(
        "What to look at",
        remarks=said or ("Nothing: all columns came, and no row is broken.",),
    )


def _remarks(name: str, found: Finding) -> Iterator[str]:
    if found.refused:
        yield found.refused
    for rule, rows in found.broken.items():
        yield f'{name}: {rows:,} of {found.rows:,} rows break "{rule}".'
    if found.missing_columns:
        yield (
            f"{name}: optional columns that did not come: "
            f"{_listed(found.missing_columns)}."
        )
    if found.unknown_columns:
        yield f"{name}: columns that nobody reads: {_listed(found.unknown_columns)}."


def ids(findings: Findings) -> Section:
    """Say system by system how many ids came, and how many nobody knows."""
    counted = [
        Row((one.system or "people system", name, f"{one.kind} ids", *_counts(one)))
        for name, found in findings.items()
        for one in found.ids
    ]
    return Section(
        "Ids, by the system that they are of",
        words=(IDS,),
        columns=("system", "table", "kind", "ids", "unmatched", "share"),
        rows=tuple(sorted(counted, key=lambda row: row.cells[0] != "people system")),
    )


def _counts(one: Matched) -> tuple[int, int, Share]:
    return one.ids, one.unmatched, Share(one.unmatched / one.ids if one.ids else 0.0)


def drivers(findings: Findings, families: Collection[Family]) -> Section:
    """Say which driver families these tables feed, and what the others lack."""
    usable = [name for name, found in findings.items() if not found.refused]
    lacks = {family: lacking(family, usable) for family in families}
    present = sum(not lack for lack in lacks.values())
    return Section(
        "Driver families",
        words=(f"{present} of {len(lacks)} families have the tables they need.",),
        columns=("family", "state", "lacks"),
        rows=tuple(
            Row((family.name, "lost" if lack else "present", _lack(family, lack)))
            for family, lack in lacks.items()
        ),
    )


def _lack(family: Family, lack: tuple[str, ...]) -> str:
    """List the tables that a family lacks, with those that would stand in."""
    if lack == family.any_of:
        return " or ".join(lack)
    said = []
    for instead, names in groupby(lack, key=STANDS_IN.get):
        said.append(f"{', '.join(names)}{f' (or {instead})' if instead else ''}")
    return ", ".join(said)


def learned(findings: Findings, modelled: Collection[Outcome]) -> Section:
    """Say what can be learned, and what to set where a run asks for more."""
    lacks = wanting(findings)
    can = [outcome for outcome, lack in lacks.items() if not lack]
    beyond = [name for name in modelled if name not in can]
    advice = (
        f"outcomes.modelled asks for {' and '.join(beyond)}, and a run would stop. "
        "Bring what is missing, or set outcomes.modelled: "
        f"[{', '.join(can)}] in params.yaml"
        f"{'' if can else '; a run then goes as far as the drivers'}."
    )
    words = [advice] if beyond else [] if modelled else [STOPS_AFTER_DRIVERS]
    return Section(
        "What can be learned",
        words=tuple(words),
        columns=("outcome", "state", "lacks"),
        rows=tuple(
            Row((name, "lost" if lack else "present", ", ".join(lack)))
            for name, lack in lacks.items()
        ),
        remarks=(learnable(findings),),
    )


def where(path: Path) -> str:
    """Say where the page is."""
    return f"All of it as a page: {path}\n{path.resolve().as_uri()}"


def wanting(findings: Findings) -> dict[Outcome, list[str]]:
    """Give, for each outcome, the tables that it lacks: absent, empty or refused."""
    usable = {n for n, found in findings.items() if found.rows and not found.refused}
    return {
        outcome: [name for name in needed if name not in usable]
        for outcome, needed in NEEDED_FOR.items()
    }


def learnable(findings: Findings) -> str:
    """Say in one sentence which outcomes can be learned, or what is missing."""
    lacks = wanting(findings)
    can = [outcome for outcome, lack in lacks.items() if not lack]
    said = "; ".join(
        f"{outcome} needs {', '.join(lack)}" for outcome, lack in lacks.items() if lack
    )
    if not can:
        return f"No outcome can be learned from these data: {said}."
    able = f"{' and '.join(can).capitalize()} can be learned from these data"
    return f"{able}; {said}." if said else f"{able}."


def _listed(names: Collection[str]) -> str:
    return ", ".join(names) or "none"
