"""What is drawn into the company is in it: each mechanism, each plant, each decoy."""

from functools import cache

import numpy as np
import pytest

from connectors.simulator import clock, company
from connectors.simulator.truth import history, logit, plants, structure
from connectors.simulator.truth.state import PARTS
from tests.connectors.simulated import DEFAULT, SMALL, grown, lived, tables


@cache
def team_months():
    """Means of agents by month and team: terms, strain, sickness, leavers."""
    truth = grown()
    found = []
    for month in truth.recorded:
        who = month.hazards.who
        agents = ~truth.company.roster.supervisor[who]
        team, count = month.team[who[agents]], len(truth.teams)
        heads = np.maximum(np.bincount(team, minlength=count), 1)
        values = [
            *month.hazards.terms[agents].T,
            month.rates.share[agents],
            np.exp(truth.company.roster.pace[who[agents]]),
        ]
        found.append([np.bincount(team, v, minlength=count) / heads for v in values])
    return np.array(found).transpose(1, 0, 2)


def term(name):
    return team_months()[logit.TERMS.index(name)]


def person_terms(name):
    truth = grown()
    parts = []
    for month in truth.recorded:
        agents = ~truth.company.roster.supervisor[month.hazards.who]
        parts.append(month.hazards.terms[agents, logit.TERMS.index(name)])
    return np.concatenate(parts)


def test_teams_and_people_differ_in_what_nothing_shows():
    truth = grown()
    assert truth.teams.unseen.std() >= 0.28
    assert truth.company.roster.frailty.std() >= 0.4
    shocks = np.array([month.company.units.shock for month in truth.recorded])
    again = np.corrcoef(shocks[1:].ravel(), shocks[:-1].ravel())[0, 1]
    assert shocks.std() == pytest.approx(0.2, rel=0.25)
    assert again == pytest.approx(0.8, abs=0.1)


def test_the_sum_of_all_terms_is_the_logit():
    hazards = grown().recorded[-1].hazards
    open_ones = hazards.deciding > 0
    odds = hazards.deciding / (1 - hazards.deciding)
    assert np.log(odds[open_ones]) == pytest.approx(hazards.terms[open_ones].sum(1))


def test_strain_fades_by_a_fifth_a_month_and_its_parts_add_up():
    truth = grown()
    before, after = truth.recorded[10], truth.recorded[11]
    stayed = after.conditions.who[after.conditions.who < len(before.strain)]
    life = PARTS.index("life")
    old = before.company.people.parts[stayed, life]
    new = after.company.people.parts[stayed, life]
    assert np.polyfit(old, new, 1)[0] == pytest.approx(0.8, abs=0.05)
    assert after.company.people.parts.sum(axis=1) == pytest.approx(after.strain)


def test_empty_seats_weigh_on_those_who_stay():
    truth = grown()
    gaps, loads = [], []
    for month in truth.recorded:
        units = month.company.units
        open_seats = np.bincount(
            units.seat_team, units.seat_due < 10**6, minlength=len(truth.teams)
        )
        staffed = np.bincount(month.conditions.team, minlength=len(truth.teams)) > 3
        load = np.bincount(
            month.conditions.team, month.conditions.load, minlength=len(truth.teams)
        ) / np.maximum(
            np.bincount(month.conditions.team, minlength=len(truth.teams)), 1
        )
        gaps.append((open_seats / np.maximum(units.planned, 1))[staffed])
        loads.append((load - truth.teams.load)[staffed])
    assert np.corrcoef(np.concatenate(gaps), np.concatenate(loads))[0, 1] > 0.2


def test_leavers_draw_others_after_them():
    truth = grown()
    recent = np.array(
        [m.company.units.recent_exits.sum(axis=0) for m in truth.recorded]
    )
    planned = np.array([m.company.units.planned for m in truth.recorded])
    share = np.minimum(recent / np.maximum(planned, 1), logit.MOST_LEAVERS)
    staffed = planned[-1] > 3
    expected = logit.CONTAGION * share[-1][staffed]
    assert term("team")[-1][staffed] == pytest.approx(expected)


def test_a_new_lead_unsettles_for_some_months():
    truth = grown()
    changes = sum(
        (month.company.units.led_since == month.number).sum()
        for month in truth.recorded
    )
    assert changes > len(truth.recorded)
    assert logit.NEW_LEAD * np.exp(-1 / logit.NEW_LEAD_MONTHS) > 0.2


def test_thresholds_concern_some_and_not_most():
    strain_of_load = 0.0
    for name, size in (
        ("workload", logit.OVERLOAD),
        ("predictability", logit.PART_TIME_NOTICE),
        ("recognition", logit.UNPRAISED),
    ):
        strain_of_load += size
        assert (person_terms(name) > 0.6 * size).mean() < 0.35
    assert strain_of_load > 1


