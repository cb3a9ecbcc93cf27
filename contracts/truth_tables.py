"""What is known of a made-up company alone: evaluation reads it, nothing else."""

import narwhals as nw

from contracts._table import Column, Table, optional

TRUTH = Table(
    "truth",
    "The known hazards of a made-up company; only evaluation reads it.",
    key=("person_id", "as_of"),
    columns=(
        Column("person_id", "id", "Who."),
        Column("team_id", "id", "The team at the snapshot."),
        Column("as_of", "day", "Last day of the snapshot's month."),
        Column(
            "hazard_voluntary", "number", "P(voluntary exit in the following month)."
        ),
        Column("hazard_other", "number", "P(other exit in the following month)."),
        Column("sick_rate", "number", "Expected sick share of the following month."),
        optional(
            "hazard_long_absence",
            "number",
            "P(a spell of 30 days or more begins in the following month).",
        ),
    ),
    rules={
        "a hazard lies between 0 and 1": nw.col("hazard_voluntary").is_between(0, 1)
        & nw.col("hazard_other").is_between(0, 1)
        & nw.col("sick_rate").is_between(0, 1),
    },
)

TRUTH_HORIZON = Table(
    "truth_horizon",
    "The known chances over several months, of agents who have announced no exit.",
    key=("person_id", "as_of"),
    columns=(
        Column("person_id", "id", "Who."),
        Column("team_id", "id", "The team at the snapshot."),
        Column("as_of", "day", "Last day of the snapshot's month."),
        Column("months", "count", "How many months ahead."),
        Column("voluntary", "number", "P(voluntary exit within those months)."),
        Column("sick_rate", "number", "Expected sick share of the days employed."),
    ),
    rules={
        "a chance over months lies between 0 and 1": nw.col("voluntary").is_between(
            0, 1
        )
        & nw.col("sick_rate").is_between(0, 1),
    },
)

TRUTH_COUNTS = Table(
    "truth_counts",
    "How likely each number of leavers is, of a team's people of truth_horizon.",
    key=("team_id", "as_of", "leavers"),
    columns=(
        Column("team_id", "id", "The team."),
        Column("as_of", "day", "Last day of the snapshot's month."),
        Column("months", "count", "How many months ahead."),
        Column("leavers", "count", "People who leave by their own choice."),
        Column("chance", "number", "P(so many of them), from continuations."),
    ),
    rules={
        "a chance of a count lies above 0, at most at 1": (nw.col("chance") > 0)
        & (nw.col("chance") <= 1),
    },
)

TRUTH_TERMS = Table(
    "truth_terms",
    "What each driver family truly adds, a team's agents on average.",
    key=("team_id", "as_of", "family"),
    columns=(
        Column("team_id", "id", "The team."),
        Column("as_of", "day", "Last day of the snapshot's month."),
        Column("family", "text", "Driver family, or what no record shows."),
        Column(
            "turnover", "number", "Added to the logit of deciding to leave next month."
        ),
        Column(
            "absence", "number", "Added to the log of next month's new short spells."
        ),
    ),
)

TRUTH_INITIATIVES = Table(
    "truth_initiatives",
    "What came of the teams of an initiative, and what would have without it.",
    key=("initiative_id", "team_id", "as_of", "measure"),
    columns=(
        Column("initiative_id", "id", "Which."),
        Column("team_id", "id", "A team that tried it."),
        Column("as_of", "day", "Last day of the month."),
        Column(
            "measure",
            "choice",
            "What is measured; the chance and the rate are of the month after.",
            one_of=("agents", "chance_of_leaving", "leavers", "sick_rate"),
        ),
        optional("with_it", "number", "What came; empty where nobody was there."),
        optional("without_it", "number", "What would have come without it."),
    ),
)

TRUTHS: tuple[Table, ...] = (
    TRUTH,
    TRUTH_HORIZON,
    TRUTH_COUNTS,
    TRUTH_TERMS,
    TRUTH_INITIATIVES,
)
