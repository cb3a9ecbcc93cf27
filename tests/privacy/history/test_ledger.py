from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import DisclosureError
from privacy.history.ledger import (
    EMPTY,
    Link,
    appended,
    chain,
    changed_members,
    hash_of,
    line_of,
    member_sets,
    unsealed,
)

KEY = b"a key of the tests"
FIRST = Link(
    before=EMPTY,
    month="2026-09",
    reviewer="The Reviewer",
    accepted={"absence": "calibration_slope", "reason": "few people\u2028"},
    released="d1",
    files="f1",
    figures={"month": ["2026-09-30"], "unit_id": ["T1"], "expected_rate": [0.1]},
    kpis={"month": ["2026-09-30"], "kpi": ["sickness_absence_rate"], "value": [0.05]},
    members={"2026-09-30": {"T1": "m1"}},
    key="k",
)
MEMBERS = pd.DataFrame(
    [
        (month, unit, person)
        for month in pd.to_datetime(["2026-09-30", "2026-10-31"])
        for unit, people in (("T1", "abc"), ("T2", "de"))
        for person in people
    ],
    columns=["month", "unit_id", "person_id"],
)


def ledger(months: int) -> tuple[str, str, list[Link]]:
    """A ledger of so many months, its head, and its links."""
    text, head, links = "", EMPTY, []
    for number in range(months):
        links.append(replace(FIRST, before=head, month=f"2026-{number + 1:02d}"))
        text, head = appended(text, links[-1])
    return text, head, links


@given(st.integers(0, 6))
def test_what_is_added_is_read_back(months: int) -> None:
    text, head, links = ledger(months)
    assert list(chain(text, head)) == links


def test_a_ledger_without_a_link_has_an_empty_head() -> None:
    assert chain("", EMPTY) == ()


@given(st.data(), st.integers(1, 4))
def test_any_change_of_any_link_breaks_the_chain(data: st.DataObject, n: int) -> None:
    text, head, _ = ledger(n)
    at = data.draw(st.integers(0, len(text) - 2))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != text[at]))
    with pytest.raises(DisclosureError, match="ledger"):
        chain(f"{text[:at]}{other}{text[at + 1 :]}", head)


@given(st.data(), st.integers(2, 5))
def test_links_that_are_dropped_doubled_or_swapped_break_the_chain(
    data: st.DataObject, n: int
) -> None:
    text, head, _ = ledger(n)
    lines = text.splitlines(keepends=True)
    places = st.lists(st.integers(0, n - 1), max_size=n + 1)
    order = data.draw(places.filter(lambda places: places != list(range(n))))
    with pytest.raises(DisclosureError, match="ledger"):
        chain("".join(lines[at] for at in order), head)


@given(st.integers(1, 5))
def test_a_forged_chain_has_another_head(n: int) -> None:
    _, head, links = ledger(n)
    forged, before = "", EMPTY
    for link in links:
        other = replace(link, before=before, reviewer="Somebody Else")
        forged, before = appended(forged, other)
    with pytest.raises(DisclosureError, match=f"release.ledger_head is {head}"):
        chain(forged, head)


def test_what_is_no_link_is_told_by_its_line() -> None:
    text, head, _ = ledger(2)
    with pytest.raises(DisclosureError, match="line 3 of 3 is no link"):
        chain(f"{text}[]\n", head)
    with pytest.raises(DisclosureError, match="line 1 of 1 does not follow"):
        chain(text.splitlines()[1], head)


def test_a_ledger_and_no_head_are_refused() -> None:
    text, _, _ = ledger(1)
    with pytest.raises(DisclosureError, match="ledger_head is empty"):
        chain(text, EMPTY)


@given(st.integers(1, 4))
def test_a_link_without_its_seal_is_found_and_its_head_is_told(n: int) -> None:
    text, head, links = ledger(n)
    before = links[-1].before
    assert unsealed(text, before) == (links[-1], head)
    assert unsealed(text, head) is None
    assert unsealed("", EMPTY) is None
    with pytest.raises(DisclosureError) as refused:
        chain(text, before)
    assert f'it writes ledger_head: "{head}" into params.yaml' in str(refused.value)
    assert f"MONTH={links[-1].month}" in str(refused.value)


def test_two_links_without_their_seal_are_no_stopped_run() -> None:
    text, _, links = ledger(3)
    assert unsealed(text, links[1].before) is None
    with pytest.raises(DisclosureError) as refused:
        chain(text, links[1].before)
    assert "was stopped" not in str(refused.value)


def test_an_unsealed_link_on_a_broken_chain_is_refused() -> None:
    text, _, links = ledger(3)
    broken = text.replace("2026-01", "2025-01")
    with pytest.raises(DisclosureError, match="line 2 of 2 does not follow"):
        unsealed(broken, links[-1].before)


def test_a_link_is_one_line_whose_hash_follows_from_its_content() -> None:
    assert "\n" not in line_of(FIRST)
    assert line_of(FIRST).isascii(), "so that no character is taken for a line's end"
    assert hash_of(line_of(FIRST)) == hash_of(line_of(replace(FIRST)))


def test_the_name_of_members_changes_with_them_and_holds_nobody() -> None:
    named = member_sets(MEMBERS, KEY)
    assert named["2026-09-30"] == named["2026-10-31"]
    assert named == member_sets(MEMBERS.sample(frac=1, random_state=1), KEY)
    moved = MEMBERS.replace({"person_id": {"e": "f"}})
    assert member_sets(moved, KEY)["2026-09-30"]["T2"] != named["2026-09-30"]["T2"]
    assert member_sets(moved, KEY)["2026-09-30"]["T1"] == named["2026-09-30"]["T1"]
    assert member_sets(MEMBERS, b"another") != named


def test_units_whose_members_changed_are_counted() -> None:
    link = replace(FIRST, members=member_sets(MEMBERS, KEY))
    assert changed_members([link], member_sets(MEMBERS, KEY), "k") == 0
    moved = member_sets(MEMBERS.replace({"person_id": {"e": "f"}}), KEY)
    assert changed_members([link], moved, "k") == 2
    assert changed_members([link], moved, "another key") == 0
    gone = member_sets(MEMBERS[MEMBERS["unit_id"] == "T1"], KEY)
    assert changed_members([link], gone, "k") == 2
    assert changed_members([link], {}, "k") == 0
