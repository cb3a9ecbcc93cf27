"""What each column adds to a forecast, on the scale on which the parts sum up."""

from dataclasses import dataclass

from models.clock import Floats


@dataclass(frozen=True, slots=True)
class Shares:
    """A forecast taken apart: base plus shares is the logit, or the log.

    Parameters
    ----------
    values : array of shape (n_rows, n_columns)
    base : float
        What is forecast where every share is zero.
    columns : tuple of str
        The driver family stands before ``__``.
    """

    values: Floats
    base: float
    columns: tuple[str, ...]
