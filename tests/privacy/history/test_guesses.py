"""Plain figures and factors: nobody's colleagues do better than guess."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.history.guesses import (
    LEFT_APART,
    beyond_a_guess,
    beyond_guessing,
    usual_apart,
    with_published,
)
from privacy.rounding import nearest
from tests.privacy.small_company import MONTH, privacy

MONTHS = [MONTH - pd.offsets.MonthEnd(back) for back in (3, 2, 1, 0)]
UNIT = ["month", "unit_id"]
SETTINGS = privacy()


def people_of(
    values: dict[str, list[float]], months: Sequence[pd.Timestamp] = (MONTH,)
) -> pd.DataFrame:
    """Everybody's own figure, in a team of one site, the same in every month."""
    rows = [
        (month, unit, level, "hours", f"{team}-{number}", value, 1.0)
        for month in months
        for team, figures in values.items()
        for unit, level in ((team, "team"), ("S", "site"))
        for number, value in enumerate(figures)
    ]
    columns = [*UNIT, "unit_level", "figure", "person_id", "value", "weight"]
    return pd.DataFrame(rows, columns=columns)


def cells_of(people: pd.DataFrame, step: float = 0.0) -> pd.DataFrame:
    """The exact mean of every unit, to be shown as finely as people allow."""
    keys = [*UNIT, "unit_level", "figure"]
    cells = people.groupby(keys)["value"].agg(["mean", "size"]).reset_index()
    apart = cells["figure"].map(usual_apart(people)).to_numpy(np.float64)
    least = beyond_a_guess(apart, cells["size"], SETTINGS)
    return cells.rename(columns={"mean": "exact"}).assign(
        step=np.maximum(least, step), apart=apart, shown=True
    )


TEN = [1.0, 3.0] * 5


def test_people_lie_apart_by_the_error_of_guessing_their_teams_mean() -> None:
    assert usual_apart(people_of({"A": TEN, "B": [5.0] * 10}))["hours"] == 0.5


def test_a_figure_that_no_team_holds_is_looked_at_where_it_is_held() -> None:
    people = people_of({"A": TEN})
    above = people[people["unit_level"] == "site"]
    assert usual_apart(above)["hours"] == 1.0


def test_a_step_hides_in_one_person_five_times_what_a_guess_errs_by() -> None:
    # Ten people who lie 1 apart: a step of .5 makes 5 of one of them.
    assert beyond_a_guess([1.0], [10], SETTINGS).tolist() == [0.5]
    assert beyond_a_guess([0.0], [10], SETTINGS).tolist() == [0.0]


def test_people_who_are_all_alike_hide_nothing() -> None:
    found = beyond_guessing(*_asked(people_of({"A": [2.5] * 10}), 0.1))
    assert found["value"].tolist() == [2.5, 2.5] and found["shown"].all()


