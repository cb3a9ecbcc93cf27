"""Which tables a family needs, and what stands in for them."""

import pytest

from contracts.inputs import SEEN_TABLES
from features.registry import FAMILIES
from features.table import lacking, present_families

FAMILY = {family.name: family for family in FAMILIES}


def present(*tables):
    return {family.name for family in present_families(tables)}


def test_daily_totals_stand_in_for_contacts_and_scores_for_answers():
    assert present("activity_days") == present("interactions")
    assert present("survey_scores") == present("survey_answers", "survey_questions")


def test_answers_without_questions_say_nothing():
    assert "climate" not in present("survey_answers")
    assert lacking(FAMILY["climate"], ["survey_answers"]) == ("survey_questions",)


def test_one_of_several_tables_is_enough_for_some_families():
    assert "support" in present("milestones") & present("interactions")
    assert lacking(FAMILY["support"], ["people"]) == ("milestones", "interactions")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_names_tables_that_there_are(family):
    named = (*family.tables, *family.any_of)
    assert named
    assert set(named) <= set(SEEN_TABLES)
