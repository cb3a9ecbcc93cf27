from pathlib import Path

from contracts.page import contracts_page

PAGE = Path(__file__).parents[2] / "docs" / "contracts.md"


def test_the_page_of_contracts_is_current() -> None:
    assert PAGE.read_text("utf-8") == contracts_page(), (
        "docs/contracts.md is older than the contracts: "
        "run python -m contracts.page > docs/contracts.md"
    )


def test_the_page_gives_each_rule_in_its_words() -> None:
    assert "- a shift ends after it starts\n" in contracts_page()


def test_the_page_says_why_a_column_is_refused() -> None:
    assert "| `keystrokes` | constant surveillance" in contracts_page()
