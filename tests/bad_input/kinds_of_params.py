"""Parameters that can't be meant, and leave that was never given."""

from pathlib import Path

from tests.bad_input.folder import Spoil, both, param, param_text
from tests.bad_input.kind import Kind, stops

# Kept as long as the default history and windows reach back.
KEPT = param("governance.retention_months", 46)
REAL = both(param("governance.data", "real"), KEPT)
LEAVE = both(
    REAL,
    param("governance.dpia_reference", "D-1"),
    param("governance.consulted_on", "2026-09-01"),
    param("governance.opinion", "in favour"),
    param("governance.reviewer", "the DPO"),
)


def raw(content: bytes) -> Spoil:
    """Write bytes where the parameters were."""
    return lambda root: (root / "params.yaml").write_bytes(content) and None


def key_file(content: bytes | None) -> Spoil:
    """Name a key file; None leaves it out."""

    def spoil(root: Path) -> None:
        LEAVE(root)
        param("source.key_variable", "EQUIPAGE_TEST_KEY")(root)
        if content is not None:
            (root / "key").write_bytes(content)

    return spoil


def value(name: str, dotted: str, wrong: object, *says: str) -> Kind:
    return stops(
        name, "params", param(dotted, wrong), "params.yaml: 1 value(s)", dotted, *says
    )


TEXT = [
    stops("params.yaml is not there", "params", lambda root: (root / "params.yaml").unlink(),
          "params.yaml: no such file", "Run it from the checkout's folder"),
    stops("params.yaml is empty", "params", lambda root: (root / "params.yaml").write_text("") and None,
          "params.yaml: no section in it"),
    stops("params.yaml holds a list", "params", raw(b"- one\n- two\n"), "params.yaml: no section in it"),
    stops("params.yaml is no YAML", "params", raw(b"source: [path\nprivacy: }\n"),
          "not readable as YAML from line"),
    stops("params.yaml is indented with tabs", "params", raw(b"source:\n\tpath: exports\n"),
          "not readable as YAML from line 2"),
    stops("params.yaml in the Windows encoding", "params", raw("source:\n  path: donn\u00e9es\n".encode("cp1252")),
          "params.yaml: not UTF-8 text"),
    stops("a section that stands twice", "params", param_text("\nrelease:\n", "\nreport:\n  drivers_shown: 2\n\nrelease:\n"),
          "report stands twice", "Remove one"),
    stops("a number that stands twice", "params", param_text("  min_people: 10\n", "  min_people: 10\n  min_people: 20\n"),
          "privacy.min_people stands twice"),
    stops("a date without quotes", "params", param_text('agreed_on: "2026-09-15"', "agreed_on: 2026-09-15"),
          "thresholds.turnover.agreed_on", "a date without quotes", 'Write "2026-09-15"'),
    stops("a section left out", "params", param_text("\ntrack:\n  experiment: equipage\n", "\n"), "track: is missing"),
    stops("a section without content", "params", param_text("\ntrack:\n  experiment: equipage\n", "\ntrack:\n"),
          "track: expected a section"),
    stops("a misspelt name", "params", param_text("  min_people: 10", "  min_pepole: 10"),
          "privacy.min_pepole: no such name; did you mean min_people?", "privacy.min_people: is missing"),
    stops("a rule of the door that nobody knows", "params", param_text("  min_people: 10", "  min_people: 10\n  max_people: 90"),
          "privacy.max_people: no such name"),
    stops("a section nobody knows", "params", param_text("\nrelease:", "\nrelaese: {}\n\nrelease:"),
          "relaese: no such name; did you mean release?"),
]  # fmt: skip
VALUES = [
    value("units of four people", "privacy.min_people", 4, "greater than or equal to 5"),
    value("a head of the ledger that is no hash", "release.ledger_head", "none yet", "is no hash"),
    value("health figures of ten people", "privacy.min_people_health", 10, "greater than or equal to 20"),
    value("the figure of one manager", "privacy.min_managers", 1, "greater than or equal to 2"),
    value("probabilities to the point", "privacy.probability_step_points", 1, "greater than or equal to 10"),
    value("a month in words", "time.last_month", "October 2026", 'such as "2026-10"'),
    value("a thirteenth month", "time.last_month", "2026-13", 'such as "2026-10"'),
    value("a month as a number", "time.last_month", 202610, "valid string"),
    value("a negative lag", "source.recording_lag_days", -1, "greater than or equal to 0"),
    value("a negative history", "time.history_months", -12, "greater than or equal to 6"),
    value("a horizon of nothing", "time.horizon_months", 0, "greater than or equal to 1"),
    value("a share in percent", "source.max_broken_share", 5, "less than or equal to 1"),
    value("a negative share", "source.max_unmatched_share", -0.1, "greater than or equal to 0"),
    value("a number in words", "models.origins", "twelve", "valid integer"),
    value("half a month", "time.history_months", 12.5, "valid integer"),
    value("no value", "models.seed", None, "valid integer"),
    value("a threshold above everybody", "thresholds.turnover.rate", 10, "less than or equal to 1"),
    value("a language that the report does not speak", "report.first_language", "de", "'fr' or 'en'"),
    value("a kind of data that does not exist", "governance.data", "anonymous", "'made_up' or 'real'"),
    stops("an outcome that is not forecast", "params", param("outcomes.modelled", ["burnout"]), "outcomes.modelled[1]"),
    stops("a departure that no system records", "params",
          param("outcomes.turnover.counts_as_voluntary", ["resignaton"]), "outcomes.turnover.counts_as_voluntary[1]"),
    stops("a purpose for a column that may not be kept", "params",
          param("governance.purpose", ["nationality"]), "governance.purpose[1]"),
    stops("a gap shorter than the label lag", "params", both(param("models.gap_months", 0), param("time.label_lag_days", 31)),
          "models.gap_months is shorter than time.label_lag_days"),
    stops("a history of real people longer than they are kept", "params",
          both(LEAVE, param("governance.retention_months", 45)),
          "reach 46 months back, past governance.retention_months (45)", "hold only those who stayed"),
    stops("a time zone that nobody knows", "params", param("source.time_zone", "Europe/Pari"),
          "source.time_zone: Europe/Pari is not a time zone", "Europe/Paris"),
    stops("a time zone written as SQL", "params", param("source.time_zone", "'; DROP TABLE people; --"),
          "is not a time zone"),
]  # fmt: skip
LEAVES = [
    stops("real people without leave", "params", REAL,
          "governance: the data are real", "dpia_reference, consulted_on, opinion, reviewer is empty"),
    stops("real people with half a leave", "params", both(LEAVE, param("governance.opinion", "")),
          "opinion is empty", "works council"),
    stops("real people without a key", "params", LEAVE, "source.key_variable: (empty) names no key file"),
    stops("a key file that is not there", "params", key_file(None),
          "EQUIPAGE_TEST_KEY names no key file", "32 random bytes"),
    stops("another key than the one stated", "params", key_file(b"k" * 32),
          "source.key_fingerprint: the key file is not the one stated", "restore the old file"),
    stops("an empty key file", "params", both(key_file(b""), param("source.key_fingerprint", "e3b0c44298fc1c14")),
          "the key of the pseudonyms is empty"),
]  # fmt: skip

KINDS: list[Kind] = [*TEXT, *VALUES, *LEAVES]