def _asked(people: pd.DataFrame, step: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    return cells_of(people, step), people


def test_a_month_that_would_tell_with_another_is_rounded_more_coarsely() -> None:
    # All came to lie a little higher: the two roundings meet in a narrow strip.
    higher = [value + 0.3 for value in TEN]
    people = pd.concat(
        [people_of({"A": TEN}, MONTHS[:1]), people_of({"A": higher}, MONTHS[1:2])]
    )
    cells = cells_of(people)
    found = beyond_guessing(cells, people)
    steps = found.loc[found["unit_level"] == "team", "step"].tolist()
    assert steps == pytest.approx([0.5, 1.0])
    alone = cells.assign(value=nearest(cells["exact"], cells["step"]))
    assert _narrowest(alone, people) < LEFT_APART <= _narrowest(found, people) + 1e-9


def test_what_was_published_stands_and_nothing_comes_beside_it() -> None:
    people = people_of({"A": TEN, "B": TEN})
    stand = pd.DataFrame(
        {"month": MONTH, "unit_id": ["A", "B"], "figure": "hours", "value": [9.0, None]}
    )
    by, closed = [*UNIT, "figure"], ["month", "figure"]
    cells = with_published(cells_of(people), stand, by, closed)
    found = beyond_guessing(cells, people).set_index("unit_id")
    assert found.loc["A", "value"] == 9.0 and found.loc["A", "shown"]
    assert not found.loc[["B", "S"], "shown"].any()


def test_no_difference_is_no_figure() -> None:
    people = people_of({"A": TEN})
    cells = cells_of(people).assign(reference="company", exact=0.01)
    assert not beyond_guessing(cells, people)["shown"].any()


def test_a_figure_that_nobody_has_of_their_own_is_only_rounded() -> None:
    cells = cells_of(people_of({"A": TEN})).assign(figure="leavers", step=0.5)
    found = beyond_guessing(cells, people_of({"A": TEN}))
    assert found["value"].tolist() == [2.0, 2.0] and found["shown"].all()


def test_a_published_figure_that_today_contradicts_stops_nothing() -> None:
    people = people_of({"A": TEN}, MONTHS[:2])
    stand = pd.DataFrame(
        {"month": MONTHS[0], "unit_id": ["A"], "figure": "hours", "value": [50.0]}
    )
    cells = with_published(cells_of(people), stand, [*UNIT, "figure"])
    assert beyond_guessing(cells, people)["shown"].all()


@st.composite
def companies(draw: st.DrawFn) -> pd.DataFrame:
    """Two teams over four months; some people change teams, and figures stir."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    size = draw(st.integers(20, 40))
    stir = draw(st.sampled_from([0.0, 0.01, 1.0]))
    lasting, team = rng.gamma(2.0, 2.0, size), np.arange(size) % 2
    frames = []
    for month in MONTHS:
        moves = rng.random(size) < draw(st.sampled_from([0.0, 0.1]))
        team = np.where(moves, 1 - team, team)
        values = lasting + rng.normal(0, stir, size)
        here = pd.DataFrame(
            {
                "month": month,
                "figure": "hours",
                "person_id": [f"p{number}" for number in range(size)],
                "value": values,
                "weight": rng.uniform(0.5, 1.0, size),
            }
        )
        teams = here.assign(unit_id=np.array(["A", "B"])[team], unit_level="team")
        frames += [teams, here.assign(unit_id="S", unit_level="site")]
    return pd.concat(frames, ignore_index=True)


def _weighted(people: pd.DataFrame) -> pd.DataFrame:
    """As ``cells_of``, of means in which people count differently."""
    keys = [*UNIT, "unit_level", "figure"]
    sums = people.assign(total=people["value"] * people["weight"]).groupby(keys)
    cells = sums[["total", "weight"]].sum()
    cells = cells.assign(size=sums.size()).reset_index()
    apart = cells["figure"].map(usual_apart(people)).to_numpy(np.float64)
    return cells.assign(
        exact=cells["total"] / cells["weight"],
        apart=apart,
        step=np.maximum(beyond_a_guess(apart, cells["size"], SETTINGS), 0.01),
        shown=True,
    ).drop(columns=["total", "weight", "size"])


def _ranges(found: pd.DataFrame, people: pd.DataFrame) -> Iterator[tuple[float, ...]]:
    """Attack person by person and month by month, in plain words.

    Everybody else's figures and every figure shown bound the one's; what contradicts
    this month's bounds is forgotten.
    """
    shown = found[found["shown"]].set_index(UNIT)
    known: dict[str, tuple[float, float]] = {}
    for month in sorted(people["month"].unique()):
        here = people[people["month"] == month]
        for person, own in here.groupby("person_id"):
            low, high = -np.inf, np.inf
            for unit, value, weight in zip(
                own["unit_id"], own["value"], own["weight"], strict=True
            ):
                if (month, unit) not in shown.index:
                    continue
                cell = shown.loc[(month, unit)]
                all_weights = here.loc[here["unit_id"] == unit, "weight"].sum()
                others = cell["exact"] * all_weights - value * weight
                ends = [
                    (end * all_weights - others) / weight
                    for end in (
                        cell["value"] - cell["step"] / 2,
                        cell["value"] + cell["step"] / 2,
                    )
                ]
                low, high = max(low, ends[0]), min(high, ends[1])
            before = known.get(str(person), (-np.inf, np.inf))
            both = max(low, before[0]), min(high, before[1])
            known[str(person)] = both if both[0] < both[1] else (low, high)
            yield (*known[str(person)], float(own["value"].iat[0]))


def _narrowest(found: pd.DataFrame, people: pd.DataFrame) -> float:
    return min(high - low for low, high, _ in _ranges(found, people))


@settings(max_examples=25, deadline=None)
@given(companies())
def test_no_coalition_bounds_anybody_more_narrowly_than_a_guess_errs(
    people: pd.DataFrame,
) -> None:
    found = beyond_guessing(_weighted(people), people)
    apart = found["apart"].iat[0]
    assert _narrowest(found, people) >= LEFT_APART * apart - 1e-6


@settings(max_examples=10, deadline=None)
@given(companies())
def test_later_months_change_nothing_in_earlier_ones(people: pd.DataFrame) -> None:
    cells = _weighted(people)
    whole = beyond_guessing(cells, people)
    early = whole["month"] < MONTHS[-1]
    alone = beyond_guessing(
        cells[cells["month"] < MONTHS[-1]], people[people["month"] < MONTHS[-1]]
    )
    pd.testing.assert_frame_equal(alone, whole[early].reset_index(drop=True))


def test_colleagues_gain_nothing_over_a_guess_where_two_digits_would_tell() -> None:
    rng = np.random.default_rng(5)
    people = people_of(
        {f"T{at}": rng.gamma(2.0, 2.0, 12).tolist() for at in range(40)}, MONTHS[:2]
    )
    cells = cells_of(people)
    naive = cells.assign(step=0.1, value=cells["exact"].round(1))
    ours = beyond_guessing(cells, people)
    guess = cells[cells["unit_level"] == "team"]["apart"].iat[0]
    errors = {
        name: np.mean(
            [abs((low + high) / 2 - v) for low, high, v in _ranges(f, people)]
        )
        for name, f in {"naive": naive, "ours": ours}.items()
    }
    assert errors["naive"] < 0.3 * guess < guess < errors["ours"]
