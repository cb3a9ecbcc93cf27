"""What stays put while months go by."""

from dataclasses import dataclass

from connectors.simulator.draws import Draws
from connectors.simulator.truth.initiatives import Started
from connectors.simulator.truth.plants import Planted
from connectors.simulator.truth.structure import Teams


@dataclass(frozen=True, slots=True)
class World:
    """What stays put while months go by.

    Parameters
    ----------
    draws : Draws
        Where chance comes from.
    teams : Teams
    planted : Planted
    began : int
        The first month, long before the first recorded.
    started : tuple of Started
        What is tried.
    without : frozenset of str
        Codes of initiatives that change nothing in this world.
    """

    draws: Draws
    teams: Teams
    planted: Planted
    began: int
    started: tuple[Started, ...]
    without: frozenset[str] = frozenset()
