"""Survey indices in columns become scores in rows."""

from connectors.mapping import _sql
from connectors.mapping._sql import Relation
from contracts.check import BROKEN_RULE
from contracts.source_params import Scores

NAMED = ("campaign_id", "closed_on", "team_id")


def scores_by_unit(relation: Relation, scores: Scores) -> Relation:
    """Give a row a unit, campaign and construct; an empty index gives none.

    Parameters
    ----------
    relation : Relation
        ``campaign_id, closed_on, team_id``, a column an index and one of answers.
    scores : Scores
        Construct to its column.

    Returns
    -------
    Relation
        ``campaign_id, closed_on, team_id, construct, mean, answers``.

    Raises
    ------
    ContractError
        If a column is missing.
    """
    _sql.need(relation, (*NAMED, *scores.constructs.values(), scores.answers))
    selects = (
        f"SELECT {', '.join(NAMED)}, {_sql.text(construct)} AS construct, "
        f"{_sql.name(column)} AS mean, {_sql.name(scores.answers)} AS answers, "
        f"{BROKEN_RULE} FROM scores_seen WHERE {_sql.name(column)} IS NOT NULL"
        for construct, column in scores.constructs.items()
    )
    return relation.query("scores_seen", " UNION ALL ".join(selects))
