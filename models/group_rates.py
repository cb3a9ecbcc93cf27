"""Rates of groups that lean on the company's, and what they say of their people."""

import numpy as np
from scipy.special import logit

from models.clock import Codes, Floats
from models.shares import Shares

# A group's rate leans on the company's as if it had this much more exposure.
PRIOR_PERSON_MONTHS = 60.0
EDGE = 1e-9


def leaning(total: Codes, exposure: Codes, company: float) -> Floats:
    """Average what came over exposure, drawn towards the company's rate.

    Parameters
    ----------
    total, exposure : array of shape (n_groups,)
    company : float

    Returns
    -------
    array of shape (n_groups,)
    """
    prior = PRIOR_PERSON_MONTHS
    found: Floats = (total + prior * company) / (exposure + prior)
    return found


def shares_of(rates: Floats, company: float, binary: bool, column: str) -> Shares:
    """Put the whole distance from the company down to one column.

    Parameters
    ----------
    rates : array of shape (n_rows, 1)
    company : float
    binary : bool
        Whether rates are chances, rather than shares.
    column : str

    Returns
    -------
    Shares
    """
    link = logit if binary else np.log
    base = float(link(max(company, EDGE)))
    return Shares(link(np.maximum(rates, EDGE)) - base, base, (column,))
