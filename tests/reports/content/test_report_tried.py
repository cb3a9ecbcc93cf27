"""What was tried, as the pages tell it."""

from datetime import date

import pytest

from reports.content.catalogue import cards
from tests.reports import made_up_release as made_up
from tests.reports import made_up_units
from tests.reports.conftest import report_of
from tests.reports.reading import text_of


def page(report, unit):
    return next(page for page in report.unit_pages if page.unit.id == unit)


def tried(report, unit):
    return {one.action: one for one in page(report, unit).tried}


def test_an_initiative_gathers_its_units_and_the_word_on_all(report):
    (rotas,) = [o for o in report.company.tried if o.action == "stable_rotas"]
    assert [said.code for said in rotas.verdicts] == ["T02", made_up.GROUP]
    assert rotas.together.status == "moved_as_hoped"
    assert rotas.card is next(c for c in cards() if c.name == "stable_rotas")


def test_the_latest_start_comes_first(report):
    starts = [one.starts_on for one in report.company.tried]
    assert starts == sorted(starts, reverse=True)


def test_a_units_page_tells_its_own_word_alone(report):
    here = tried(report, "T02")["stable_rotas"]
    assert [said.code for said in here.verdicts] == ["T02"]
    assert here.together is None


def test_what_the_site_tries_stands_on_its_teams_pages_and_the_other_way_round(report):
    assert "say_thanks" in tried(report, "T02")
    assert "stable_rotas" in tried(report, "S1")
    assert "say_thanks" not in tried(report, "T08")


def test_a_merged_teams_initiative_stands_on_its_groups_page(report):
    assert "stable_rotas" in tried(report, made_up.GROUP)


@pytest.mark.parametrize("unit", ["T02", made_up.GROUP])
def test_what_is_under_way_is_not_proposed_again(report, unit):
    bare = made_up.tables()
    bare["initiative_follow_up"] = made_up.frame("initiative_follow_up", ())
    before = {card.name for card, _ in page(report_of(bare), unit).cards}
    names = {card.name for card, _ in page(report, unit).cards}
    assert "stable_rotas" not in names
    # The test means nothing unless something else is proposed all the same.
    assert names or not before


def test_a_card_that_would_be_proposed_is_left_out_once_it_is_under_way(report):
    target, card = next(
        (one, one.cards[0][0])
        for one in report.unit_pages
        if one.cards and one.unit.level == "team"
    )
    row = made_up_units.tried(target.unit.id, card.name, "2026-08-01")
    tables = made_up.tables()
    tables["initiative_follow_up"] = made_up.frame("initiative_follow_up", [row])
    again = page(report_of(tables), target.unit.id)
    assert card.name not in {c.name for c, _ in again.cards}
    ended = made_up.frame("initiative_follow_up", [row | {"ends_on": "2026-10-15"}])
    tables["initiative_follow_up"] = ended
    after = page(report_of(tables), target.unit.id)
    assert card.name in {c.name for c, _ in after.cards}


def test_a_review_is_due_once_it_falls_into_the_month_of_reading(report):
    rotas = tried(report, "T02")["stable_rotas"]
    assert rotas.review_on == date(2026, 11, 16)
    assert rotas.due
    later = next(o for o in report.company.tried if o.action == made_up.HOSTILE)
    assert not later.due
    assert not tried(report, "T02")["say_thanks"].due


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("en/unit-t02", "To review on 16 November 2026"),
        ("en/unit-t02", "No clear change beside 9 comparable units"),
        ("fr/unit-t02", "À revoir le 16 novembre 2026"),
        ("fr/unit-t02", "Pas de changement net à côté de 9 unités comparables"),
        ("en/unit-t02", "is no proof that the action moved it"),
        ("fr/index", "A évolué comme espéré"),
        ("en/index", "Over since 30 September 2026"),
        ("en/unit-s3", "To review since 30 September 2026"),
        ("en/index", "Too few comparable units to say"),
    ],
)
def test_the_pages_say_it_in_words(folder, path, words):
    assert words in text_of(folder[f"2026-10/{path}.html"])


def test_a_month_in_which_nothing_was_tried_says_so_and_hands_out_the_workbook():
    tables = made_up.tables()
    tables["initiative_follow_up"] = made_up.frame("initiative_follow_up", ())
    report = report_of(tables)
    assert report.company.tried == ()
    assert all(one.tried == () for one in report.unit_pages)


def test_no_figure_stands_beside_a_word():
    columns = made_up.tables()["initiative_follow_up"].columns
    assert not {"value", "before", "after", "difference", "p"} & set(columns)