def test_families_that_do_nothing_add_nothing():
    terms = tables()["truth_terms"]
    decoys = terms[terms.family.isin(["development", "work_life"])]
    assert len(decoys) and (decoys[["turnover", "absence"]] == 0).all().all()


def test_one_decoy_goes_with_a_true_cause_between_teams():
    teams = grown().teams
    assert np.corrcoef(teams.late, teams.load)[0, 1] > 0.6
    assert abs(np.corrcoef(teams.training, teams.load)[0, 1]) < 0.3


def test_more_contacts_go_with_leaving_between_teams_and_staying_inside_them():
    truth = grown()
    month = truth.recorded[-1]
    now = month.conditions
    here = np.isin(now.who, month.hazards.who[month.hazards.deciding > 0])
    who, team = now.who[here], now.team[here]
    contacts = now.load[here] + truth.company.roster.pace[who]
    place = np.searchsorted(month.hazards.who, who)
    risk = month.hazards.terms[place, logit.TERMS.index("workload")]
    heads = np.maximum(np.bincount(team, minlength=len(truth.teams)), 1)
    means = [
        np.bincount(team, v, minlength=len(truth.teams)) / heads
        for v in (contacts, risk)
    ]
    staffed = np.bincount(team, minlength=len(truth.teams)) > 3
    between = np.corrcoef(means[0][staffed], means[1][staffed])[0, 1]
    within = np.corrcoef(contacts - means[0][team], risk - means[1][team])[0, 1]
    assert between > 0.3
    assert within < -0.3


def test_everybody_is_likelier_to_leave_after_the_shift():
    truth = grown()
    level = term("level").min(axis=1)
    months = np.array([month.number + 1 for month in truth.recorded])
    after = months >= truth.planted.shift_from
    assert level[after].min() - level[~after].max() == pytest.approx(logit.LEVEL_SHIFT)
    assert 3 <= after.sum() <= 12


def test_the_ticketing_tool_names_queues_anew():
    contacts = tables()["interactions"]
    since = np.datetime64(lived().planted.taxonomy_from, "M")
    later = contacts.opened_at >= since
    assert set(contacts[~later].queue) == set(structure.QUEUES)
    assert "care_urgent" in set(contacts[later].queue)
    assert "complaints" not in set(contacts[later].queue)


def test_a_team_that_agreed_to_answers_nothing():
    truth, answers = lived(), tables()["survey_answers"]
    team = structure.team_codes(truth.teams)[truth.planted.boycott_team]
    since = np.datetime64(truth.planted.boycott_from, "M")
    of_team = answers[answers.team_id == team]
    assert (answers.closed_on >= since).any()
    assert not (of_team.closed_on >= since).any()
    assert (tables()["survey_invitations"].query("team_id == @team").invited > 0).any()


def test_those_under_strain_answer_less():
    truth = grown()
    month = next(m for m in truth.recorded if clock.of_year(m.number) == 5)
    strain = month.strain[month.conditions.who]
    answering = 1 / (1 + np.exp(-(0.75 - 0.5 * strain)))
    assert answering[strain > 1].mean() < answering[strain < -1].mean() - 0.3


def test_one_team_ends_another_opens_and_some_are_dealt_anew():
    truth, teams = lived(), tables()["teams"].set_index("team_id")
    ended = teams[teams.ends_on.notna()]
    assert len(ended) == 1
    (successor,) = ended.successor_id
    assert teams.kind[successor] == "team"
    opened = teams[teams.starts_on > teams.starts_on.min()]
    assert list(opened.starts_on) == [ended.ends_on.iloc[0] + np.timedelta64(1, "D")]
    where = tables()["assignments"]
    of_ended = where[where.team_id == ended.index[0]]
    assert (of_ended.ends_on <= ended.ends_on.iloc[0]).all()
    assert (where[where.team_id == opened.index[0]].role == "supervisor").any()
    dealt = truth.planted.reshapes[0]
    moved = (plants.first_seats(truth.teams)[dealt.seats] != dealt.teams).mean()
    assert moved > 0.4


def test_some_come_back_under_a_new_id():
    roster = grown().company.roster
    _, count = np.unique(roster.frailty, return_counts=True)
    assert 10 < (count > 1).sum() < 0.1 * len(roster)
    assert len(np.unique(roster.number)) == len(roster)


@pytest.mark.parametrize("plant", ["rehires", "boycott", "level_shift", "new_taxonomy"])
def test_a_plant_left_out_leaves_the_months_before_as_they_were(plant):
    off = SMALL.plants.model_copy(update={plant: False})
    without = history.simulate(SMALL.model_copy(update={"plants": off}))
    for name in ("people", "departures"):
        if plant in ("boycott", "new_taxonomy"):
            table = company.record_tables(without)[name]
            assert table.equals(company.record_tables(lived())[name])
    first = (lived().recorded[0], without.recorded[0])
    assert plant == "rehires" or (first[0].strain == first[1].strain).all()


def test_the_default_company_has_every_plant():
    assert all(DEFAULT.plants.model_dump().values())
