"""Records that become known after February, drawn at random: none may be seen then."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.drawing import rows_of
from tests.features.centre import FEBRUARY, TABLES

PEOPLE = st.sampled_from(["ann", "bob", "cat", "dan", "eve"])
DAYS = st.dates(date(2025, 6, 1), date(2026, 6, 30))
LATER = st.dates(FEBRUARY + timedelta(days=1), date(2026, 6, 30))
TEAMS = st.sampled_from(["red", "blue"])
ASKED = st.sampled_from(["exhaustion", "engagement", "manager_support", "means"])
SICK = st.sampled_from(["sickness", "accident", "planned"])
Rows = st.SearchStrategy[list[str]]


def drawn(*cells: object) -> str:
    return " | ".join("-" if cell is None else str(cell) for cell in cells)


def lists(*parts: st.SearchStrategy[object]) -> Rows:
    return st.lists(st.builds(drawn, *parts), max_size=3)


def always(*cells: object) -> list[st.SearchStrategy[object]]:
    return [st.just(cell) for cell in cells]


absences = lists(PEOPLE, DAYS, SICK, st.none() | LATER, LATER)
departures = lists(PEOPLE, DAYS, *always("voluntary"), st.none() | LATER, LATER)
assignments = lists(
    PEOPLE,
    TEAMS,
    DAYS,
    st.none() | LATER,
    LATER,
    *always("fixed", 1, 24, "agent", 900, 75),
)
KIND = st.sampled_from(
    ["recognition", "one_to_one", "training", "raise", "incident_support"]
)
milestones = lists(PEOPLE, DAYS, KIND, *always(7), LATER)
scores = lists(*always("later"), DAYS, TEAMS, ASKED, *always(0.9, 7), LATER)
# Told later, or not begun yet.
events = st.one_of(
    lists(
        st.sampled_from(["outage", "product_change"]),
        day.map(lambda on: f"{on} 09:00"),
        *always(None),
        told,
        TEAMS | st.none(),
    )
    for day, told in ((DAYS, LATER), (LATER, DAYS))
)
answers = st.lists(
    st.builds(
        lambda team, construct, closed, published: "\n".join(
            [drawn("later", closed, team, construct, 5, 1, 5, published)] * 5
        ),
        TEAMS,
        ASKED,
        DAYS,
        LATER,
    ),
    max_size=2,
)
activity = st.lists(
    st.tuples(
        PEOPLE,
        st.sampled_from(["2026-01-12", "2026-02-10", "2026-02-12", "2026-03-12"]),
        st.sampled_from(["2026-03-01", "2026-05-01"]),
        st.integers(0, 500),
        st.integers(-420, 420),
    ),
    max_size=4,
)
# What a later delivery may say otherwise of a record that was there before.
CHANGES = {
    "absences": {"ends_on": ("2026-02-03", "2026-02-27"), "kind": ("planned",)},
    "assignments": {
        "team_id": ("red", "blue"),
        "weekly_hours": ("20",),
        "monthly_pay": ("1200",),
    },
    "departures": {"reason": ("retirement",), "notified_on": ("2025-12-01",)},
    "milestones": {"amount": ("90",), "recorded_on": ("2025-06-30", "2026-02-01")},
}


@st.composite
def overwritten(draw, table: str) -> str:
    """Draw a table of which later deliveries say some records otherwise, or no more."""
    first = rows_of(TABLES[table])
    rows = [{**row, "version": "1"} for row in first]
    for number in draw(st.sets(st.integers(0, len(first) - 1), max_size=3)):
        on = str(draw(LATER))
        rows[number]["superseded_on"] = on
        column = draw(st.none() | st.sampled_from(sorted(CHANGES[table])))
        if column:
            said = draw(st.sampled_from(CHANGES[table][column]))
            second = {"version": "2", "delivered_on": on, column: said}
            rows.append({**first[number], **second})
    return as_drawing(rows)


def as_drawing(rows: list[dict[str, str | None]]) -> str:
    names = [*dict.fromkeys(n for row in rows for n in row)]
    names += [n for n in ("delivered_on", "superseded_on") if n not in names]
    lines = [drawn(*(row.get(name) for name in names)) for row in rows]
    return "\n".join([drawn(*names), *lines])
