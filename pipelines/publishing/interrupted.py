"""A month whose link was added when its run was stopped: the next run seals it."""

from pipelines import _files, _ledger
from pipelines.publishing import frozen, head
from pipelines.publishing.order import Order
from privacy.history.ledger import unsealed


def sealed(before: str, order: Order) -> str:
    """Write the head of a link that a stopped run added for the same month.

    Only where the frozen files are those that the link names: a line that somebody
    else added to the ledger stays refused.

    Parameters
    ----------
    before : str
        The head in ``params.yaml``.
    order : Order

    Returns
    -------
    str
        The head as it now is; the same where nothing was left undone.

    Raises
    ------
    DisclosureError
        If the ledger is missing, or broken before its last link.
    """
    found = unsealed(_ledger.text(before), before)
    if found is None:
        return before
    link, new = found
    if link.month != order.month or not frozen.holds(link.month, link.files):
        return before
    _files.write_text(head.PARAMS, head.with_head(new))
    return new
