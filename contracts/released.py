"""The tables that leave through the door: teams, sites and the company, no person."""

from collections.abc import Mapping

import narwhals as nw

from contracts._table import Column, Table, optional

OUTCOMES = ("turnover", "absence", "long_absence")
LEVELS = ("low", "watch", "elevated", "high")
CHANGES = ("up", "down", "same", "unknown")
REFERENCES = ("company", "peers")
UNIT_LEVELS = ("team", "site", "activity", "company")
FOLLOW_UPS = ("too_early", "no_clear_change", "moved_as_hoped", "moved_against")
STATUSES = ("published", "merged", "carried", "withheld")

MONTH = Column("month", "day", "Last day of the month reported on (the as-of date).")
UNIT = Column("unit_id", "id", "The unit, or the group that small teams merged into.")
OUTCOME = Column("outcome", "choice", "What is forecast.", one_of=OUTCOMES)
STATUS = Column("status", "choice", "Whether a figure is shown.", one_of=STATUSES)
REASON = optional("reason", "text", "Code of why it is not, or which unit it joined.")
FIGURE_MONTH = optional("figure_month", "day", "The month that the figure is of.")

TEAM_RISK = Table(
    "team_risk",
    "What is expected of each unit over the horizon, and how sure that is.",
    key=("month", "unit_id", "outcome"),
    columns=(
        MONTH,
        UNIT,
        Column("unit_name", "text", "Public name, else the code."),
        Column("unit_level", "choice", "Level in the tree.", one_of=UNIT_LEVELS),
        optional("parent_id", "id", "The unit above."),
        OUTCOME,
        Column("target_from", "day", "First day forecast."),
        Column("target_to", "day", "Last day forecast."),
        optional("people", "count", "People present, rounded."),
        optional("expected_rate", "number", "Share leaving, or share of hours absent."),
        optional("low", "number", "Lower end of the 80 % interval of the rate."),
        optional("high", "number", "Upper end of the 80 % interval of the rate."),
        optional("expected_count", "number", "People leaving; site and company only."),
        optional("low_count", "number", "Lower end; site and company only."),
        optional("high_count", "number", "Upper end; site and company only."),
        optional("company_rate", "number", "The company's expected rate."),
        optional("threshold_rate", "number", "The rate agreed with the teams."),
        optional("probability_above", "number", "P(rate above the threshold)."),
        optional("level", "choice", "In words.", one_of=LEVELS),
        optional("level_since", "day", "First month at this level."),
        optional("change", "choice", "Against the month before.", one_of=CHANGES),
        FIGURE_MONTH,
        STATUS,
        REASON,
    ),
    rules={
        "an interval holds its expected rate": (
            nw.col("low") <= nw.col("expected_rate")
        )
        & (nw.col("expected_rate") <= nw.col("high")),
        "counts stand only at sites and the company": nw.col("expected_count").is_null()
        | nw.col("unit_level").is_in(("site", "company")),
        "a withheld or merged unit shows no figure": nw.col("expected_rate").is_null()
        | nw.col("status").is_in(("published", "carried")),
    },
)

TEAM_DRIVERS = Table(
    "team_drivers",
    "Which working conditions go with a unit's figure.",
    key=("month", "unit_id", "outcome", "family", "reference", "indicator"),
    columns=(
        MONTH,
        UNIT,
        OUTCOME,
        Column("family", "text", "The driver family."),
        optional(
            "direction",
            "choice",
            "Whether it goes with more or fewer; fewer is a protective factor.",
            one_of=("raises", "lowers"),
        ),
        Column("reference", "choice", "Compared with whom.", one_of=REFERENCES),
        optional("points", "number", "Expected leavers (or sick days) per 10 people."),
        optional("stability", "number", "Share of refits that agree on the direction."),
        optional("coverage", "number", "Share of the unit's people with data."),
        optional("indicator", "text", "The plain figure that goes with it."),
        optional("value", "number", "That figure in the unit."),
        optional("reference_value", "number", "That figure in the reference."),
        optional("peers_value", "number", "That figure in comparable units."),
        optional("company_value", "number", "That figure in the company."),
        optional("earlier_value", "number", "As released for a quarter earlier."),
        optional("earlier_month", "day", "The month that the earlier figure is of."),
        optional("unit", "text", "Its unit."),
        STATUS,
        REASON,
    ),
)

TEAM_KPIS = Table(
    "team_kpis",
    "Plain figures of a unit, as known at the month's end.",
    key=("month", "unit_id", "kpi"),
    columns=(
        MONTH,
        UNIT,
        Column("kpi", "text", "The figure's name."),
        optional("value", "number", "The figure."),
        optional("low", "number", "Lower end of its interval, where it is a sample."),
        optional("high", "number", "Upper end of its interval."),
        optional("previous", "number", "The figure one window earlier."),
        optional("company_value", "number", "The company's figure."),
        optional("answers", "text", "Answers behind it, as a band."),
        Column("window_months", "count", "Months that it covers."),
        optional("threshold", "number", "The threshold agreed, if one is."),
        FIGURE_MONTH,
        STATUS,
        REASON,
    ),
)

