"""Who led whom: the supervisor of each person's latest assignment."""

import narwhals as nw

from contracts.frames import Lazy
from features._past import KEYS, Past

LEADER = "manager_id"


def led_by(past: Past) -> Lazy:
    """Give each person's supervisor at each snapshot, as recorded by then.

    Parameters
    ----------
    past : Past

    Returns
    -------
    LazyFrame
        ``as_of, person_id, manager_id``; no row where none is recorded.
    """
    table = past.tables.get("assignments")
    if table is None or LEADER not in table.collect_schema().names():
        nobody = past.people().select(*KEYS).filter(nw.col("person_id").is_null())
        return nobody.with_columns(nw.lit(None, dtype=nw.String).alias(LEADER))
    rank = nw.col("starts_on").rank("ordinal", descending=True)
    latest = past.records("assignments").with_columns(_rank=rank.over(*KEYS))
    latest = latest.filter(nw.col("_rank") == 1, ~nw.col(LEADER).is_null())
    return past.people().select(*KEYS).join(latest.select(*KEYS, LEADER), on=list(KEYS))
