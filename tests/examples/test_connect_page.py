"""The page on connecting an export, followed word by word."""

import os
import re
import zipfile
from pathlib import Path

import pytest
import yaml

from contracts.params import Params
from pipelines import build_example, check_data
from pipelines.checking import table_findings
from pipelines.checking.table_findings import Findings

FOLDER = Path(os.environ.get("EQUIPAGE_REAL_DATA", "-"))
PAGE = (build_example.EXAMPLES.parent / "docs/connect.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
FIRST, RENAMED, WRITTEN, FOLDED, UNITS, MONTHS = BLOCKS
FILE = "    - file: incident_event_log.csv\n"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason="set EQUIPAGE_REAL_DATA to the folder of the examples' exports",
    ),
]


@pytest.fixture(scope="module")
def helpdesk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that the page asks for."""
    folder = tmp_path_factory.mktemp("helpdesk")
    log = FOLDER / "uci_servicenow_incidents/incident_event_log.zip"
    zipfile.ZipFile(log).extractall(folder)
    return next(folder.rglob("*.csv")).parent


def after_step(number: int) -> str:
    """Give the reader's file as it stands after so many steps of the page."""
    steps = (
        lambda text: text,
        lambda text: text.replace("          steps: []\n", RENAMED),
        lambda text: text.replace(FILE, WRITTEN),
        lambda text: text.replace(RENAMED, FOLDED),
        lambda text: text.replace("outcomes:\n", f"{UNITS}outcomes:\n") + MONTHS,
    )
    text = FIRST
    for step in steps[:number]:
        before, text = text, step(text)
        assert text != before or step is steps[0], "the page's block found no place"
    return text


def checked(text: str, folder: Path) -> Findings:
    below = yaml.safe_load(Path("params.yaml").read_text("utf-8"))
    laid = build_example.laid_over(below, yaml.safe_load(text))
    laid["source"]["path"] = str(folder)
    settings = Params.model_validate(laid)
    return check_data.check(settings)


def quoted(start: str) -> str:
    """Give what the page quotes, which must be there."""
    (said,) = re.findall(rf"`?({re.escape(start)}[^`\n]*)", PAGE)
    return said.strip().removesuffix(", …")


def test_a_mapping_of_nothing_names_what_is_missing_and_what_was_found(
    helpdesk: Path,
) -> None:
    refused = checked(after_step(1), helpdesk)["interactions"].refused
    assert quoted("interactions: the export has no column") in refused
    assert quoted("Expected interaction_id, person_id, opened_at; found") in refused


@pytest.mark.parametrize(
    ("step", "start"),
    [(2, "141,712 of 141,712 rows"), (3, "105,311 of 141,712 rows")],
    ids=["columns named", "format said"],
)
def test_the_rows_break_the_rule_that_the_page_quotes(
    step: int, start: str, helpdesk: Path
) -> None:
    found = checked(after_step(step), helpdesk)["interactions"]
    ((rule, rows),) = found.broken.items()
    assert quoted(start) == f'{rows:,} of {found.rows:,} rows break "{rule}"'


def test_folded_into_legs_no_row_is_broken(helpdesk: Path) -> None:
    found = checked(after_step(4), helpdesk)
    contacts = found["interactions"]
    shown = f"interactions  {contacts.rows:,}       0  –          {contacts.state}"
    assert quoted("interactions  29") == shown


def test_in_the_end_the_file_says_as_much_as_the_example(helpdesk: Path) -> None:
    found = checked(after_step(5), helpdesk)
    settings = build_example.example_params("servicenow", str(helpdesk))
    example = Params.model_validate(settings)
    theirs = check_data.check(example)
    rows = {name: (one.rows, one.state) for name, one in found.items()}
    assert rows == {name: (one.rows, one.state) for name, one in theirs.items()}
    assert table_findings.learnable(found).endswith(
        "no outcome can be learned from these data."
    )
