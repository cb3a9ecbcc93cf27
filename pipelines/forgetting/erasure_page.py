"""What was removed, where, and what is left to do: plain words, no id of anybody."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH = 79
STAYS = (
    "data/released and data/reports: rounded figures of teams and larger units, in "
    "which nobody is told apart. The next run makes them anew.",
    "metrics/, and the parameters, metrics and plots in MLflow: figures over "
    "everybody.",
    "Names in free text, such as a team's internal name: only ids are looked for.",
)


@dataclass(slots=True)
class Page:
    """What a page says, one sentence a line.

    Parameters
    ----------
    title : str
    removed, left : list of str
        What was removed; what is left to do.
    """

    title: str
    removed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Lay the page out."""
        parts = {"Removed": self.removed, "Stays, and why": STAYS}
        parts["Left to do"] = self.left
        said = (_section(name, lines) for name, lines in parts.items())
        return "\n\n".join((self.title, *said)) + "\n"


def counted(number: int, one: str, more: str = "") -> str:
    """Say how many: ``1 row``, ``2 rows``."""
    return f"{number:,} {one if number == 1 else more or f'{one}s'}"


def listed(names: Sequence[str]) -> str:
    """Say several names in a row."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _section(name: str, lines: Iterable[str]) -> str:
    wrapped = (
        textwrap.fill(
            line,
            WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines
    )
    return "\n".join((name, *wrapped))
