import pandas as pd
import pytest

from contracts.errors import DisclosureError
from privacy.units.tree import ancestors, highest, natural, read_tree
from tests.privacy.small_company import teams_of, tree_of

SMALL = {"C": None, "S1": "C", "T10": "S1", "T2": "S1"}


def test_levels_follow_from_the_tree_where_no_kind_is_stated() -> None:
    assert tree_of(SMALL).levels == {
        "C": "company",
        "S1": "site",
        "T10": "team",
        "T2": "team",
    }


def test_a_stated_kind_comes_first() -> None:
    teams = teams_of(SMALL).assign(kind=["company", "activity", None, "team"])
    assert read_tree(teams).levels["S1"] == "activity"


def test_children_stand_in_natural_order() -> None:
    assert tree_of(SMALL).children["S1"] == ("T2", "T10")
    assert sorted(["a10b2", "a2", "a10b"], key=natural) == ["a2", "a10b", "a10b2"]


def test_ancestors_go_up_to_the_company() -> None:
    assert ancestors(tree_of(SMALL), "T2") == ("S1", "C")
    assert ancestors(tree_of(SMALL), "C") == ()


def test_a_group_of_a_team_and_a_site_is_a_site() -> None:
    assert highest(["team", "site"]) == "site"


def test_the_internal_name_is_never_read() -> None:
    teams = teams_of(SMALL).assign(
        name="secret", public_name=["Company", None, float("nan"), "Team two"]
    )
    assert set(read_tree(teams).names.values()) == {"Company", "S1", "T10", "Team two"}


def test_a_table_without_optional_columns_will_do() -> None:
    teams = pd.DataFrame({"team_id": ["C", "T"], "parent_id": [None, "C"]})
    assert read_tree(teams).names == {"C": "C", "T": "T"}


@pytest.mark.parametrize(
    ("parents", "sentence"),
    [
        ({"A": "B", "B": "A"}, "0 of 2 units have no unit above"),
        ({}, "0 of 0 units have no unit above"),
        ({"A": None, "B": None}, "2 of 2 units have no unit above"),
        ({"A": None, "B": "gone"}, "1 units lie below a unit that is not there"),
        ({"C": None, "A": "B", "B": "A"}, "2 units lie below themselves"),
        ({"C": None, "A": "A"}, "1 units lie below themselves"),
        ({"C": None, "A+B": "C"}, r"1 codes hold a \+"),
    ],
)
def test_what_is_no_tree_is_refused(
    parents: dict[str, str | None], sentence: str
) -> None:
    with pytest.raises(DisclosureError, match=sentence):
        tree_of(parents)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (["company", "team", None, None], "kind team have units below"),
        (["company", None, None, "company"], "kind company lie below"),
    ],
)
def test_a_kind_that_the_tree_contradicts_is_refused(
    kind: list[str | None], sentence: str
) -> None:
    with pytest.raises(DisclosureError, match=sentence):
        read_tree(teams_of(SMALL).assign(kind=kind))


def test_a_code_that_occurs_twice_is_refused() -> None:
    teams = pd.concat([teams_of(SMALL), teams_of({"T2": "S1"})])
    with pytest.raises(DisclosureError, match="1 codes occur twice"):
        read_tree(teams)
