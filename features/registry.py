"""The driver families, in the order of the report: add a file, add its line."""

from collections.abc import Callable

from contracts.drivers import Family
from contracts.frames import Lazy
from features import absence_history, career, team, workload
from features._past import Past

MODULES = (career, absence_history, workload, team)

FAMILIES: tuple[Family, ...] = tuple(module.FAMILY for module in MODULES)
BUILDERS: dict[str, Callable[[Past], Lazy]] = {
    module.FAMILY.name: module.build for module in MODULES
}
