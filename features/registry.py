"""The driver families, in the order of the report: add a file, add its line."""

from collections.abc import Callable
from importlib import import_module

from contracts.drivers import Family
from contracts.frames import Lazy
from features import climate
from features._past import Past

NAMES = (
    "workload",
    "emotional_load",
    "fragmentation",
    "predictability",
    "recognition",
    "support",
    "climate",
    "development",
    "work_life",
    "service_quality",
    "absence_history",
    "career",
    "team",
    "means",
)
MODULES = tuple(import_module(f"features.{name}") for name in NAMES)

FAMILIES: tuple[Family, ...] = tuple(module.FAMILY for module in MODULES)
BUILDERS: dict[str, Callable[[Past], Lazy]] = {
    module.FAMILY.name: module.build for module in MODULES
}
# Families whose figures are a unit's own, so that no person need be known.
UNIT_BUILDERS: dict[str, Callable[[Past, Lazy], Lazy]] = {
    climate.FAMILY.name: climate.by_unit,
}
