"""What a month must hold to before it is published."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from contracts.errors import ContractError, DisclosureError
from pipelines import _files, _ledger
from pipelines.publishing.frozen import Month
from pipelines.publishing.order import Order
from privacy.history.ledger import Link

STATUS = (sys.executable, "-m", "dvc", "status", "--json")


def refuse_in_an_experiment() -> None:
    """Stop where an experiment asks: it reads the ledger and never writes it.

    Raises
    ------
    ContractError
    """
    if Path.cwd().resolve() != _ledger.main_checkout():
        raise ContractError(
            "publish: this is an experiment's folder, not the main checkout.\n"
            "  Expected the main checkout, whose ledger is the only one. Apply the "
            "experiment there, run dvc repro, and publish from there."
        )


def require_a_ledger(links: Sequence[Link], order: Order) -> None:
    """Stop where a ledger would begin, or begin again, by mistake.

    Raises
    ------
    DisclosureError
        If there is none, and none is to be begun.
    ContractError
        If there is one, and another is to be begun.
    """
    if not links and not order.new_ledger:
        raise DisclosureError(
            f"ledger: there is none in {_ledger.LEDGER.parent}.\n"
            "  Expected the ledger of all months published so far. If there was none, "
            "begin one: add NEW_LEDGER=yes. If there was, bring it back."
        )
    if links and order.new_ledger:
        raise ContractError(
            f"NEW_LEDGER: there is a ledger, of {len(links)} month(s).\n"
            "  Expected NEW_LEDGER=yes for the first month ever published alone. "
            "Leave it out."
        )


def is_published(links: Sequence[Link], order: Order, month: Month) -> bool:
    """Tell whether the same was published already.

    Raises
    ------
    DisclosureError
        If the month was published with another content.
    ContractError
        If a later month was.
    """
    earlier = next((link for link in links if link.month == order.month), None)
    if earlier is None:
        last = links[-1].month if links else ""
        if order.month < last:
            raise ContractError(
                f"MONTH: {order.month} lies before {last}, which is published.\n"
                "  Expected a month after it: months are published in order."
            )
        return False
    same_figures = earlier.released == month.released.digest
    if same_figures and earlier.files == month.seal:
        return True
    what = "another report" if same_figures else "other figures"
    raise DisclosureError(
        f"MONTH: {order.month} was published already, with {what}.\n"
        f"  Expected what published/{order.month} holds: the difference of two "
        "versions could tell of single people. It stands as published."
    )


def failures(month: Month, order: Order) -> dict[str, str]:
    """Say what the gate found against the models of the month, by outcome.

    Raises
    ------
    ContractError
        If the gate was not asked about the month, or failed and no reason is given.
    """
    risk = month.released.tables["team_risk"]
    outcomes = sorted(risk["outcome"].unique())
    failed = {name: found for name in outcomes if (found := _failed(name, order))}
    if failed and not order.reason:
        said = "; ".join(f"{name}: {found}" for name, found in failed.items())
        raise ContractError(
            f"metrics/gate: the models failed on {said}.\n"
            "  Expected models that pass. If the reviewer has looked at the figures "
            'and publishes all the same, add ACCEPT="reason": it goes into the ledger.'
        )
    return failed


def _failed(outcome: str, order: Order) -> str:
    path = _files.METRICS / "gate" / f"{outcome}.json"
    found = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if found.get("month") != order.month:
        raise ContractError(
            f"{path}: it is {'of another month' if found else 'not there'}.\n"
            f"  Expected what the gate says of {order.month}. Run dvc repro."
        )
    return ", ".join(found["failed"])


def require_up_to_date() -> None:
    """Stop where files are not what the stages would make of the present inputs.

    Raises
    ------
    ContractError
    """
    stale = stale_stages()
    if stale:
        raise ContractError(
            f"dvc status: {len(stale)} stage(s) are out of date: {', '.join(stale)}.\n"
            "  Expected none, so that the report is of these data and parameters. "
            "Run dvc repro, and read the report again."
        )


def stale_stages() -> list[str]:
    """Ask DVC which stages are out of date.

    Raises
    ------
    ContractError
        If it can't tell.
    """
    done = subprocess.run(STATUS, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ContractError(
            f"dvc status: it ended with code {done.returncode}.\n"
            "  Expected a list of what is out of date. Run it by hand, and do what it "
            "says."
        )
    return sorted(name.rpartition(":")[2] for name in json.loads(done.stdout))
