"""What was tried in a made-up company of ten teams, as far as it may be followed."""

import numpy as np
import pandas as pd
import pytest

from privacy.months import with_months
from privacy.settled import settle
from privacy.tables.initiatives import initiative_follow_up
from privacy.tables.panels import Tried
from privacy.units.groups import grouped_months
from privacy.units.remainder import Crowd
from tests.privacy.small_company import MONTH, PARAMS, privacy, roster_of, tree_of

TEAMS = tuple("ABCDEFGHIJ")
TREE = tree_of({"Z": None, "S": "Z", **dict.fromkeys(TEAMS, "S"), "small": "S"})
FIVE = privacy(min_people=5)
SIZES = dict.fromkeys(TEAMS, 12)
START = pd.Timestamp("2026-05-01")


def crowd(sizes: dict[str, int] = SIZES, months: int = 36) -> tuple[Crowd, Crowd]:
    """The company over many months, and over those that are released."""
    roster = roster_of(*[sizes] * months)
    late = roster[roster["month"] > MONTH - pd.DateOffset(months=12)]
    both = (roster, late.reset_index(drop=True))
    whole, released = (Crowd(r, *grouped_months(r, TREE, FIVE), FIVE) for r in both)
    return whole, released


def ratios(people: pd.DataFrame, kpi: str, less_in: str = "", start=START):
    """Transfers of 100 contacts: 10 by chance, 2 where something truly works."""
    rng = np.random.default_rng(5)
    works = people["team_id"].isin(list(less_in)) & (people["month"] > start)
    drawn = rng.poisson(np.where(works, 2.0, 10.0)).astype(float)
    return people.assign(kpi=kpi, numerator=drawn, denominator=100.0)


def one(*teams: str, **said) -> pd.DataFrame:
    facts = {
        "initiative_id": "I1",
        "action": "time_blocks",
        "starts_on": START,
        "indicator": "transfer_share",
    }
    return pd.DataFrame({"team_id": list(teams)}).assign(**(facts | said))


def follow(
    initiatives: pd.DataFrame, less_in: str = "", sizes=SIZES, kpi="transfer_share"
) -> pd.DataFrame:
    whole, released = crowd(sizes)
    tried = Tried(initiatives, whole.roster, ratios(whole.roster, kpi, less_in))
    found = initiative_follow_up(tried, released, PARAMS.follow_up)
    assert (found["month"] == MONTH).all()
    # The table is the contract's, with its columns and choices.
    return settle("initiative_follow_up", found).set_index("unit_id")


def test_a_large_effect_is_told_from_chance_in_one_team():
    found = follow(one("A"), less_in="A").loc["A"]
    assert found["status"] == "moved_as_hoped"
    assert found["comparison_units"] == 9


def test_a_figure_that_got_worse_is_said_to_have():
    # Everywhere else it went down.
    found = follow(one("A"), less_in="BCDEFGHIJ").loc["A"]
    assert found["status"] == "moved_against"


def test_what_everybody_has_is_not_laid_to_what_was_tried():
    assert follow(one("A"), less_in="ABCDEFGHIJ").loc["A", "status"] == (
        "no_clear_change"
    )


def test_several_units_are_also_judged_together_in_the_companys_row():
    found = follow(one("A", "B"), less_in="AB")
    assert sorted(found.index) == ["A", "B", "Z"]
    assert found.loc["Z", "tried_in"] == "A+B"
    assert found.loc["Z", "status"] == "moved_as_hoped"


