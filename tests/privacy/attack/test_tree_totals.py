"""What a site shows beside its teams: differences, and a programme over all totals."""

import numpy as np
import pytest
from scipy.optimize import linprog

from privacy.attack.coalition import Members, Memory, Told
from privacy.history.walk import safe_rates
from privacy.rounding import rounded_people
from privacy.units.groups import grouped_months, members_of
from tests.privacy.small_company import privacy, roster_of, tree_of

SETTINGS = privacy()
TREE = tree_of({"C": None, "S": "C", "A": "S", "B": "S", "D": "S", "E": "C"})
# Three people of D, and what everybody but they and one more know.
ROSTER = roster_of({"A": 12, "B": 14, "D": 3, "E": 15})
EXPECTED = ROSTER[["month", "person_id"]].assign(
    value=np.random.default_rng(3).beta(1.2, 12.0, len(ROSTER)), weight=1.0
)
TRUTH = dict(zip(EXPECTED["person_id"], EXPECTED["value"], strict=True))


def naive() -> dict[frozenset[str], tuple[float, float]]:
    """Exact means of every unit of five or more, by who is in it."""
    told = {}
    for unit in ("A", "B", "D", "E", "S", "C"):
        inside = {"S": ["A", "B", "D"], "C": ["A", "B", "D", "E"]}.get(unit, [unit])
        people = ROSTER.loc[ROSTER["team_id"].isin(inside), "person_id"]
        if len(people) >= 5:
            mean = float(np.mean([TRUTH[p] for p in people]))
            told[frozenset(people)] = (mean, mean)
    return told


def ours() -> dict[frozenset[str], tuple[float, float]]:
    """What the door shows of the same people."""
    places, units = grouped_months(ROSTER, TREE, SETTINGS)
    members = members_of(ROSTER, places)
    large = units[units["status"] == "published"]
    rounded = rounded_people(large["people"].astype(float), SETTINGS)
    rates = safe_rates(large.assign(people=rounded), members, EXPECTED, SETTINGS)
    shown = rates[rates["status"] == "published"]
    assert len(shown) >= 4
    inside = members.groupby("unit_id")["person_id"].agg(frozenset)
    return {
        inside[unit]: (rate - step / 2, rate + step / 2)
        for unit, rate, step in zip(
            shown["unit_id"], shown["rate"], shown["step"], strict=True
        )
    }


def bounds(
    person: str, told: dict[frozenset[str], tuple[float, float]], known: set[str]
) -> tuple[float, float]:
    """Solve for the least and the greatest figure that agree with every total."""
    people = sorted(TRUTH)
    rows, limits = [], []
    for inside, (low, high) in told.items():
        row = np.array([1.0 / len(inside) if p in inside else 0.0 for p in people])
        rows += [row, -row]
        limits += [high, -low]
    ranges = [(TRUTH[p], TRUTH[p]) if p in known else (0.0, 1.0) for p in people]
    aim = np.array([1.0 if p == person else 0.0 for p in people])
    ends = [
        linprog(sign * aim, A_ub=np.array(rows), b_ub=limits, bounds=ranges)
        for sign in (1, -1)
    ]
    return ends[0].fun, -ends[1].fun


def test_a_site_less_its_teams_gives_a_hidden_team_away_in_exact_means() -> None:
    hidden = [p for p in TRUTH if p.startswith("person-D")]
    low, high = bounds(hidden[0], naive(), known=set(hidden[1:]))
    assert high - low < 1e-6
    low, high = bounds(hidden[0], ours(), known=set(hidden[1:]))
    assert high - low >= SETTINGS.protection_points / 100


@pytest.mark.parametrize("team", ["A", "B", "D", "E"])
def test_everybody_but_one_learns_from_all_totals_what_the_door_says(
    team: str,
) -> None:
    person = f"person-{team}-000"
    told, everybody_else = ours(), set(TRUTH) - {person}
    low, high = bounds(person, told, everybody_else)
    people = sorted(TRUTH)
    memory = Memory(len(people))
    for inside, ends in told.items():
        codes = np.array([people.index(p) for p in sorted(inside)])
        values = np.array([TRUTH[p] for p in sorted(inside)])
        memory.keep(Members(codes, values, np.ones(len(codes))), Told(*ends))
    one = memory.of(np.array([people.index(person)]))
    assert low == pytest.approx(max(float(one.low[0]), 0.0), abs=1e-7)
    assert high == pytest.approx(min(float(one.high[0]), 1.0), abs=1e-7)


def test_nobody_is_found_by_totals_alone() -> None:
    told = ours()
    for person in sorted(TRUTH)[::7]:
        low, high = bounds(person, told, known=set())
        assert high - low >= SETTINGS.protection_points / 100
