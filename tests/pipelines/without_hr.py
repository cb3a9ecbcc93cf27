"""Made-up exports without an HR system: contacts with a roster, a survey of units."""

from collections.abc import Iterable, Iterator
from pathlib import Path

AGENTS = [f"agent-{number}" for number in range(24)]


def contacts() -> Iterator[str]:
    """Everybody takes four contacts a month; red passes one on, blue two or three."""
    yield "interaction_id,person_id,opened_at,closed_at,queue,transferred"
    for month in ("04", "05"):
        for number, who in enumerate(AGENTS):
            passed_on = 1 if number < 12 else 2 + number % 2
            for hour in range(4):
                at = f"2026-{month}-0{1 + number % 9} {9 + hour:02}:00"
                passed = str(hour < passed_on).lower()
                yield f"{who}-{month}-{hour},{who},{at},{at},{hour % 2},{passed}"


def assignments() -> Iterator[str]:
    yield "person_id,team_id,starts_on"
    for number, who in enumerate(AGENTS):
        yield f"{who},{'red-room' if number < 12 else 'blue-room'},2026-04-01"


def scores() -> Iterator[str]:
    yield "campaign_id,closed_on,team_id,construct,mean,answers"
    for number in range(6):
        yield f"spring,2026-05-20,unit-{number},engagement,0.{3 + number},{4 + number}"


def teams(*names: str) -> list[str]:
    return ["team_id,parent_id,kind", "hq,,company", *(f"{n},hq,team" for n in names)]


def export(folder: Path, **tables: Iterable[str]) -> None:
    """Write each table into the folder."""
    folder.mkdir(exist_ok=True)
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
