"""What the HR system shows of the truth: people, assignments, teams, exits."""

from dataclasses import fields

import numpy as np
import pyarrow as pa

from connectors.simulator import clock
from connectors.simulator.arrays import NEVER, Flags, Ints
from connectors.simulator.clock import DAYS_A_MONTH
from connectors.simulator.draws import exponential, geometric, whole
from connectors.simulator.records import codes
from connectors.simulator.truth import structure
from connectors.simulator.truth.hiring import Stints
from connectors.simulator.truth.history import History
from contracts.people_tables import DEPARTURE_REASONS

TEAMS_SINCE = "2015-01-01"
GRADE_MONTHS, GRADES, GRADE_PAY = (18, 60), ("C1", "C2", "C3", "M1"), (1820, 1930, 2080)
SUPERVISOR_PAY = 2550
DEPARTURE_LAG, ASSIGNMENT_LAG = 25, 20
DEPARTURE_LAG_MEAN, ASSIGNMENT_LAG_END = 7.0, 0.3
EARLY_RECORD_SHARE = 0.15


def names(history: History) -> pa.Array:
    """Name everybody ever employed."""
    return codes.person_names(history.company.roster.number)


def employed(history: History) -> Flags:
    """Say who was employed at some time that the records cover."""
    company = history.company
    kept: Flags = (company.people.leaves_on >= history.first_day) & (
        company.roster.hired_on <= history.last_day
    )
    return kept


def people(history: History) -> pa.Table:
    """Write ``people``, a row a person."""
    roster = history.company.roster
    who = np.flatnonzero(employed(history))
    who = who[np.argsort(roster.number[who], kind="stable")]
    return pa.table(
        {
            "person_id": names(history).take(pa.array(who)),
            "hired_on": codes.days(roster.hired_on[who]),
            "birth_year": pa.array(roster.birth_year[who]),
            "gender": codes.coded(("M", "F"), roster.woman[who].astype(np.int64)),
        }
    )


def all_stints(history: History) -> tuple[Stints, Ints]:
    """Join all assignments in order, and give the last day of each."""
    every = [stint for month in history.months for stint in month.stints]
    joined = [
        np.concatenate([getattr(s, f.name) for s in every]) for f in fields(Stints)
    ]
    number = history.company.roster.number[joined[0]]
    order = np.lexsort((joined[3], number))
    # Two changes on one day: the one noted last holds.
    who, on = joined[0][order], joined[3][order]
    holds = np.append((who[1:] != who[:-1]) | (on[1:] != on[:-1]), True)
    stints = Stints(*(column[order][holds] for column in joined))
    following = np.append(stints.on[1:] - 1, NEVER)
    following[np.append(stints.who[1:] != stints.who[:-1], True)] = NEVER
    leaves = history.company.people.leaves_on[stints.who]
    return stints, np.minimum(following, leaves)


def assignments(history: History) -> pa.Table:
    """Write ``assignments``: a row a spell under one supervisor.

    Returns
    -------
    pyarrow.Table
        A change of supervisor or of contract ends a row and starts another.
        An end that comes after the history is empty.
    """
    roster = history.company.roster
    stints, last = all_stints(history)
    seen = (last >= history.first_day) & (stints.on <= history.last_day)
    seen &= stints.on <= last
    stints = Stints(*(getattr(stints, f.name)[seen] for f in fields(Stints)))
    last = np.where(last[seen] > history.last_day, NEVER, last[seen])
    who = stints.who
    lead = roster.supervisor[who]
    tenure = (stints.on - roster.hired_on[who]) / DAYS_A_MONTH
    grade = np.where(lead, 3, np.searchsorted(GRADE_MONTHS, tenure, side="right"))
    pay = np.array([*GRADE_PAY, SUPERVISOR_PAY])[grade] * np.exp(roster.pay_gap[who])
    hours = roster.weekly_hours[who]
    draws = history.world.draws
    (u,) = draws.uniforms("assignment records", 0, roster.number[who], 1, stints.on)
    lag = np.minimum(geometric(u, ASSIGNMENT_LAG_END) - 4, ASSIGNMENT_LAG)
    return pa.table(
        {
            "person_id": codes.coded(names(history), who),
            "team_id": codes.coded(structure.team_codes(history.teams), stints.team),
            "starts_on": codes.days(stints.on),
            "ends_on": codes.days(last),
            "role": codes.coded(("agent", "supervisor"), lead.astype(np.int64)),
            "grade": codes.coded(GRADES, grade),
            "contract": codes.coded(("permanent", "fixed_term"), stints.fixed_term),
            "fte": pa.array(np.round(hours / 35, 2)),
            "weekly_hours": pa.array(hours),
            "remote_share": pa.array(roster.remote_share[who]),
            "manager_id": codes.coded(names(history), stints.led_by),
            "monthly_pay": pa.array(np.rint(pay * hours / 35 / 10) * 10),
            "commute_minutes": pa.array(roster.commute_minutes[who]),
            "recorded_on": codes.days(stints.on + lag),
        }
    )


