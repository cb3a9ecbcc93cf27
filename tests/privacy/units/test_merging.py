import pytest

from privacy.units.merging import LastMonth, Part, joined

MIN = 10


def parts(**people: int) -> list[Part]:
    return [Part((code,), frozenset({code}), size) for code, size in people.items()]


def codes(groups: list[tuple[Part, ...]]) -> list[str]:
    return ["".join(part.codes[0] for part in group) for group in groups]


def last_month(groups: list[str], **people: int) -> LastMonth:
    numbers = {
        (False, (code,)): number
        for number, group in enumerate(groups)
        for code in group
    }
    return LastMonth(numbers, {(False, (c,)): size for c, size in people.items()})


@pytest.mark.parametrize(
    ("people", "groups"),
    [
        ({"a": 10, "b": 12}, ["a", "b"]),
        ({"a": 9, "b": 12, "c": 10}, ["ab", "c"]),
        ({"a": 3, "b": 4, "c": 5, "d": 20}, ["abc", "d"]),
        ({"a": 20, "b": 20, "c": 9}, ["a", "bc"]),
        ({"a": 20, "b": 3, "c": 20, "d": 4}, ["a", "bcd"]),
        ({"a": 3, "b": 4}, []),
    ],
)
def test_the_small_join_the_next_and_the_last_the_one_before(
    people: dict[str, int], groups: list[str]
) -> None:
    assert codes(joined(parts(**people), LastMonth(), MIN)) == groups


def test_a_group_stays_though_a_part_has_just_grown_large_enough() -> None:
    before = last_month(["ab", "c"], a=9, b=12, c=12)
    assert codes(joined(parts(a=10, b=12, c=12), before, MIN)) == ["ab", "c"]


def test_a_group_dissolves_once_each_part_is_large_for_two_months() -> None:
    before = last_month(["ab", "c"], a=10, b=12, c=12)
    assert codes(joined(parts(a=10, b=12, c=12), before, MIN)) == ["a", "b", "c"]


def test_a_group_keeps_its_merge_where_a_fresh_start_would_choose_another() -> None:
    before = last_month(["a", "bc"], a=10, b=8, c=12)
    assert codes(joined(parts(a=10, b=8, c=12), LastMonth(), MIN)) == ["a", "bc"]
    assert codes(joined(parts(a=9, b=8, c=12), before, MIN)) == ["abc"]
    assert codes(joined(parts(b=8, a=10, c=12), before, MIN)) == ["bc", "a"]


def test_a_part_that_emptied_leaves_its_group() -> None:
    before = last_month(["ab", "c"], a=4, b=12, c=12)
    assert codes(joined(parts(b=12, c=12), before, MIN)) == ["b", "c"]
