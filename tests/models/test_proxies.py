import numpy as np
import pandas as pd

from models.proxies import attributes, proxies

AS_OF = pd.Timestamp("2026-03-31")
PEOPLE = [f"p{number:03}" for number in range(300)]
DRAWN = np.random.default_rng(5)
FEATURES = pd.DataFrame(
    {
        "person_id": PEOPLE,
        "career__tenure": DRAWN.normal(size=300),
        "load__calls": DRAWN.normal(size=300),
    }
)
COLUMNS = ["career__tenure", "load__calls"]


def guessed(yes: pd.Series) -> pd.DataFrame:
    return proxies(FEATURES, COLUMNS, {"older": yes}, seed=7).set_index("attribute")


def flags(values: np.ndarray) -> pd.Series:
    return pd.Series(values.astype("float64"), index=PEOPLE)


def test_age_and_sex_become_yes_or_no_and_unknown_stays_unknown():
    audit = pd.DataFrame(
        {
            "person_id": ["a", "b", "c"],
            "birth_year": [1970, 2000, None],
            "gender": ["F", None, "M"],
        }
    )
    found = attributes(audit, AS_OF)
    assert found["older"].fillna(-1).tolist() == [1, 0, -1]
    assert found["women"].fillna(-1).tolist() == [1, -1, 0]


def test_an_attribute_that_a_feature_gives_away_is_guessed_and_the_feature_named():
    older = flags(FEATURES["career__tenure"].to_numpy() > 0.3)
    found = guessed(older).loc["older"]
    assert found["auc"] > 0.95
    assert found["by"].startswith("career__tenure")


def test_an_attribute_that_nothing_goes_with_is_a_coin():
    found = guessed(flags(np.random.default_rng(6).random(300) < 0.5))
    assert 0.35 < found.loc["older", "auc"] < 0.65


def test_too_few_people_on_one_side_are_not_guessed():
    assert guessed(flags(np.arange(300) < 29)).empty


def test_the_same_seed_guesses_the_same():
    older = flags(np.random.default_rng(8).random(300) < 0.4)
    assert guessed(older).equals(guessed(older))