def teams(history: History) -> pa.Table:
    """Write ``teams``: the tree from the company down."""
    tree = history.teams
    sites, site_names = structure.site_codes(tree), structure.site_names(tree)
    leaves = structure.team_codes(tree)
    public = [
        f"{site_names[site]} · Équipe {number + 1}"
        for site, number in zip(tree.site, tree.number, strict=True)
    ]
    above = 1 + len(sites)
    kinds = ["company"] + ["site"] * len(sites) + ["team"] * len(leaves)
    starts, ends, successor = _changes_of_teams(history)
    table = pa.table(
        {
            "team_id": ["ETS", *sites, *leaves],
            "parent_id": [None, *["ETS"] * len(sites), *[sites[s] for s in tree.site]],
            "name": ["ETS", *sites, *[f"SUP-{code}" for code in leaves]],
            "public_name": ["Alizé", *site_names, *public],
            "kind": kinds,
            "starts_on": codes.days(np.append(np.full(above, starts[0]), starts[1:])),
            "ends_on": codes.days(np.append(np.full(above, NEVER), ends)),
            "successor_id": codes.coded(
                leaves, np.append(np.full(above, -1), successor)
            ).cast(pa.string()),
        }
    )
    return codes.sorted_by(table, "team_id")


def _changes_of_teams(history: History) -> tuple[Ints, Ints, Ints]:
    """Give the first day (the company's before all), the last, and the successor."""
    count = len(history.teams)
    since = int(np.datetime64(TEAMS_SINCE, "D").astype(np.int64))
    starts, ends = np.full(1 + count, since), np.full(count, NEVER)
    successor = np.full(count, -1)
    for team in np.flatnonzero(history.teams.opens).tolist():
        starts[1 + team] = clock.first_day(int(history.teams.opens[team]))
    for one in history.planted.reshapes:
        ends[one.merged] = clock.first_day(one.month) - 1
        successor[one.merged] = one.into
    return starts, ends, successor


def recorded_leaving(history: History) -> Ints:
    """Give the day on which each person's exit was recorded; ``NEVER`` if none.

    Most exits are recorded after the last day; some, with notice, before.
    """
    company = history.company.people
    number = history.company.roster.number
    u = history.world.draws.uniforms("departure records", 0, number, 3)
    late = np.floor(exponential(u[0], DEPARTURE_LAG_MEAN)).astype(np.int64)
    late = np.minimum(late, DEPARTURE_LAG)
    soon, early = whole(u[1], 0, 6), u[2] < EARLY_RECORD_SHARE
    told = company.notified_on < NEVER
    # What is still ahead at the end can only stand in the records as a notice.
    ahead = company.leaves_on > history.last_day
    before = np.minimum(company.notified_on + soon, company.leaves_on)
    before = np.where(ahead, np.minimum(before, history.last_day), before)
    day = np.where(told & (early | ahead), before, company.leaves_on + late)
    return np.where(company.leaves_on < NEVER, day, NEVER)


def departures(history: History) -> pa.Table:
    """Write ``departures``: exits that came, and those announced by the end."""
    company = history.company.people
    came = company.leaves_on <= history.last_day
    told = company.notified_on <= history.last_day
    who = np.flatnonzero(employed(history) & (came | told))
    who = who[np.argsort(history.company.roster.number[who], kind="stable")]
    return pa.table(
        {
            "person_id": codes.coded(names(history), who),
            "left_on": codes.days(company.leaves_on[who]),
            "reason": codes.coded(DEPARTURE_REASONS, company.reason[who]),
            "notified_on": codes.days(company.notified_on[who]),
            "recorded_on": codes.days(recorded_leaving(history)[who]),
        }
    )
