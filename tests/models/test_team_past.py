"""A team's past counts the more the longer it is."""

import pytest

from models import team_past
from models.group_rates import PRIOR_PERSON_MONTHS
from tests.models.learned import learned


def test_a_team_s_rate_is_drawn_to_the_company_s() -> None:
    case = learned("turnover")
    fitting = case.fitting
    rows = case.known.assign(label_month=case.known["label_month"].max())
    fitted = team_past.fit(rows, fitting)
    company = fitted.company["voluntary"]
    mine = rows[rows["team_id"] == "t003"]["voluntary"]
    wanted = (mine.sum() + PRIOR_PERSON_MONTHS * company) / (
        len(mine) + PRIOR_PERSON_MONTHS
    )
    assert fitted.rates["voluntary"]["t003"] == pytest.approx(wanted)


def test_a_team_that_nobody_knows_has_the_company_s_rate() -> None:
    case = learned("turnover")
    fitted = case.fitted["team_past"]
    rows = case.to_score.head(3).assign(team_id="founded yesterday")
    found = team_past.predict(fitted, rows)[:, 0]
    assert found.tolist() == [fitted.company["voluntary"]] * 3


def test_a_team_of_few_is_not_named() -> None:
    case = learned("turnover")
    few = case.known["person_id"].unique()[:9]
    rows = case.known.assign(
        team_id=case.known["team_id"].mask(case.known["person_id"].isin(few), "small")
    )
    assert "small" not in team_past.fit(rows, case.fitting).rates["voluntary"]
