"""What is left out of DVC's lines, and that nothing else is."""

import io
import logging

import pytest

from pipelines._dvc import PUSH, WithoutPush, is_no_news


def test_the_line_that_asks_to_push_is_left_out_and_no_other():
    below = io.StringIO()
    with_bars = WithoutPush(below)
    for line in ("Running stage 'a':", PUSH, "", "Data and pipelines are up to date."):
        print(line, file=with_bars)
    said = "Running stage 'a':\n\nData and pipelines are up to date.\n"
    assert below.getvalue() == said


def test_the_stream_below_answers_for_all_else():
    assert WithoutPush(io.StringIO()).isatty() is False


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("'data/restricted/quarantine' is empty.", False),
        ("'data/raw' is not writable.", True),
    ],
)
def test_a_warning_of_an_empty_folder_is_no_news(message, kept):
    record = logging.LogRecord("dvc.output", 30, "", 0, message, (), None)
    assert is_no_news(record) is kept
