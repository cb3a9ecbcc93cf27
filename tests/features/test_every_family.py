"""What holds for every family, also for one that is added."""

import pytest

from features.registry import BUILDERS, FAMILIES
from tests.features.centre import past_of


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_gives_its_features_within_bounds(connection, family):
    built = BUILDERS[family.name](past_of(connection))
    names = [feature.name for feature in family.features]
    assert built.collect_schema().names() == ["as_of", "person_id", *names]
    for feature, column in zip(
        family.features,
        zip(*built.select(*names).to_native().fetchall(), strict=True),
        strict=True,
    ):
        low, high = feature.bounds
        assert all(v is None or low <= v <= high for v in column), feature.name


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_feature_is_seen_of_somebody(connection, family):
    built = BUILDERS[family.name](past_of(connection))
    for feature in family.features:
        values = built.select(feature.name).to_native().fetchall()
        assert any(value is not None for (value,) in values), feature.name


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_gives_one_row_a_person_and_snapshot(connection, family):
    built = BUILDERS[family.name](past_of(connection))
    keys = built.select("as_of", "person_id").to_native().fetchall()
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_says_what_it_is_in_both_languages_and_on_what_evidence(family):
    labels = [family.label, *[feature.label for feature in family.features]]
    assert all(label.en and label.fr for label in labels)
    assert len(family.evidence) > 40
