"""What a check of the data found, as sections of a page: counts and names alone."""

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from connectors.keys import Matched
from contracts.drivers import Family
from contracts.inputs import SEEN_TABLES
from contracts.model_params import Outcome
from contracts.params import Params
from features.table import STANDS_IN, lacking
from pipelines.checking import months_page, remedies
from pipelines.checking.page_sections import Bar, Cell, Row, Section, Share, State
from pipelines.checking.table_findings import (
    Finding,
    Findings,
    beyond,
    learnable,
    wanting,
)
from pipelines.checking.table_months import Window

BUILD = "build"
STATES = (
    "Complete: every row keeps its contract. Partial: some rows do not, and a run "
    "sets them aside. Refused: a run would stop here.",
    "Broken rows break a rule of docs/contracts.md; unmatched ones name a person or "
    "a team that people or teams do not know (–: there is nothing to match with).",
)
KINDS: Mapping[str, State] = {
    "complete": State("complete", "good"),
    "partial": State("partial", "watch"),
    "refused": State("refused", "bad"),
}
IDS = (
    "Each person and unit that a table names counts once. Unmatched: people or teams "
    "do not know it, or keys holds no match for it on that day."
)
STOPS_AFTER_DRIVERS = (
    "outcomes.modelled is empty in params.yaml: a run builds the driver families and "
    "stops there."
)
TOLD_LATER = (
    "Which families and outcomes these tables carry is told once none is refused."
)
# Features that have a figure, of how many, by family; known after a run.
Fed = Mapping[str, tuple[int, int]]


def sections(
    findings: Findings,
    families: Collection[Family],
    modelled: Collection[Outcome],
    window: Window,
    fed: Fed | None = None,
) -> tuple[Section, ...]:
    """Give the sections of the page: what stops a run first, inventories last.

    Parameters
    ----------
    findings : mapping of table name to Finding
        In the order in which tables are to stand.
    families : collection of Family
        All that there are.
    modelled : collection of Outcome
        What a run is to forecast.
    window : Window
        The months that a run looks at.
    fed : mapping of family to counts, optional
        After a run: how many of its features have a figure.

    Returns
    -------
    tuple of Section
        Those without anything to say are left out.
    """
    refused = any(found.refused for found in findings.values())
    able = (
        (Section("Families and outcomes", words=(TOLD_LATER,)),)
        if refused
        else (learned(findings, modelled), drivers(findings, families, fed))
    )
    said = (
        Section("A run would stop", remarks=stops(findings, modelled), alarm=True),
        months_page.nothing(findings, window),
        came(findings),
        remarks(findings),
        months_page.months(findings, window),
        ids(findings),
        *able,
        information(findings),
    )
    return tuple(one for one in said if one.words or one.rows or one.remarks)


def stops(findings: Findings, modelled: Collection[Outcome]) -> tuple[str, ...]:
    """Say what would stop a run, and what to do: first the tables, then outcomes."""
    refused = [found.refused for found in findings.values() if found.refused]
    wrong = {name for name, found in findings.items() if found.refused}
    asked = beyond(findings, modelled)
    lacks = {one: set(wanting(findings)[one]) - wrong for one in asked}
    if not any(lacks.values()):
        return tuple(refused)
    said = "; ".join(f"{o} lacks {_listed(sorted(lack))}" for o, lack in lacks.items())
    can = [one for one in modelled if one not in asked]
    advice = (
        f"{said.capitalize()}, and outcomes.modelled asks for {' and '.join(asked)}.\n"
        f"  Bring what is missing, or set outcomes.modelled: [{', '.join(can)}] in "
        f"params.yaml{'' if can else '; a run then goes as far as the drivers'}."
    )
    return (*refused, advice)


def came(findings: Findings) -> Section:
    """Count each table's rows, and those that a run would set aside."""
    return Section(
        "What came",
        words=STATES if findings else (),
        columns=("table", "rows", "broken", "unmatched", "state"),
        rows=tuple(_counted(name, found) for name, found in findings.items()),
        pictured="matched, broken, unmatched",
    )


def _counted(name: str, found: Finding) -> Row:
    state = KINDS[found.state]
    if not found.rows and found.refused:
        return Row((name, None, None, None, state))
    broken = sum(found.broken.values()) - found.unmatched
    rest = found.rows - broken - found.unmatched
    # Where there is nobody to match with, nothing was matched.
    word, share = ("matched", _share(found)) if found.ids else ("kept", None)
    parts = ((word, rest), ("broken", broken), ("unmatched", found.unmatched))
    cells: tuple[Cell, ...] = (name, found.rows, broken, share, state)
    return Row(cells, Bar(parts if found.ids else parts[:2]) if found.rows else None)


def _share(found: Finding) -> Share:
    return Share(found.unmatched / found.rows if found.rows else 0.0)


