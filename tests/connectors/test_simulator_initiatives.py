"""An initiative left out changes what it reaches and nothing else, to the byte."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from connectors.simulator import company
from connectors.simulator.truth import counterfactual, history, structure, tables
from connectors.simulator.truth.history import History
from tests.connectors.simulated import SMALL, VOLUNTARY

# Sites enough that some are beyond the reach of each initiative.
SPREAD_OUT = SMALL.model_copy(update={"agents": 240, "teams": 24, "sites": 8})
CODES = ("I1", "I2", "I3", "I4")
each_initiative = pytest.mark.parametrize("code", CODES)


@cache
def came() -> History:
    return history.simulate(SPREAD_OUT)


@cache
def would_have_come(code: str) -> History:
    return counterfactual.lived_without(came(), code)


@cache
def potential():
    return counterfactual.potential(came())


@cache
def records(code: str) -> dict[str, pd.DataFrame]:
    """Every record of a history, shifts and contacts of its last month, the truth."""
    lived = would_have_come(code) if code else came()
    (last,) = company.monthly_tables(lived, lived.recorded[-1:])
    truth = {"truth": tables.of_people(lived), "truth_terms": tables.of_terms(lived)}
    every = {**company.record_tables(lived), **last, **truth}
    return {name: table.to_pandas() for name, table in every.items()}


def tried(code: str):
    (one,) = (one for one in came().started if one.what.code == code)
    return one


def beyond_reach(code: str) -> set[str]:
    """Name the teams of sites where the initiative was not tried.

    Colleagues and supervisors change teams inside a site only, so nothing leads
    from one site to another.
    """
    teams = came().teams
    reached = set(teams.site[tried(code).teams].tolist())
    names = structure.team_codes(teams)
    return {n for n, site in zip(names, teams.site, strict=True) if site not in reached}


def of_teams(every: dict[str, pd.DataFrame], names: set[str]) -> dict[str, bytes]:
    """Give each table's rows that speak of some teams, or of people who were there."""
    where = every["assignments"]
    people = set(where[where.team_id.isin(names)].person_id)
    elsewhere = set(where[~where.team_id.isin(names)].person_id)
    assert not people & elsewhere
    found = {}
    for name, table in every.items():
        about = ("person_id", people) if "person_id" in table else ("team_id", names)
        if about[0] in table:
            rows = table[table[about[0]].astype(str).isin(about[1])]
            found[name] = rows.to_csv(index=False).encode()
    return found


def test_every_way_of_choosing_teams_is_there():
    assert [one.what.code for one in came().started] == list(CODES)
    assert {one.what.chosen_by for one in came().started} == {
        "drawn",
        "worst_teams",
        "volunteers",
    }
    assert all(len(one.teams) for one in came().started)


@each_initiative
def test_without_it_untouched_teams_keep_every_byte(code):
    untouched = beyond_reach(code)
    assert len(untouched) >= 3
    assert of_teams(records(""), untouched) == of_teams(records(code), untouched)


@pytest.mark.parametrize("code", ["I1", "I2", "I3"])
def test_without_it_its_own_teams_live_otherwise(code):
    names = set(structure.team_codes(came().teams)) - beyond_reach(code)
    with_it, without_it = (of_teams(records(c), names) for c in ("", code))
    assert with_it["truth"] != without_it["truth"]
    assert with_it["interactions"] != without_it["interactions"]


def test_what_does_nothing_changes_not_a_byte():
    for name, table in records("").items():
        assert table.equals(records("I4")[name])


@each_initiative
def test_nothing_differs_before_it_starts(code):
    (effect,) = (o for o in potential() if o.code == code)
    before = tried(code).month - came().recorded[0].number
    difference = effect.with_it[:before] - effect.without_it[:before]
    assert before > 3
    assert np.nanmax(np.abs(difference)) == 0


def test_what_works_lowers_the_chance_of_leaving_in_its_teams():
    for code in ("I1", "I3"):
        (effect,) = (o for o in potential() if o.code == code)
        late = slice(tried(code).month - came().recorded[0].number + 2, None)
        of_leaving = counterfactual.MEASURES.index("chance_of_leaving")
        difference = effect.with_it - effect.without_it
        assert np.nanmean(difference[late, tried(code).teams, of_leaving]) < 0


def test_leavers_counted_are_those_of_the_records():
    effect = potential()[0]
    left = records("")["departures"]
    last = pd.Timestamp(SPREAD_OUT.last_month) + pd.offsets.MonthEnd()
    inside = left[pd.to_datetime(left.left_on) <= last]
    roster = came().company.roster
    leads = {f"A{n:06d}" for n in roster.number[roster.supervisor].tolist()}
    chosen = inside[inside.reason.isin(VOLUNTARY) & ~inside.person_id.isin(leads)]
    column = counterfactual.MEASURES.index("leavers")
    assert effect.with_it[:, :, column].sum() == len(chosen)
