"""What surveys show: answers by team, of those who answered; no person."""

import numpy as np
import pyarrow as pa

from connectors.simulator import clock
from connectors.simulator.arrays import Flags, Floats, Ints
from connectors.simulator.draws import normal
from connectors.simulator.records import codes
from connectors.simulator.records.questions import QUESTIONS
from connectors.simulator.truth import structure
from connectors.simulator.truth.history import History
from connectors.simulator.truth.month import Month

CAMPAIGN_MONTHS = (5, 11)
CLOSED_DAY, PUBLISHED_DAYS = 19, 18
# Those under strain answer less.
ANSWERING, ANSWERING_STRAIN = 0.75, -0.5
LIKERT, ENPS_SCALE = (1.0, 5.0, 3.3, 0.85), (0.0, 10.0, 6.6, 1.9)


def _campaigns(history: History) -> list[Month]:
    """Give the months with a survey."""
    return [
        month
        for month in history.recorded
        if clock.of_year(month.number) in CAMPAIGN_MONTHS
    ]


def _code(month: Month) -> str:
    return f"E{1970 + month.number // 12}-{clock.of_year(month.number):02d}"


def _asked(history: History, month: Month) -> Ints:
    """Give the agents asked: employed on the last day to answer."""
    closed = clock.first_day(month.number) + CLOSED_DAY
    who = month.conditions.who
    here = (history.company.roster.hired_on[who] <= closed) & (
        history.company.people.leaves_on[who] > closed
    )
    return np.flatnonzero(here)


def questions() -> pa.Table:
    """Write ``survey_questions``."""
    names = ("question", "construct", "reversed", "label_fr", "label_en")
    columns = list(zip(*QUESTIONS, strict=True))
    return pa.table({name: list(columns[i]) for i, name in enumerate(names)})


def invitations(history: History) -> pa.Table:
    """Write ``survey_invitations``: how many people of each team were asked."""
    teams = structure.team_codes(history.teams)
    parts = []
    for month in _campaigns(history):
        asked = month.conditions.team[_asked(history, month)]
        counts = np.bincount(asked, minlength=len(teams))
        # A team without people, closed or not there yet, is asked nothing.
        here = np.flatnonzero(counts)
        closed = clock.first_day(month.number) + CLOSED_DAY
        parts.append(
            pa.table(
                {
                    "campaign_id": [_code(month)] * len(here),
                    "closed_on": codes.days(np.full(len(here), closed)),
                    "team_id": [teams[team] for team in here],
                    "invited": pa.array(counts[here]),
                }
            )
        )
    return pa.concat_tables(parts)


def _leanings(month: Month, asked: Ints) -> dict[str, Floats]:
    """Give what working conditions themselves add to some constructs."""
    now = month.conditions
    team = now.team[asked]
    return {
        "workload": 1.6 * now.load[asked],
        "recognition": 0.7 * now.recognised[asked] - 0.2,
        "manager_support": 0.5 * now.quality[team] + 0.3 * now.one_to_one[asked],
        "predictability": -0.9 * now.short_notice[team] + 0.2,
    }


def _boycotting(history: History, month: Month, asked: Ints) -> Flags:
    """Say who answers nothing because their team agreed to."""
    team = month.conditions.team[asked]
    begun = month.number >= history.planted.boycott_from
    flags: Flags = (team == history.planted.boycott_team) & begun
    return flags


def _answered(history: History, month: Month) -> pa.Table:
    """Write the answers of one campaign."""
    asked = _asked(history, month)
    number = history.company.roster.number[month.conditions.who[asked]]
    u = history.world.draws.uniforms("survey", month.number, number, 1 + len(QUESTIONS))
    strain = month.strain[month.conditions.who[asked]]
    odds = ANSWERING + ANSWERING_STRAIN * strain
    answers = (u[0] < 1 / (1 + np.exp(-odds))) & ~_boycotting(history, month, asked)
    leanings = _leanings(month, asked)
    closed = clock.first_day(month.number) + CLOSED_DAY
    team = month.conditions.team[asked][answers]
    columns: dict[str, list[Floats]] = {"answer": [], "low": [], "high": []}
    for luck, (_, construct, _, _, _, weight) in zip(u[1:], QUESTIONS, strict=True):
        low, high, middle, spread = ENPS_SCALE if construct == "enps" else LIKERT
        lean = weight * strain + leanings.get(construct, np.zeros(len(asked)))
        felt = middle + lean + normal(luck, spread)
        value = np.clip(np.rint(felt), low, high)[answers]
        columns["answer"].append(value)
        columns["low"].append(np.full(len(value), low))
        columns["high"].append(np.full(len(value), high))
    n, each = len(team) * len(QUESTIONS), len(team)
    return pa.table(
        {
            "campaign_id": codes.coded([_code(month)], np.zeros(n, dtype=np.int64)),
            "closed_on": codes.days(np.full(n, closed)),
            "team_id": codes.coded(
                structure.team_codes(history.teams), np.tile(team, len(QUESTIONS))
            ).cast(pa.string()),
            "question": np.repeat([q[0] for q in QUESTIONS], each),
            "answer": np.concatenate(columns["answer"]),
            "scale_min": np.concatenate(columns["low"]),
            "scale_max": np.concatenate(columns["high"]),
            "published_on": codes.days(np.full(n, closed + PUBLISHED_DAYS)),
        }
    )


def answers(history: History) -> pa.Table:
    """Write ``survey_answers``, sorted so that no two rows tell of one person.

    Sorting by team, question and answer takes apart the answers that one
    person gave to different questions.
    """
    parts = [_answered(history, month) for month in _campaigns(history)]
    table = pa.concat_tables(parts, promote_options="permissive")
    return codes.sorted_by(table, "closed_on", "team_id", "question", "answer")