def remarks(findings: Findings) -> Section:
    """Say, table by table, which rules are broken where a run would still go on."""
    return Section(
        "Rows that a run sets aside",
        remarks=tuple(
            _broken(name, rule, rows, found)
            for name, found in findings.items()
            for rule, rows in found.broken.items()
            if f'"{rule}"' not in found.refused
        ),
    )


def _broken(name: str, rule: str, rows: int, found: Finding) -> str:
    shapes = found.shapes.get(rule, ())
    alike = f"\n  {remedies.look_like(shapes)}" if shapes else ""
    return f'{name}: {rows:,} of {found.rows:,} rows break "{rule}".{alike}'


def ids(findings: Findings) -> Section:
    """Say system by system how many ids came, and how many nobody knows."""
    own = "people system" if "people" in findings else "this source"
    counted = [
        Row((one.system or own, name, f"{one.kind} ids", *_counts(one)))
        for name, found in findings.items()
        for one in found.ids
    ]
    return Section(
        "Ids, by the system that they are of",
        words=(IDS,) if counted else (),
        columns=("system", "table", "kind", "ids", "unmatched", "share"),
        rows=tuple(sorted(counted, key=lambda row: row.cells[0] != own)),
    )


def _counts(one: Matched) -> tuple[int, int, Share]:
    return one.ids, one.unmatched, Share(one.unmatched / one.ids if one.ids else 0.0)


def drivers(
    findings: Findings, families: Collection[Family], fed: Fed | None
) -> Section:
    """Say which driver families these tables feed, and what the others lack."""
    usable = [name for name, found in findings.items() if not found.refused]
    lacks = {family: lacking(family, usable) for family in families}
    there = sum(not lack for lack in lacks.values())
    later = "" if fed else " How many of their features have a figure, a run says."
    return Section(
        "Driver families",
        words=(f"Of {len(lacks)} families the tables came for {there}.{later}",),
        columns=("family", "state", "lacks"),
        rows=tuple(
            Row((family.name, _fed(family, lack, fed), _lack(family, lack)))
            for family, lack in lacks.items()
        ),
    )


def _fed(family: Family, lack: tuple[str, ...], fed: Fed | None) -> State:
    """Say no more of a family than is known: before a run, that its tables came."""
    if lack:
        return State("not available", "bad")
    if fed is None or family.name not in fed:
        return State("tables came", "watch")
    some, every = fed[family.name]
    return State(f"{some} of {every} features fed", "good" if some else "watch")


def _lack(family: Family, lack: tuple[str, ...]) -> str:
    """List the tables that a family lacks, with those that would stand in."""
    if lack == family.any_of:
        return " or ".join(lack)
    said = []
    for instead, names in groupby(lack, key=STANDS_IN.get):
        said.append(f"{', '.join(names)}{f' (or {instead})' if instead else ''}")
    return ", ".join(said)


def learned(findings: Findings, modelled: Collection[Outcome]) -> Section:
    """Say what can be learned, and where a run ends that is asked for nothing."""
    lacks = wanting(findings)
    return Section(
        "What can be learned",
        words=(learnable(findings), *(() if modelled else (STOPS_AFTER_DRIVERS,))),
        columns=("outcome", "state", "lacks"),
        rows=tuple(
            Row((name, _can(lack), ", ".join(lack))) for name, lack in lacks.items()
        ),
    )


def _can(lack: Collection[str]) -> State:
    return State("not available", "bad") if lack else State("can be learned", "good")


def information(findings: Findings) -> Section:
    """List what did not come and what nobody reads; nothing has to be done about it."""
    spared = [other for name, other in STANDS_IN.items() if name in findings]
    absent = [name for name in SEEN_TABLES if name not in (*findings, *spared)]
    said = [line for item in findings.items() for line in _noted(*item)]
    missing = (f"Tables that did not come: {_listed(absent)}.",) if absent else ()
    return Section("For information", remarks=(*missing, *said))


def _noted(name: str, found: Finding) -> Iterator[str]:
    if found.past_retention:
        yield (
            f"{name}: {found.past_retention:,} rows are past "
            "governance.retention_months; a run leaves them out."
        )
    if found.missing_columns:
        listed = _listed(found.missing_columns)
        yield f"{name}: optional columns that did not come: {listed}."
    if found.unknown_columns:
        yield f"{name}: columns that nobody reads: {_listed(found.unknown_columns)}."


def about(what: str, settings: Params) -> tuple[str, ...]:
    """Say what was done, with which exports, and whose data they are said to be."""
    here = Path.cwd()
    example = f" of the example {here.name}" if here.parent.name == BUILD else ""
    said = settings.governance.data.replace("_", " ")
    return (
        f"{what}{example}",
        f"Exports: {settings.source.path}",
        f"Data: {said} (governance.data)",
    )


def where(path: Path) -> str:
    """Say where the page is."""
    return f"All of it as a page: {path.resolve()}\n{path.resolve().as_uri()}"


def _listed(names: Collection[str]) -> str:
    return ", ".join(names) or "none"
