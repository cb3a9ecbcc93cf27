"""Person-days to person-months: what drivers sum over, a twentieth of the rows."""

import narwhals as nw

from contracts.frames import Lazy

DAY = ("person_id", "day", "known_month")
MONTH = ("person_id", "month", "known_month")
# Of contacts a day: how many days had any, and the squares of their numbers.
SPREAD = ("contact_days", "contact_squares")


def person_months(activity: Lazy) -> Lazy:
    """Sum person-days by month; what became known later stays apart.

    Parameters
    ----------
    activity : LazyFrame
        Person-days as ``summarise_activity`` writes them.

    Returns
    -------
    LazyFrame
        ``person_id, month, known_month`` and the sums of activity, empty where no
        day had the figure, and ``SPREAD``. The rows known by a month add up to
        what was known by then.
    """
    sums = [name for name in activity.collect_schema().names() if name not in DAY]
    month = nw.col("day").dt.truncate("1mo").cast(nw.Date)
    days = activity.with_columns(month=month).join(
        _known_before(activity), on=list(DAY), how="left"
    )
    return (
        days.with_columns(*_spread())
        .group_by(*MONTH)
        .agg(*[_summed(name) for name in (*sums, *SPREAD)])
    )


def _summed(name: str) -> nw.Expr:
    values = nw.col(name)
    return nw.when(values.count() > 0).then(values.sum().cast(nw.Int64)).alias(name)


def _known_before(activity: Lazy) -> Lazy:
    """Give, of rows that came late, what their day had before; most days have none."""
    month = nw.col("day").dt.truncate("1mo").cast(nw.Date)
    late = activity.filter(nw.col("known_month") > month).select(*DAY)
    earlier = activity.select(
        "person_id", "day", "contacts", earlier=nw.col("known_month")
    )
    both = late.join(earlier, on=["person_id", "day"], how="inner")
    known = both.filter(nw.col("earlier") < nw.col("known_month"))
    return known.group_by(*DAY).agg(before=nw.col("contacts").sum())


def _spread() -> tuple[nw.Expr, nw.Expr]:
    """Say by how much a row changes its day's count and square.

    A late contact doesn't add a day, and adds more to the square than its own:
    differences add up to the day as it is known.
    """
    contacts = nw.col("contacts").fill_null(0)
    before = nw.col("before").fill_null(0).cast(nw.Int64)
    after = before + contacts
    had, has = (nw.when(n > 0).then(n).otherwise(0) for n in (before, after))
    any_before, any_now = ((n > 0).cast(nw.Int64) for n in (before, after))
    return (
        (any_now - any_before).alias(SPREAD[0]),
        (has * has - had * had).alias(SPREAD[1]),
    )
