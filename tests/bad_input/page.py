"""The page of bad input, made from the kinds: ``docs/bad-input.md``.

Run ``python -m tests.bad_input.page > docs/bad-input.md`` after a kind changes.
"""

import sys
from collections.abc import Iterable

from tests.bad_input.kind import Kind
from tests.bad_input.kinds import SECTIONS

OPENING = """# What bad input is answered with

Made from `tests/bad_input/` by `python -m tests.bad_input.page > docs/bad-input.md`;
every line is a test. {total} kinds: {stops} stop the run with a sentence, {aside} set
rows aside, {works} look odd and work.

- **stops**: exit code 2 and a sentence that says what is wrong, where, what was
  expected and what to do; the words shown are part of it. No sentence holds a value
  from a person's row, and nothing half-written stays. Mend the export, and run again.
- **goes aside**: the row lies in `data/restricted/quarantine/` under the rule shown,
  and `metrics/ingest.json` counts it. Past `source.max_broken_share`, or
  `source.max_unmatched_share` where a person or a unit is not known, the run stops.
- **works**: nothing has to be mended.

A tree of units that is none stops the release with exit code 3. What the machine
refuses (a full disk, a folder that can't be written to) and what nobody foresaw end
with exit code 1 and a sentence; `EQUIPAGE_TRACE=1` then shows the error's own words,
which may quote rows.
"""


def bad_input_page() -> str:
    """Write the whole page as Markdown; it ends with a line break."""
    kinds = [kind for section in SECTIONS.values() for kind in section]
    counts = {
        word: sum(kind.answer == answer for kind in kinds)
        for word, answer in (
            ("stops", "stops"),
            ("aside", "goes aside"),
            ("works", "works"),
        )
    }
    opening = OPENING.format(total=len(kinds), **counts)
    return opening + "".join(_section(*item) for item in SECTIONS.items())


def _section(title: str, kinds: Iterable[Kind]) -> str:
    rows = "".join(_row(kind) for kind in kinds)
    return f"\n## {title}\n\n| what comes | answer | in words |\n|---|---|---|\n{rows}"


def _row(kind: Kind) -> str:
    where = "" if kind.table in ("params", kind.name) else f" ({kind.table})"
    words = " … ".join(kind.says)
    code = (
        f", exit code {kind.code}" if kind.answer == "stops" and kind.code != 2 else ""
    )
    return f"| {_cell(kind.name)}{where} | {kind.answer}{code} | {_cell(words)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(bad_input_page())
