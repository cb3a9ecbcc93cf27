"""What the HR system shows of the truth: people, assignments, exits, absences."""

from dataclasses import fields

import numpy as np
import pyarrow as pa

from connectors.simulator import clock, codes, structure
from connectors.simulator.arrays import NEVER, Flags, Ints
from connectors.simulator.clock import DAYS_A_MONTH
from connectors.simulator.hiring import Stints
from connectors.simulator.history import History
from connectors.simulator.sickness import LONG_FROM, Spells
from connectors.simulator.streams import stream
from contracts.people_tables import DEPARTURE_REASONS

TEAMS_SINCE = "2015-01-01"
GRADE_MONTHS, GRADES, GRADE_PAY = (18, 60), ("C1", "C2", "C3", "M1"), (1820, 1930, 2080)
SUPERVISOR_PAY = 2550
DEPARTURE_LAG, ABSENCE_LAG, ASSIGNMENT_LAG = 25, 6, 20
EARLY_RECORD_SHARE = 0.15
ACCIDENT_SHARE = 0.04


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
    return pa.table(
        {
            "person_id": codes.person_names(len(roster)).take(pa.array(who)),
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
    order = np.lexsort((joined[3], joined[0]))
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
    rng = stream(history.settings.seed, "assignment records")
    lag = np.minimum(rng.geometric(0.3, len(who)) - 4, ASSIGNMENT_LAG)
    names = codes.person_names(len(roster))
    return pa.table(
        {
            "person_id": codes.coded(names, who),
            "team_id": codes.coded(structure.team_codes(history.teams), stints.team),
            "starts_on": codes.days(stints.on),
            "ends_on": codes.days(last),
            "role": codes.coded(("agent", "supervisor"), lead.astype(np.int64)),
            "grade": codes.coded(GRADES, grade),
            "contract": codes.coded(("permanent", "fixed_term"), stints.fixed_term),
            "fte": pa.array(np.round(hours / 35, 2)),
            "weekly_hours": pa.array(hours),
            "remote_share": pa.array(roster.remote_share[who]),
            "manager_id": codes.coded(names, stints.led_by),
            "monthly_pay": pa.array(np.rint(pay * hours / 35 / 10) * 10),
            "commute_minutes": pa.array(roster.commute_minutes[who]),
            "recorded_on": codes.days(stints.on + lag),
        }
    )


def teams(history: History) -> pa.Table:
    """Write ``teams``: the tree from the company down."""
    tree = history.teams
    sites, names = structure.site_codes(tree), structure.site_names(tree)
    leaves = structure.team_codes(tree)
    public = [
        f"{names[site]} · Équipe {number + 1}"
        for site, number in zip(tree.site, tree.number, strict=True)
    ]
    count = 1 + len(sites) + len(leaves)
    kinds = ["company"] + ["site"] * len(sites) + ["team"] * len(leaves)
    table = pa.table(
        {
            "team_id": ["ETS", *sites, *leaves],
            "parent_id": [None, *["ETS"] * len(sites), *[sites[s] for s in tree.site]],
            "name": ["ETS", *sites, *[f"SUP-{code}" for code in leaves]],
            "public_name": ["Alizé", *names, *public],
            "kind": kinds,
            "starts_on": pa.array(np.full(count, np.datetime64(TEAMS_SINCE, "D"))),
        }
    )
    return codes.sorted_by(table, "team_id")


def recorded_leaving(history: History) -> Ints:
    """Give the day on which each person's exit was recorded; ``NEVER`` if none.

    Most exits are recorded after the last day; some, with notice, before.
    """
    company = history.company.people
    rng = stream(history.settings.seed, "departure records")
    n = len(company.team)
    late = np.minimum(np.floor(rng.exponential(7, n)), DEPARTURE_LAG).astype(np.int64)
    soon, early = rng.integers(0, 6, n), rng.random(n) < EARLY_RECORD_SHARE
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
    return pa.table(
        {
            "person_id": codes.coded(codes.person_names(len(company.team)), who),
            "left_on": codes.days(company.leaves_on[who]),
            "reason": codes.coded(DEPARTURE_REASONS, company.reason[who]),
            "notified_on": codes.days(company.notified_on[who]),
            "recorded_on": codes.days(recorded_leaving(history)[who]),
        }
    )


def all_spells(history: History, kind: str) -> Spells:
    """Join the spells of all months that the records still show; kind sick or leave."""
    every = [getattr(month, kind) for month in history.months]
    who, first, last = (
        np.concatenate([getattr(spells, f.name) for spells in every])
        for f in fields(Spells)
    )
    # An exit settled after the spell began ends it too.
    last = np.minimum(last, history.company.people.leaves_on[who])
    seen = last >= history.first_day
    return Spells(who[seen], first[seen], last[seen])


def absences(history: History) -> pa.Table:
    """Write ``absences``: sickness, accidents and leave, each recorded with a lag."""
    rng = stream(history.settings.seed, "absence records")
    sick, leave = all_spells(history, "sick"), all_spells(history, "leave")
    n, m = len(sick.who), len(leave.who)
    first = np.concatenate([sick.first, leave.first])
    last = np.concatenate([sick.last, leave.last])
    who = np.concatenate([sick.who, leave.who])
    length = sick.last - sick.first + 1
    # A long sickness begins as a shorter certificate that is then prolonged.
    certified = np.where(length >= LONG_FROM, rng.integers(7, 30, n), length)
    expected = np.concatenate([sick.first + certified - 1, leave.last])
    kind = np.concatenate([(rng.random(n) < ACCIDENT_SHARE) * 1, np.full(m, 2)])
    asked = rng.integers(7, 60, m)
    lag = np.concatenate([rng.integers(0, ABSENCE_LAG + 1, n), -asked])
    names = codes.person_names(len(history.company.roster))
    table = pa.table(
        {
            "person_id": codes.coded(names, who),
            "starts_on": codes.days(first),
            "kind": codes.coded(("sickness", "accident", "planned"), kind),
            "ends_on": codes.days(np.where(last > history.last_day, NEVER, last)),
            "expected_ends_on": codes.days(expected),
            "recorded_on": codes.days(first + lag),
        }
    )
    order = np.lexsort((kind, first, who))
    return table.take(pa.array(order))


def truth(history: History) -> pa.Table:
    """Write ``truth``: the chances of the month after each month recorded."""
    months = history.recorded
    who = np.concatenate([month.hazards.who for month in months])
    team = np.concatenate([month.team[month.hazards.who] for month in months])
    as_of = np.repeat(
        [clock.last_day(month.number) for month in months],
        [len(month.hazards.who) for month in months],
    )
    table = pa.table(
        {
            "person_id": codes.coded(
                codes.person_names(len(history.company.roster)), who
            ),
            "team_id": codes.coded(structure.team_codes(history.teams), team),
            "as_of": codes.days(as_of),
            "hazard_voluntary": np.concatenate([m.hazards.voluntary for m in months]),
            "hazard_other": np.concatenate([m.hazards.other for m in months]),
            "sick_rate": np.concatenate([month.rates.share for month in months]),
        }
    )
    return table.take(pa.array(np.lexsort((as_of, who))))
