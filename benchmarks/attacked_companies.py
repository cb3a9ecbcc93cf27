"""Companies as the door sees them: who is where, and what is expected of each."""

from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

import pandas as pd
import yaml

from benchmarks.fresh_checkout import fresh_checkout
from benchmarks.observable_ceiling import run
from contracts import params
from pipelines import _files, _forecasts, _people
from privacy.history.walk import safe_rates
from privacy.months import with_months
from privacy.rounding import rounded_people
from privacy.units.groups import grouped_months, members_of
from privacy.units.tree import read_tree

NAIVE_PEOPLE = 5
SMALL_AGENTS, SMALL_TEAMS = 300, 22


class Company:
    """Who is where, and what is expected of each, in months of one company."""

    def __init__(
        self,
        roster: pd.DataFrame,
        teams: pd.DataFrame,
        expected: Mapping[str, pd.DataFrame],
        settings: params.Params,
    ) -> None:
        """Group people into the units that may be shown."""
        self.settings, self.teams, self.expected = settings, teams, expected
        self.roster = with_months(roster)[["month", "person_id", "team_id"]]
        places, units = grouped_months(self.roster, read_tree(teams), settings.privacy)
        large = units[units["status"] == "published"]
        people = rounded_people(large["people"].astype(float), settings.privacy)
        self.units, self.members = (
            large.assign(people=people),
            members_of(self.roster, places),
        )

    def rates(self, outcome: str, points: float) -> pd.DataFrame:
        """Give what we release, at so many points of protection."""
        asked = self.settings.privacy.model_copy(update={"protection_points": points})
        return safe_rates(self.units, self.members, self.expected[outcome], asked)

    def figures(self, outcome: str) -> pd.DataFrame:
        """Give every member of a unit with their figure, exact."""
        known = with_months(self.expected[outcome])
        return self.members.merge(known, on=["month", "person_id"])

    def naive(self, outcome: str) -> pd.DataFrame:
        """Give members of what a dashboard shows: all units of five or more."""
        everybody = self.roster.rename(columns={"team_id": "unit_id"})
        company = everybody.assign(unit_id="the company")
        members = pd.concat([everybody.assign(unit_level="team"), company])
        size = members.groupby(["month", "unit_id"])["person_id"].transform("size")
        known = with_months(self.expected[outcome])
        shown = members[size >= NAIVE_PEOPLE]
        return shown.merge(known, on=["month", "person_id"])


def default_company() -> Company:
    """Take the checkout's company, as its champion expects it."""
    settings = params.load()
    features = _files.read_features()
    months = _people.released_months(settings, settings.outcomes.modelled)
    here = features[features["as_of"].isin(months) & ~features["announced"]]
    expected = {
        outcome: _forecasts.expected(outcome, features, months, settings)
        for outcome in settings.outcomes.modelled
    }
    roster = here.rename(columns={"as_of": "month"})
    return Company(roster, _files.read_table("teams"), expected, settings)


def small_company(folder: Path) -> Company:
    """Make a company of 300 agents; its known chances are what is expected."""
    fresh_checkout(folder)
    path = folder / "params.yaml"
    asked = yaml.safe_load(path.read_text("utf-8"))
    asked["simulator"] |= {"agents": SMALL_AGENTS, "teams": SMALL_TEAMS}
    asked["simulator"]["oracle"]["continuations"] = 0
    path.write_text(yaml.safe_dump(asked, allow_unicode=True), "utf-8")
    for stage in ("simulate_company", "ingest_sources"):
        run(folder, f"pipelines.{stage}")
    with chdir(folder):
        settings = params.load()
        truth, teams = _files.read_table("truth"), _files.read_table("teams")
    truth = with_months(truth.rename(columns={"as_of": "month"}))
    truth = truth[truth["month"] > truth["month"].max() - pd.DateOffset(months=12)]
    horizon = settings.time.horizon_months
    value = {
        "turnover": 1 - (1 - truth["hazard_voluntary"]) ** horizon,
        "absence": truth["sick_rate"],
    }
    expected = {
        name: truth[["month", "person_id"]].assign(value=share, weight=1.0)
        for name, share in value.items()
    }
    return Company(truth, teams, expected, settings)
