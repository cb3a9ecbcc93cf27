"""How long customers waited, and what became of the last survey, for the door."""

from collections.abc import Iterable

import narwhals as nw
import pandas as pd
import pyarrow as pa

from contracts import params, versions
from contracts.spans import second_number
from pipelines import _files, _past
from pipelines.engines.engine import Engine
from privacy.tables.listening import ACTIONS, SURVEYS, WAITS, Listening

HOUR_SECONDS = 3600
MONTH = ["as_of", "person_id"]

Months = list[pd.Timestamp]


def listening(
    engine: Engine, months: Months, settings: params.Params
) -> Listening | None:
    """Bring together both sides of listening.

    Returns
    -------
    Listening or None
        None where neither contacts nor surveys are known.
    """
    contacts = _files.has_table("interactions")
    surveyed = _files.has_table("survey_invitations")
    surveyed = surveyed and _files.has_table("survey_answers")
    if not contacts and not surveyed:
        return None
    nothing = Listening(*(pd.DataFrame(columns=c) for c in (WAITS, SURVEYS, ACTIONS)))
    found = _surveys(months) if surveyed else nothing
    waits = _waits(engine, months, settings) if contacts else nothing.waits
    return Listening(waits, found.surveys, found.actions)


def _waits(engine: Engine, months: Months, settings: params.Params) -> pd.DataFrame:
    """Add up each person's contacts and their waits, as known at each month's end."""
    wanted = _past.snapshot_months(settings)
    released = wanted["as_of"].isin([month.date() for month in months])
    recent = wanted[released & (wanted["age"] < settings.features.recent_months)]
    snapshots = engine.rows(
        pa.Table.from_pandas(recent, _past.SNAPSHOTS, preserve_index=False)
    )
    legs = engine.scan(_files.table_files("interactions"))
    opened = nw.col("opened_at").cast(nw.Date)
    latest = nw.max_horizontal(
        opened, nw.col("first_response_at").cast(nw.Date), nw.col("recorded_on")
    )
    answered = second_number(nw.col("first_response_at"))
    waited = nw.coalesce(
        (answered - second_number(nw.col("opened_at"))).cast(nw.Float64),
        nw.col("wait_seconds").cast(nw.Float64),
    )
    first = recent["month"].min()
    sums = (
        versions.standing(legs, nw.lit(months[-1].date()))
        .filter(~nw.col("person_id").is_null(), opened >= first)
        .select(
            "person_id",
            month=opened.dt.truncate("1mo").cast(nw.Date),
            known_month=latest.dt.truncate("1mo").cast(nw.Date),
            seconds=waited.round(0).cast(nw.Int64),
        )
        .filter(nw.col("seconds") >= 0)
        .group_by("person_id", "month", "known_month")
        .agg(seconds=nw.col("seconds").sum(), contacts=nw.len())
    )
    known = (
        sums.join(snapshots, on="month", how="inner")
        .filter(nw.col("known_month") <= nw.col("as_of"))
        .group_by(*MONTH)
        .agg(seconds=nw.col("seconds").sum(), contacts=nw.col("contacts").sum())
    )
    found = engine.collect(known).sort_values(MONTH, ignore_index=True)
    return pd.DataFrame(
        {
            "month": pd.to_datetime(found["as_of"]),
            "person_id": found["person_id"],
            "numerator": found["seconds"].astype("float64") / HOUR_SECONDS,
            "denominator": found["contacts"].astype("float64"),
        }
    )


def _surveys(months: Months) -> Listening:
    """Say of each month's last survey who answered, and what began since."""
    answers = _files.read_latest("survey_answers")
    invitations = _files.read_latest("survey_invitations")
    has_actions = _files.has_table("initiatives")
    initiatives = _files.read_latest("initiatives") if has_actions else None
    known = [last_survey(answers, month) for month in months]
    pairs = [(m, s) for m, s in zip(months, known, strict=True) if s is not None]
    surveys = [participation(answers, invitations, m, s[0]) for m, s in pairs]
    begun = [actions(initiatives, m, s[1]) for m, s in pairs if initiatives is not None]
    return Listening(
        pd.DataFrame(columns=WAITS), _joined(surveys, SURVEYS), _joined(begun, ACTIONS)
    )


def last_survey(
    answers: pd.DataFrame, month: pd.Timestamp
) -> tuple[str, pd.Timestamp] | None:
    """Find the last survey whose results were known by a month's end, and since when.

    Parameters
    ----------
    answers : DataFrame
        ``survey_answers``; without a day of publication the closing day counts.
    month : Timestamp
    """
    closed = pd.to_datetime(answers["closed_on"])
    known = pd.to_datetime(answers["published_on"]).fillna(closed)
    since = known.groupby(answers["campaign_id"]).max().sort_values(kind="stable")
    past = since[since <= month]
    return None if past.empty else (str(past.index[-1]), past.iloc[-1])


def participation(
    answers: pd.DataFrame,
    invitations: pd.DataFrame,
    month: pd.Timestamp,
    campaign: str,
) -> pd.DataFrame:
    """Count by team who was invited to a survey, and who answered at least one thing.

    Returns
    -------
    DataFrame
        ``month, team_id, invited, answered``: no person stands in a survey.
    """
    asked = invitations[invitations["campaign_id"] == campaign]
    said = answers[answers["campaign_id"] == campaign]
    by_question = said.groupby(["team_id", "question"]).size()
    answered = by_question.groupby("team_id").max()
    counts = asked.groupby("team_id", as_index=False).agg(invited=("invited", "sum"))
    found = counts["team_id"].map(answered).fillna(0)
    return counts.assign(month=month, answered=found.clip(upper=counts["invited"]))


def actions(
    initiatives: pd.DataFrame, month: pd.Timestamp, since: pd.Timestamp
) -> pd.DataFrame:
    """List the initiatives begun between a survey's results and a month's end.

    Returns
    -------
    DataFrame
        ``month, team_id, days``: from the results to the start.
    """
    start = pd.to_datetime(initiatives["starts_on"])
    recorded = pd.to_datetime(initiatives["recorded_on"]).fillna(start)
    begun = start.between(since, month) & (recorded <= month)
    days = (start - since).dt.days.astype("float64")
    return initiatives.loc[begun, ["team_id"]].assign(month=month, days=days[begun])


def _joined(frames: Iterable[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    kept = [frame[list(columns)] for frame in frames if not frame.empty]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=columns)
