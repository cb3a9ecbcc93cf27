"""What a driver family says of itself: features, units, signs, words, evidence."""

from dataclasses import dataclass
from typing import Literal

Sign = Literal["raises", "lowers", "unsure"]


@dataclass(frozen=True, slots=True)
class Label:
    """The same words in English and in French."""

    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Feature:
    """One column that a family builds.

    Parameters
    ----------
    name : str
        Stored as ``<family>__<name>``.
    unit : str
        What the number counts: ``contacts``, ``share``, ``hours``, ``months`` …
    bounds : pair of float
        Lowest and highest possible value.
    sign : Sign
        Whether more of it is expected to go with more departures and absence;
        ``unsure`` unless the literature is of one mind.
    label : Label
    indicator : bool
        Whether the unit's mean may stand in a report as the plain figure
        beside the family.
    """

    name: str
    unit: str
    bounds: tuple[float, float]
    sign: Sign
    label: Label
    indicator: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """One driver family.

    Parameters
    ----------
    name : str
    label : Label
    evidence : str
        Who measured what, where to read it.
    tables : tuple of str
        Input tables without which the family is absent.
    features : tuple of Feature
    any_of : tuple of str
        Input tables of which one is enough; each feeds some of the features.
    names_supervisors : bool
        Whether a team's figures would speak of whoever leads it: no unit led by
        fewer than ``privacy.min_managers`` may show them.
    """

    name: str
    label: Label
    evidence: str
    tables: tuple[str, ...]
    features: tuple[Feature, ...]
    any_of: tuple[str, ...] = ()
    names_supervisors: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the family's columns in the feature table."""
        return tuple(f"{self.name}__{feature.name}" for feature in self.features)