def test_one_person_never_decides_a_word():
    whole, released = crowd()
    rows = ratios(whole.roster, "transfer_share")
    lucky = rows["person_id"] == "person-A-000"
    # All of the team's change is this one person's.
    before = rows["month"] <= START
    rows.loc[lucky & before, "numerator"] = 95.0
    rows.loc[lucky & ~before, "numerator"] = 0.0
    tried = Tried(one("A"), whole.roster, rows)
    found = initiative_follow_up(tried, released, PARAMS.follow_up)
    assert found["status"].tolist() == ["no_clear_change"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"starts_on": pd.Timestamp("2026-09-01")}, "too_few_months"),
        ({"starts_on": pd.Timestamp("2026-12-01")}, "too_few_months"),
        ({"ends_on": pd.Timestamp("2026-06-30")}, "too_few_months"),
        ({"starts_on": pd.Timestamp("2023-12-01")}, "too_few_months"),
        ({"indicator": "smiles"}, "not_followed"),
        ({"indicator": None}, "not_followed"),
    ],
)
def test_where_nothing_can_be_said_the_reason_is(said, reason):
    found = follow(one("A", **said), less_in="A").loc["A"]
    assert (found["status"], found["reason"]) == ("too_early", reason)
    assert pd.isna(found["comparison_units"])


def test_a_start_within_a_month_leaves_that_month_out():
    late = pd.Timestamp("2026-07-15")
    assert follow(one("A", starts_on=late)).loc["A", "status"] != "too_early"
    later = pd.Timestamp("2026-08-15")
    assert follow(one("A", starts_on=later)).loc["A", "reason"] == "too_few_months"


def test_too_few_units_where_nothing_was_tried_are_no_comparison():
    found = follow(one(*"ABCDE"), less_in="ABCDE")
    assert set(found["reason"]) == {"no_comparison"}
    assert "Z" not in found.index


def test_what_is_tried_elsewhere_meanwhile_takes_a_unit_out_of_the_comparison():
    other = one("B", "C", initiative_id="I2", indicator=None)
    found = follow(pd.concat([one("A"), other]), less_in="A")
    first = found[found["initiative_id"] == "I1"].loc["A"]
    assert first["comparison_units"] == 7


def test_a_merged_teams_initiative_goes_to_its_group():
    found = follow(one("A"), sizes=SIZES | {"A": 3})
    assert found.index.tolist() == ["A+B"]
    assert found["tried_in"].tolist() == ["A"]


def test_a_unit_that_is_not_shown_gets_no_word():
    left = {team: 12 for team in TEAMS if team != "J"}
    found = follow(one("J"), sizes=left).loc["J"]
    assert (found["status"], found["reason"]) == ("too_early", "not_shown")


def test_the_only_site_has_none_to_be_compared_with():
    assert follow(one("S")).loc["S", "reason"] == "no_comparison"


def test_leavers_are_said_of_several_teams_together_and_of_none_alone():
    found = follow(one(*"ABC", indicator="turnover_rate"), kpi="turnover_rate")
    assert set(found.loc[list("ABC"), "reason"]) == {"not_followed"}
    assert found.loc["Z", "status"] != "too_early"
    assert found.loc["Z", "comparison_units"] == 7


def test_what_was_recorded_later_is_not_known_yet():
    late = one("A", recorded_on=MONTH + pd.Timedelta(days=1))
    assert follow(late).empty
    assert not follow(one("A", recorded_on=MONTH)).empty


def test_without_a_table_of_initiatives_nothing_is_followed():
    _, released = crowd()
    found = initiative_follow_up(None, released, PARAMS.follow_up)
    assert found.empty
    settle("initiative_follow_up", found)


def test_the_same_words_come_of_the_same_rows_in_another_order():
    whole, released = crowd()
    rows = ratios(whole.roster, "transfer_share", "AB")
    first, second = (
        initiative_follow_up(
            Tried(one(*teams), roster, figures), released, PARAMS.follow_up
        )
        for teams, roster, figures in (
            ("AB", whole.roster, rows),
            (
                "BA",
                with_months(whole.roster.sample(frac=1, random_state=1)),
                rows.sample(frac=1, random_state=2),
            ),
        )
    )
    pd.testing.assert_frame_equal(
        settle("initiative_follow_up", first), settle("initiative_follow_up", second)
    )
