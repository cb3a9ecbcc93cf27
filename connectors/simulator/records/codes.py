"""Codes and Arrow columns: how ids, days and choices stand in an export."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from connectors.simulator.arrays import NEVER, Flags, Floats, Ints


def person_names(numbers: Ints) -> pa.Array:
    """Name people as an HR system would: ``A000001``, ``A000002`` …."""
    return pa.array([f"A{number:06d}" for number in numbers.tolist()])


def coded(values: Sequence[str] | pa.Array, index: Ints) -> pa.Array:
    """Write each row as one of a few texts; an index below 0 is empty."""
    codes = pa.array(index.astype(np.int32), mask=index < 0)
    texts = values if isinstance(values, pa.Array) else pa.array(list(values))
    return pa.DictionaryArray.from_arrays(codes, texts)


def joined_digits(*parts: tuple[Ints | int, int]) -> pa.Array:
    """Write whole numbers side by side, each padded to so many digits.

    No id then hangs on what else there is: one more contact of one person
    names no contact of anybody else anew.
    """
    whole = np.int64(0)
    for value, digits in parts:
        whole = whole * 10**digits + value
    return pc.cast(pa.array(np.asarray(whole, dtype=np.int64)), pa.string())


def days(values: Ints) -> pa.Array:
    """Write days; ``NEVER`` is empty."""
    return pa.array(values.astype(np.int32), mask=values >= NEVER).cast(pa.date32())


def times(seconds: Ints, known: Flags | None = None) -> pa.Array:
    """Write times of the centre's clock, given in seconds since 1970."""
    stamps = (seconds * 1000).astype("datetime64[ms]")
    return pa.array(stamps, mask=None if known is None else ~known)


def known(values: Floats | Ints | Flags, where: Flags) -> pa.Array:
    """Write values, empty where there is none."""
    return pa.array(values, mask=~where)


def sorted_by(table: pa.Table, *names: str) -> pa.Table:
    """Sort by a key: the same rows are the same bytes."""
    return table.sort_by([(name, "ascending") for name in names])
