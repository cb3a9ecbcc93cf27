"""Whatever is delivered: at each day stands what had been delivered by then."""

from datetime import date

import duckdb
import narwhals as nw
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import deliveries
from connectors.deliveries import Delivered
from contracts.check import with_broken_rule
from contracts.inputs import INPUTS
from contracts.versions import standing
from tests.drawing import drawn_table

DAYS = (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31))
PEOPLE, REASONS = ("ann", "bob", "cat"), ("voluntary", "other")
HEAD = "person_id | left_on | reason"
# What each delivery says of each person: nothing, or one of two reasons.
HISTORIES = st.lists(
    st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(REASONS)),
    min_size=3,
    max_size=3,
)


@settings(max_examples=25, deadline=None)
@given(HISTORIES, st.booleans())
def test_at_each_day_stands_what_had_been_delivered_by_then(history, increments):
    table = INPUTS["departures"]
    with duckdb.connect() as connection:
        parts = []
        for day, said in zip(DAYS, history, strict=True):
            rows = [f"{who} | 2025-12-31 | {why}" for who, why in said.items()]
            if not rows:
                continue
            drawn = drawn_table(connection, table, "\n".join([HEAD, *rows]))
            with_broken_rule(drawn, table).to_native().create(f"part_{day:%m}")
            parts.append(Delivered(day, day, connection.table(f"part_{day:%m}")))
        # A delivery without a row brings no file of the table: nothing is said.
        history = [said for said in history if said]
        days = [part.known_on for part in parts]
        if not parts:
            return
        found = deliveries.folded(
            connection, parts, table, increments=increments, max_vanished_share=1.0
        )
        for number, day in enumerate(days):
            at = standing(nw.from_native(found), nw.lit(day)).to_native()
            known = history[: number + 1]
            laid_over = {who: why for each in known for who, why in each.items()}
            expected = laid_over if increments else known[-1]
            told_then = at.project("person_id, reason").fetchall()
            assert sorted(told_then) == sorted(expected.items())
