"""The months of the tables beside those that a run looks at, as sections of a page."""

from collections.abc import Iterator

from pipelines.checking.page_sections import Row, Section
from pipelines.checking.table_findings import Findings
from pipelines.checking.table_months import EVERY_DAY, Months, Window, covered, thin

# Tables that hold something of most months; a survey or a plan is of a few.
OF_MOST_MONTHS = (*EVERY_DAY, "assignments", "departures", "absences")
LITTLE = 0.5
SHOWN = 6


def nothing(findings: Findings, window: Window) -> Section:
    """Say which tables hold no row of the months looked at, and what to set."""
    return Section(
        "A run would find nothing",
        remarks=tuple(
            f"{name}: {none_looked_at(months, window)}\n"
            "  Set time.last_month and time.history_months to the months that came, "
            "or export those asked for."
            for name, months in _dated(findings)
            if not months.looked_at
        ),
        alarm=True,
    )


def none_looked_at(months: Months, window: Window) -> str:
    """Say that no row falls into the months looked at, and where the rows lie."""
    if months.last < window.reach:
        lie = f"its rows end in {months.last}"
    elif months.first > window.last:
        lie = f"its rows begin in {months.first}"
    else:
        lie = f"its rows lie before {window.reach} and after {window.last}"
    return f"no row falls into the months looked at, {window.words}: {lie}."


def months(findings: Findings, window: Window) -> Section:
    """Give each dated table's first and last month, and how much is looked at."""
    dated = list(_dated(findings))
    return Section(
        "Months",
        words=_words(window) if dated else (),
        columns=("table", "first", "last", "rows", "looked at"),
        rows=tuple(
            Row((name, of.first, of.last, sum(of.rows.values()), of.looked_at))
            for name, of in dated
        ),
        remarks=tuple(line for name, of in dated for line in _odd(name, of, window)),
    )


def _words(window: Window) -> tuple[str, ...]:
    return (
        f"A run takes its snapshots from {window.words} (time.last_month, "
        f"time.history_months) and looks back as far as {window.reach}. Months of good "
        "rows; open: some have no end.",
    )


def _dated(findings: Findings) -> Iterator[tuple[str, Months]]:
    for name, found in findings.items():
        if found.months:
            yield name, found.months


def _odd(name: str, of: Months, window: Window) -> Iterator[str]:
    some, every = covered(of, window)
    if of.looked_at and name in OF_MOST_MONTHS and some < LITTLE * every:
        yield (
            f"{name}: its rows span {some} of the {every} months looked at, "
            f"{window.words}. See time.last_month and time.history_months."
        )
    if name in EVERY_DAY:
        yield from _thin(name, of, window)


def _thin(name: str, of: Months, window: Window) -> Iterator[str]:
    few, usual = thin(of, window)
    if few:
        shown = ", ".join(f"{month} ({n:,})" for month, n in list(few.items())[:SHOWN])
        more = f" and {len(few) - SHOWN} more" if len(few) > SHOWN else ""
        yield (
            f"{name}: few rows in {shown}{more}; a usual month has {usual:,}. A month "
            "cut short is no trend."
        )
