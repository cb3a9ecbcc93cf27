"""One language of the report: its words from ``reports/words``, its numbers."""

import gettext
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from contracts.drivers import Label
from reports.words.numbers import Numbers

WORDS = Path(__file__).parent
LANGUAGES = ("fr", "en")
BETWEEN = {"fr": "\N{NO-BREAK SPACE}à\N{NO-BREAK SPACE}", "en": " to "}
LOCALES = {"fr": "fr", "en": "en_GB"}  # The English of these pages is British.
NAMES = {"fr": "Français", "en": "English"}


@dataclass(frozen=True, slots=True)
class Language:
    """Words and numbers of one language.

    Parameters
    ----------
    code : {"fr", "en"}
    words : NullTranslations
        English sentences to this language's.
    numbers : Numbers
    """

    code: str
    words: gettext.NullTranslations
    numbers: Numbers

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return NAMES[self.code]

    def say(self, sentence: str, **values: str) -> str:
        """Give a sentence in this language, its values written in."""
        said = self.words.gettext(sentence)
        return said % values if values else said

    def say_many(self, one: str, many: str, number: float, **values: str) -> str:
        """Give the sentence that fits a number, the number written in."""
        chosen = self.words.ngettext(one, many, round(number))
        return chosen % {"num": self.numbers.whole(number), **values}

    def pick(self, label: Label) -> str:
        """Choose this language's side of a label."""
        return label.fr.replace("'", "’") if self.code == "fr" else label.en

    def chances(self, probability: float) -> str:
        """Write a probability as chances in ten, never as none or all."""
        tenths = round(10 * probability)
        if tenths < 1:
            said = self.say("less than 1 chance in 10")
        elif tenths > 9:
            said = self.say("more than 9 chances in 10")
        else:
            said = self.say_many(
                "%(num)s chance in 10", "%(num)s chances in 10", tenths
            )
        # The ten never stands alone on a line.
        return said.replace(" 10", "\N{NO-BREAK SPACE}10")


@lru_cache
def language(code: str) -> Language:
    """Read one language.

    Parameters
    ----------
    code : {"fr", "en"}
    """
    return Language(
        code=code,
        words=_words(WORDS / f"{code}.po"),
        numbers=Numbers(Locale.parse(LOCALES[code]), BETWEEN[code]),
    )


def _words(path: Path) -> gettext.NullTranslations:
    if not path.exists():  # The sentences in the code are the English ones.
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
