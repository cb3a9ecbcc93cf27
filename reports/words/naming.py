"""What units, driver families and indicators are called, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.content.monthly import MonthReport
from reports.words import vocabulary
from reports.words.language import LANGUAGES, Language, language


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a report uses, as its reader knows them.

    Parameters
    ----------
    report : MonthReport
    language : Language
    """

    report: MonthReport
    language: Language

    @property
    def company(self) -> str:
        """Name the company; one that is called just that is so in each language."""
        bare = {"", *(language(code).say("Company") for code in LANGUAGES)}
        unit = self.report.company.unit
        name = unit.name if unit else ""
        return self.language.say("Company") if name in bare else name

    @property
    def whole(self) -> str:
        """Name what the report is about: the company, or an audience's part of it."""
        audience = self.report.audience
        return self.language.pick(audience) if audience else self.company

    def family(self, name: str) -> str:
        """Name a driver family where it stands by itself."""
        known = self.report.families.get(name)
        words = self.language.say(vocabulary.FAMILIES.get(name, name))
        return (
            self.language.pick(known.label) if known else words[:1].upper() + words[1:]
        )

    def listed(self, names: Iterable[str]) -> str:
        """Name driver families within a sentence."""
        say = self.language.say
        return ", ".join(say(vocabulary.FAMILIES.get(name, name)) for name in names)

    def indicator(self, family_name: str, name: str) -> str:
        """Name a plain figure of a family."""
        family = self.report.families.get(family_name)
        bare = name.split("__", 1)[-1]
        found = (f for f in family.features if f.name == bare) if family else iter(())
        feature = next(found, None)
        if feature is None:
            return bare.replace("_", " ")
        return self.language.pick(feature.label)
