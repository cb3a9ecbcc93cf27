from datetime import date

import pytest

from reports.words.language import language

FR, EN = language("fr").numbers, language("en").numbers
NB, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def test_numbers_are_written_as_each_language_writes_them():
    assert (FR.whole(1180), EN.whole(1180)) == (f"1{THIN}180", "1,180")
    assert (FR.percent(0.064), EN.percent(0.064)) == (f"6,4{NB}%", "6.4%")
    assert (FR.percent(0.08), EN.percent(0.08)) == (f"8{NB}%", "8%")


def test_a_range_says_its_sign_once():
    assert FR.percents(0.08, 0.12) == f"8{NB}à{NB}12{NB}%"
    assert EN.percents(0.08, 0.12) == "8 to 12%"
    assert EN.counts(12, 19) == "12 to 19"


def test_both_ends_of_a_range_have_the_same_decimals():
    assert FR.percents(0.06, 0.081) == f"6,0{NB}à{NB}8,1{NB}%"
    assert EN.percents(0.049, 0.05) == "4.9 to 5.0%"


def test_a_column_of_shares_has_the_same_decimals():
    column = (0.06, 0.056, None)
    assert EN.places(column) == 1
    assert EN.percent(0.06, EN.places(column)) == "6.0%"
    assert EN.places((0.06, 0.08)) == 0


def test_a_range_without_width_is_one_figure():
    assert EN.percents(0.08, 0.0801) == "8%"
    assert EN.counts(5, 5) == "5"


def test_a_change_that_nobody_would_see_is_no_change():
    assert EN.change(0.06, 0.0602) == ""
    assert FR.change(0.058, 0.064) == f"+0,6{NB}pt"
    assert EN.change(0.064, 0.058) == f"\N{MINUS SIGN}0.6{NB}pt"


def test_days_and_months_are_written_out():
    assert FR.month(date(2026, 10, 31)) == "octobre 2026"
    assert FR.day(date(2026, 9, 1)) == "1er septembre 2026"
    assert FR.day(date(2026, 9, 11)) == "11 septembre 2026"
    assert EN.day(date(2026, 9, 1)) == "1 September 2026"


@pytest.mark.parametrize(
    ("unit", "french", "english"),
    [
        ("share", f"12{NB}%", "12%"),
        ("months", f"0,1{NB}mois", "0.1 months"),
        ("contacts an hour", "0,1", "0.1"),
    ],
)
def test_an_indicator_is_written_in_its_unit(unit, french, english):
    assert FR.measured(0.12, unit) == french
    assert EN.measured(0.12, unit) == english


def test_chances_are_never_none_or_all():
    assert language("en").chances(0.0) == "less than 1 chance in\u00a010"
    assert language("en").chances(1.0) == "more than 9 chances in\u00a010"
    assert language("fr").chances(0.1) == "1 chance sur\u00a010"
    assert language("fr").chances(0.7) == "7 chances sur\u00a010"
