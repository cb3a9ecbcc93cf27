import pandas as pd

from contracts.params import load
from models import clock
from pipelines import _past

SETTINGS = load()
YEARLY = SETTINGS.model_copy(
    update={
        "time": SETTINGS.time.model_copy(
            update={
                "last_month": "2015-12",
                "history_months": 37,
                "snapshot_every_months": 12,
            }
        )
    }
)


def test_snapshots_a_year_apart_end_with_the_last_month():
    months = _past.snapshot_months(YEARLY)
    assert sorted(map(str, set(months["as_of"]))) == [
        *("2012-12-31", "2013-12-31", "2014-12-31", "2015-12-31")
    ]


def test_origins_stand_at_snapshots():
    found = clock.origins(pd.Timestamp("2012-12-31"), YEARLY.time, YEARLY.models)
    assert [str(origin.date()) for origin in found] == [
        *("2013-12-31", "2014-12-31", "2015-12-31")
    ]
