from pathlib import Path

from features.page import drivers_page
from features.registry import FAMILIES

ROOT = Path(__file__).parents[2]


def test_the_page_of_drivers_is_current():
    assert (ROOT / "docs" / "drivers.md").read_text("utf-8") == drivers_page(), (
        "docs/drivers.md is older than the families: "
        "run python -m features.page > docs/drivers.md"
    )


def test_the_page_names_every_feature():
    page = drivers_page()
    for family in FAMILIES:
        assert all(f"| `{feature.name}` |" in page for feature in family.features)


def test_a_familys_file_bears_its_name():
    for family in FAMILIES:
        assert (ROOT / "features" / f"{family.name}.py").exists()


def test_two_families_never_say_the_same_words_of_different_features():
    for language in ("en", "fr"):
        words = [
            getattr(feature.label, language)
            for family in FAMILIES
            for feature in family.features
        ]
        twice = {word for word in words if words.count(word) > 1}
        assert not twice
