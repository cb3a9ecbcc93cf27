"""What a check, or a run, found of each table: counts, months and names alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from connectors.keys import Matched
from contracts.model_params import Outcome
from pipelines import _checked
from pipelines.checking.table_months import Months

NEEDED_FOR: Mapping[Outcome, tuple[str, ...]] = {
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
        Why a run would stop at this table, and what to do; empty if it would not.
    ids : tuple of Matched
        How many people and units it names, and how many nobody knows.
    months : Months, optional
        When its good rows are of; none where a table is not dated, or refused.
    shapes : mapping of rule to shapes
        What most cells look like that could not be read.
    past_retention : int
        Rows past the retention limit, which a run leaves out and does not count.
    """

    rows: int
    broken: Mapping[str, int]
    missing_columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    refused: str = ""
    ids: tuple[Matched, ...] = ()
    months: Months | None = None
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    past_retention: int = 0

    @property
    def unmatched(self) -> int:
        """Rows of people or teams that the people system does not know."""
        return sum(n for rule, n in self.broken.items() if _checked.is_unmatched(rule))

    @property
    def state(self) -> str:
        """What becomes of the table in a run."""
        return "refused" if self.refused else "partial" if self.broken else "complete"


Findings = Mapping[str, Finding]


def wanting(findings: Findings) -> dict[Outcome, list[str]]:
    """Give, for each outcome, the tables that it lacks: absent, empty or refused."""
    usable = {n for n, found in findings.items() if found.rows and not found.refused}
    return {
        outcome: [name for name in needed if name not in usable]
        for outcome, needed in NEEDED_FOR.items()
    }


def learnable(findings: Findings) -> str:
    """Say in one sentence which outcomes can be learned, and what the others lack."""
    lacks = wanting(findings)
    can = [outcome for outcome, lack in lacks.items() if not lack]
    said = "; ".join(
        f"{outcome} lacks {', '.join(lack)}" for outcome, lack in lacks.items() if lack
    )
    if not can:
        return f"{said.capitalize()}: no outcome can be learned from these data."
    able = f"{' and '.join(can).capitalize()} can be learned from these data"
    return f"{able}; {said}." if said else f"{able}."


def beyond(findings: Findings, modelled: Collection[Outcome]) -> list[Outcome]:
    """Give the outcomes that a run is to learn and can't."""
    # A long absence is read from the same tables as any other.
    lacks = wanting(findings)
    lacks["long_absence"] = lacks["absence"]
    return [outcome for outcome in modelled if lacks[outcome]]
