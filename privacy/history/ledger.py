"""The ledger of what was published: a chain in which every link seals those before.

A link is a line of JSON. It holds the hash of the line before it, and the hash of the
last line is the head, which is kept elsewhere: whoever changes, drops, adds or swaps
a line gives another head.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from contracts.errors import DisclosureError

# The head of a ledger without a link, and what the first link stands on.
EMPTY = ""


@dataclass(frozen=True, slots=True)
class Link:
    """What was published with one month's report.

    Parameters
    ----------
    before : str
        The hash of the link before; ``EMPTY`` for the first.
    month : str
        The month reported on, such as ``2026-10``.
    reviewer : str
        Who confirmed.
    accepted : mapping of str to str
        What the gate failed on, by outcome, and the ``reason`` why it was
        published all the same; empty where nothing failed.
    released : str
        The digest of the released tables.
    files : str
        SHA-256 of the list of the frozen files' hashes.
    figures : mapping of column to list
        Rows of ``team_risk``, and the step of each rate, of every month and
        outcome that no link before holds.
    kpis : mapping of column to list
        Rows of ``team_kpis``, of every month and figure likewise.
    members : mapping of month to mapping of unit_id to str
        A keyed name of the members of each unit, see ``member_sets``.
    key : str
        The fingerprint of that key.
    drivers : mapping of column to list
        Rows of ``team_drivers``, of every month and outcome that no link before
        holds; empty in links from before they were kept.
    """

    before: str
    month: str
    reviewer: str
    accepted: Mapping[str, str] = field(repr=False)
    released: str
    files: str
    figures: Mapping[str, Sequence[Any]] = field(repr=False)
    kpis: Mapping[str, Sequence[Any]] = field(repr=False)
    members: Mapping[str, Mapping[str, str]] = field(repr=False)
    key: str
    drivers: Mapping[str, Sequence[Any]] = field(default_factory=dict, repr=False)


def line_of(link: Link) -> str:
    """Write a link as one line of JSON, the same for the same content."""
    content = asdict(link)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)


def hash_of(line: str) -> str:
    """Give the SHA-256 of a link's line, 64 hex digits."""
    return hashlib.sha256(line.encode()).hexdigest()


def appended(text: str, link: Link) -> tuple[str, str]:
    """Add a link to a ledger's text.

    Returns
    -------
    text, head : str
        The ledger with it, and its new head.
    """
    line = line_of(link)
    return f"{text}{line}\n", hash_of(line)


def chain(text: str, head: str) -> tuple[Link, ...]:
    """Read a ledger, and check that it is the one that the head stands for.

    Parameters
    ----------
    text : str
        A line a link, the oldest first.
    head : str
        The hash of the last line; ``EMPTY`` where nothing was published.

    Returns
    -------
    tuple of Link

    Raises
    ------
    DisclosureError
        If a link can't be read or doesn't follow the one before, or the last one
        isn't the head's.
    """
    lines = text.removesuffix("\n").split("\n") if text else []
    links, before = [], EMPTY
    for number, line in enumerate(lines, start=1):
        link = _read(line)
        if link is None or link.before != before:
            raise _broken(number, len(lines), link)
        links.append(link)
        before = hash_of(line)
    if before != head:
        raise _another(links, before, head)
    return tuple(links)


def unsealed(text: str, head: str) -> tuple[Link, str] | None:
    """Find the link that a run added when it was stopped before it wrote the head.

    Returns
    -------
    link, head : Link, str
        The last link, if it alone is not sealed, and the head that would seal it.

    Raises
    ------
    DisclosureError
        If the links before it are not those that the head stands for.
    """
    *earlier, last = text.removesuffix("\n").split("\n")
    link = _read(last)
    if link is None or link.before != head:
        return None
    chain("\n".join(earlier), head)
    return link, hash_of(last)


def member_sets(members: pd.DataFrame, key: bytes) -> dict[str, dict[str, str]]:
    """Name the members of each unit together, so that a change shows and nobody does.

    Parameters
    ----------
    members : DataFrame
        ``month, unit_id, person_id``.
    key : bytes
        Without it nobody can try out who the members may have been.

    Returns
    -------
    dict of month to dict of unit_id to str
        HMAC-SHA256 of the sorted ids, 64 hex digits.
    """
    named: dict[str, dict[str, str]] = {}
    rows = members.sort_values(["month", "unit_id", "person_id"])
    for (month, unit), here in rows.groupby(["month", "unit_id"], sort=True):
        ids = "\n".join(here["person_id"]).encode()
        name = hmac.new(key, ids, hashlib.sha256).hexdigest()
        named.setdefault(str(month)[:10], {})[str(unit)] = name
    return named


def changed_members(
    links: Sequence[Link], now: Mapping[str, Mapping[str, str]], key: str
) -> int:
    """Count the units of published months whose members are others today.

    Parameters
    ----------
    links : sequence of Link
    now : mapping of month to mapping of unit_id to str
        As ``member_sets`` gives them; months that it lacks are not looked at.
    key : str
        The fingerprint of its key; links under another can't be compared.
    """
    return sum(
        now[month].get(unit) != name
        for link in links
        if link.key == key
        for month, units in link.members.items()
        if month in now
        for unit, name in units.items()
    )


def _read(line: str) -> Link | None:
    """Read a line; None if it is no link."""
    try:
        return Link(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _another(links: Sequence[Link], last: str, head: str) -> DisclosureError:
    stopped = ""
    if links and links[-1].before == head:
        month = links[-1].month
        stopped = (
            f" If make publish was stopped, run it again with MONTH={month}: where "
            f"published/{month} holds what the last link names, it writes "
            f'ledger_head: "{last}" into params.yaml.'
        )
    return DisclosureError(
        f"ledger: release.ledger_head is {head or 'empty'}, and the last of its "
        f"{len(links)} link(s) is {last or 'none'}.\n  Expected the same: "
        "without the ledger nobody can tell what was published. Nothing was "
        f"written.{stopped} Else bring back the file or the parameter from where it "
        "was kept; only make publish writes either."
    )


def _broken(number: int, count: int, link: Link | None) -> DisclosureError:
    what = "is no link" if link is None else "does not follow the one before"
    return DisclosureError(
        f"ledger: line {number} of {count} {what}.\n"
        "  Expected a chain in which each link holds the hash of the one before. "
        "Nothing was written. Bring the file back from where it was kept."
    )
