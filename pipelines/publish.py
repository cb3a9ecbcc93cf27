"""Publish a month: a reviewer confirms, the files are frozen, the ledger grows.

reads   MONTH, REVIEWER, ACCEPT and NEW_LEDGER, environment variables
        data/released/  data/reports/  metrics/gate/
        data/restricted/features.parquet  data/restricted/tables/
writes  published/<month>/  data/restricted/ledger/  params.yaml: release.ledger_head
"""

import os
import sys
from collections.abc import Sequence

import pandas as pd

from contracts import params
from pipelines import _files, _governance, _ledger, _people, _stage
from pipelines.publishing import frozen, head, interrupted, order, refusals
from pipelines.write_report import read_released
from privacy.history.ledger import (
    Link,
    appended,
    changed_members,
    member_sets,
)
from privacy.history.standing import drivers_of, figures_of, kpis_of, standing
from privacy.pseudonyms import key_fingerprint
from privacy.units.groups import grouped_months, members_of
from privacy.units.tree import read_tree

Members = dict[str, dict[str, str]]


def main() -> None:
    """Check everything, then write: what is refused leaves everything as it was.

    Raises
    ------
    ContractError, DisclosureError
        If the month may not be published.
    """
    asked = order.read(os.environ)
    refusals.refuse_in_an_experiment()
    settings = params.load()
    _governance.require_leave(settings.governance)
    before = interrupted.sealed(settings.release.ledger_head, asked)
    if before != settings.release.ledger_head:
        say(f"A stopped run was finished: release.ledger_head is now {before}.")
    links = _ledger.links(before)
    month = frozen.read(read_released(_files.RELEASED), asked.month)
    if refusals.is_published(links, asked, month):
        say(f"{asked.month} is published already, just so. Nothing was changed.")
        return
    refusals.require_a_ledger(links, asked)
    failed = refusals.failures(month, asked)
    refusals.require_up_to_date()
    key = _governance.pseudonym_key(settings.governance, settings.source)
    members = member_sets(_members(month, settings), key)
    say_what_changed(links, members, key)
    link = link_of(asked, before, links, month, failed, members, key)
    write(link, month, before)


def link_of(
    asked: order.Order,
    before: str,
    links: Sequence[Link],
    month: frozen.Month,
    failed: dict[str, str],
    members: Members,
    key: bytes,
) -> Link:
    """Lay out the month's link: what no earlier link holds."""
    tables, before_it = month.released.tables, standing(links)
    known = {day for link in links for day in link.members}
    return Link(
        before=before,
        month=asked.month,
        reviewer=asked.reviewer,
        accepted=failed | {"reason": asked.reason} if failed else {},
        released=month.released.digest,
        files=month.seal,
        figures=figures_of(tables["team_risk"], tables["rate_steps"], before_it),
        kpis=kpis_of(tables["team_kpis"], before_it),
        members={day: sets for day, sets in members.items() if day not in known},
        key=key_fingerprint(key),
        drivers=drivers_of(tables["team_drivers"], before_it),
    )


def write(link: Link, month: frozen.Month, before: str) -> None:
    """Freeze the files, add the link, and seal both by the new head."""
    text, sealed = appended(_ledger.text(before), link)
    changed = head.with_head(sealed)
    folder = frozen.write(month, link.month)
    _files.write_text(_ledger.main_checkout() / _ledger.LEDGER, text)
    _files.write_text(head.PARAMS, changed)
    say(
        f"{link.month} is published, confirmed by {link.reviewer}: {folder} holds "
        f"{len(month.files)} files and their hashes.\n"
        f"release.ledger_head in params.yaml is now {sealed}: commit it, and keep "
        f"{_ledger.LEDGER} where it is not lost.\n"
        "Run dvc repro: the tables now say what was published, and stay the same."
    )


def say_what_changed(links: Sequence[Link], members: Members, key: bytes) -> None:
    """Say how many units of published months have other members today."""
    changed = changed_members(links, members, key_fingerprint(key))
    if changed:
        say(
            f"{changed} units of published months would have other members today, "
            "after late corrections. Their figures stand as published."
        )


def say(text: str) -> None:
    """Tell whoever publishes."""
    sys.stdout.write(f"{text}\n")


def _members(month: frozen.Month, settings: params.Params) -> pd.DataFrame:
    """Give who belongs to each unit of the released months; never written."""
    months = list(month.released.tables["team_risk"]["month"].unique())
    present = _people.roster(_files.read_features(), months)
    present = present[["month", "person_id", "team_id"]]
    tree = read_tree(_files.read_table("teams"))
    places, _ = grouped_months(present, tree, settings.privacy)
    return members_of(present, places)


if __name__ == "__main__":
    _stage.run(main)