TRACK_RECORD = Table(
    "track_record",
    "What was forecast for a site or the company, and what came.",
    key=("month", "unit_id", "outcome"),
    columns=(
        MONTH,
        UNIT,
        Column(
            "unit_level",
            "choice",
            "Level in the tree.",
            one_of=("site", "activity", "company"),
        ),
        OUTCOME,
        Column("low", "number", "Lower end forecast: people leaving, or share absent."),
        Column("high", "number", "Upper end of what was forecast."),
        Column("observed_low", "number", "Lower end of what came, rounded."),
        Column("observed_high", "number", "Upper end of what came, rounded."),
        optional("inside", "flag", "Whether it came inside the interval."),
    ),
)

DATA_COVERAGE = Table(
    "data_coverage",
    "Which part of the picture the data hold.",
    key=("month", "table"),
    columns=(
        MONTH,
        Column("table", "text", "The input table."),
        Column(
            "state",
            "choice",
            "What came.",
            one_of=("complete", "partial", "absent"),
        ),
        optional("people_share", "number", "Share of the people it speaks of."),
        optional("broken_share", "number", "Share of rows set aside."),
        optional("families_missing", "text", "Driver families lost without it."),
    ),
)

FORECAST_STATE = Table(
    "forecast_state",
    "Whether what came of late is what was forecast, one month ahead.",
    key=("month", "outcome"),
    columns=(
        MONTH,
        OUTCOME,
        Column(
            "state",
            "choice",
            "drifted: errors to one side have added up past their limit.",
            one_of=("steady", "drifted"),
        ),
        optional(
            "side", "choice", "What came, against forecast.", one_of=("more", "less")
        ),
        optional("since", "day", "Month from which on errors have added up."),
    ),
)

RATE_STEPS = Table(
    "rate_steps",
    "To what each released rate was rounded.",
    key=("month", "unit_id", "outcome"),
    columns=(
        MONTH,
        UNIT,
        OUTCOME,
        Column("step", "number", "The rate is a multiple of it, a share."),
    ),
)

CORRECTIONS = Table(
    "corrections",
    "How many figures of published months would be others today; they stand.",
    key=("month", "outcome"),
    columns=(
        MONTH,
        OUTCOME,
        Column("units_corrected", "count", "Units whose rate would be another."),
    ),
)

THRESHOLD_OPTIONS = Table(
    "threshold_options",
    "How many units each threshold would mark.",
    key=("month", "outcome", "threshold_rate"),
    columns=(
        MONTH,
        OUTCOME,
        Column("threshold_rate", "number", "The rate that might be agreed."),
        Column("units_marked", "count", "Units that would be elevated or high."),
    ),
)

INITIATIVE_FOLLOW_UP = Table(
    "initiative_follow_up",
    "What was tried, and whether its indicator moved.",
    key=("month", "unit_id", "initiative_id"),
    columns=(
        MONTH,
        UNIT,
        Column("initiative_id", "id", "The initiative."),
        optional("indicator", "text", "What it should move."),
        Column(
            "status",
            "choice",
            "What came of the indicator, beside comparable units.",
            one_of=FOLLOW_UPS,
        ),
        optional("comparison_units", "count", "Units that it was compared with."),
        optional("reason", "text", "Code of why nothing can be said yet."),
        Column("action", "text", "What was done."),
        Column("starts_on", "day", "First day."),
        optional("ends_on", "day", "Last day."),
        optional("review_on", "day", "When it is looked at again."),
        optional("chosen_by", "text", "How the units were chosen."),
        Column("tried_in", "text", "Codes of the units where it was tried, by +."),
    ),
)

CAPACITY = Table(
    "capacity",
    "Missing full-time equivalents ahead, as a range.",
    key=("month", "target_month", "unit_id"),
    columns=(
        MONTH,
        Column("target_month", "day", "The month forecast."),
        UNIT,
        Column("planned_fte", "number", "Planned full-time equivalents."),
        Column("missing_fte_low", "number", "Lower end."),
        Column("missing_fte_high", "number", "Upper end."),
    ),
)

LISTENING = Table(
    "listening",
    "How long customers wait for an answer, and how long teams do.",
    key=("month", "unit_id"),
    columns=(
        MONTH,
        UNIT,
        optional("customer_hours", "number", "Hours to a first answer."),
        optional("team_days", "number", "Days from a survey to an action."),
        optional("participation", "number", "Share of people who answered."),
    ),
)

PROTECTION = Table(
    "protection",
    "How narrowly all members of a unit but one could bound the last one's figure.",
    key=("month", "outcome", "size_band"),
    columns=(
        MONTH,
        OUTCOME,
        Column("size_band", "text", "Units of which size: fewest to most people."),
        Column("narrowest_points", "number", "The narrowest range, in points."),
    ),
)

RELEASED: Mapping[str, Table] = {
    table.name: table
    for table in (
        TEAM_RISK,
        TEAM_DRIVERS,
        TEAM_KPIS,
        TRACK_RECORD,
        THRESHOLD_OPTIONS,
        INITIATIVE_FOLLOW_UP,
        CAPACITY,
        LISTENING,
        DATA_COVERAGE,
        FORECAST_STATE,
        PROTECTION,
        RATE_STEPS,
        CORRECTIONS,
    )
}
