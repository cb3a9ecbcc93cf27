"""Remove a person, or everybody past the retention limit, from all that lies here.

reads   PERSON, an environment variable: the id in the people system
writes  the exports, data/restricted/, DVC's cache, MLflow's store, data/erasures/

The ledger of what was published, data/restricted/ledger/, and published/ stay: they
hold figures of units, and of their members one keyed name a unit, no id and no person.
"""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from contracts.errors import ContractError
from pipelines import _files, _retention, _stage
from pipelines.forgetting import checkouts, derived_data, export_rows, traces, wording
from pipelines.forgetting.checkouts import Place
from pipelines.forgetting.erasure_page import Page, counted, listed
from pipelines.forgetting.sought_people import Sought
from pipelines.forgetting.traces import Everything
from pipelines.forgetting.wording import Names

PERSON = "PERSON"
FROM_THE_KEYBOARD = "-"
RECEIPTS = Path("data/erasures")


def typed_person() -> str | None:
    """Give the id that was asked for; None asks for the retention limit.

    It comes by the environment, so that it is no word of a command that make prints
    or runs, and is taken out of it, so that nothing started from here inherits it.

    Raises
    ------
    ContractError
        If it is empty: a name left out by mistake must not become everybody.
    """
    typed = os.environ.pop(PERSON, None)
    # make hands on what it was given in its own flags as well.
    os.environ.pop("MAKEFLAGS", None)
    if typed == FROM_THE_KEYBOARD and sys.stdin.isatty():
        typed = getpass.getpass("The person's id in the people system: ")
    elif typed == FROM_THE_KEYBOARD:
        typed = sys.stdin.readline()
    if typed is not None and not typed.strip():
        raise ContractError(
            "PERSON: it is empty.\n"
            "  Expected the person's id in the people system. Write PERSON=<id>, or "
            "leave PERSON out to remove everybody past the retention limit."
        )
    return typed


def remove(found: Everything, names: Names) -> list[str]:
    """Remove all that was found; give a line a place.

    What was made of the exports goes first. A run that is cut short then finds the
    rest again: who somebody is stands in the exports, and those that say so are
    changed last of all.
    """
    lines = list(_remove_derived(found, names))
    for exports in found.exports:
        if exports.held and exports.place.made_by:
            derived_data.remove_whole(Path(exports.place.source.path))
            lines.append(wording.of_stage(exports, names))
    for held in found.ours(names.root):
        export_rows.rewrite(held)
        lines.append(wording.of_export(held, names))
    return lines


def _remove_derived(found: Everything, names: Names) -> Iterator[str]:
    emptied = 0
    for derived in found.where_they_were():
        outputs, models = derived_data.remove(derived)
        emptied += models
        if outputs:
            yield wording.of_outputs(derived.place, outputs, names)
        if derived.left_behind:
            yield wording.of_experiments(derived, names)
    remembered = derived_data.empty_caches(found.cached)
    if any(one.everything for _, one in found.cached):
        yield wording.of_caches(found.cached, remembered)
    runs = sum(len(derived.runs) for derived in found.derived)
    if runs or emptied:
        yield wording.of_tracking(runs, emptied)


def say_nothing_found(typed: str | None, found: Everything, place: Place) -> None:
    """Say that nobody is past the limit, or stop where no file names the person.

    Raises
    ------
    ContractError
    """
    if typed is None:
        limit = _retention.limit_day(place.settings)
        sys.stdout.write(
            f"Nobody who left before {limit}, the retention limit, is left here. "
            "Nothing was changed.\n"
        )
        return
    unread = len(found.unread)
    but = f", and {counted(unread, 'export')} can't be read" if unread else ""
    raise ContractError(
        f"PERSON: no file here holds that id{but}.\n"
        "  Expected the person's id in the people system, as an export writes it. "
        "Nothing was changed."
    )


def stop_at_what_is_left(found: Everything, names: Names) -> None:
    """Stop where the person is still in exports: the next run would bring them back.

    Raises
    ------
    ContractError
    """
    outside = found.outside(names.root)
    again = [f for f in found.exports if f.held and f.place.comes_back]
    if not (outside or again or found.unread):
        return
    said = [counted(len(outside), "export") + " outside this checkout"] * bool(outside)
    said += [counted(len(again), "stage") + " that makes exports"] * bool(again)
    said += [counted(len(found.unread), "unreadable export")] * bool(found.unread)
    raise ContractError(
        f"exports: {listed(said)} may still bring them back.\n"
        "  Expected nobody to come back with the next run. Do what is left to do "
        "above, then run make forget again."
    )


def title_of(typed: str | None, found: Everything, place: Place, sought: Sought) -> str:
    """Say who was forgotten, without naming anybody."""
    if typed is not None:
        ids = f", with {counted(len(sought.elsewhere), 'id')} in other systems"
        return f"One person{ids * bool(sought.elsewhere)}: forgotten here."
    named = {word for one in found.exports for word in one.sought.everything}
    others = len(sought.everything - named)
    people = counted(len(sought.ids) + others, "person", "people")
    limit = _retention.limit_day(place.settings)
    return f"{people} who left before {limit}, the retention limit: forgotten here."


def keep_receipt(text: str, root: Path, zone: str) -> Path:
    """Write the page, which holds no id, under the day and the day's next number."""
    day = datetime.now(ZoneInfo(zone)).date()
    free = (root / RECEIPTS / f"{day}.{number}.txt" for number in count(1))
    path = next(path for path in free if not path.exists())
    _files.write_text(path, text)
    return path


def main() -> None:
    """Find, remove, and say what was removed, where, and what is left to do.

    Raises
    ------
    ContractError
        If nothing names the person, DVC is at work, or an export that is not ours
        to change still names them: all else is then done, and the page written.
    """
    typed = typed_person()
    root = Path.cwd()
    with ExitStack() as stack:
        places = checkouts.opened(stack, root, retention=typed is None)
        connection = stack.enter_context(duckdb.connect())
        found, search = traces.find(connection, places, typed)
        if found.is_nothing:
            say_nothing_found(typed, found, places[0])
            return
        names = Names(root, search)
        page = Page(title_of(typed, found, places[0], search.sought))
        page.removed += remove(found, names)
        page.left += wording.left_to_do(found, places, names)
    receipt = keep_receipt(page.text(), root, places[0].settings.source.time_zone)
    sys.stdout.write(
        f"{page.text()}\nThis page holds no id. It is kept in "
        f"{receipt.relative_to(root)}: put a copy into the record of erasures.\n"
    )
    stop_at_what_is_left(found, names)


if __name__ == "__main__":
    # It takes every place for itself, once no run is going on in any.
    _stage.run(main, writes=False)
