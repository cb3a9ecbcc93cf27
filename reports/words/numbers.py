"""Numbers, ranges and dates as a reader of each language writes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

DURATIONS = {"minutes": "minute", "hours": "hour", "days": "day", "months": "month"}
HALF_A_TENTH = 0.05
MINUS = "\N{MINUS SIGN}"
SIGN = "%\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


# A report writes the same few hundred numbers tens of thousands of times.
@cache
def _decimal(number: float, locale: Locale) -> str:
    written = format_decimal(number, locale=locale, decimal_quantization=False)
    return str(written).replace("-", MINUS)


@cache
def _percent(share: float, places: int, locale: Locale) -> str:
    pattern = locale.percent_formats[None].pattern
    written = pattern.replace("#,##0", "#,##0.0") if places else pattern
    return str(format_percent(share, written, locale=locale))


@cache
def _skeleton(skeleton: str, day: date, locale: Locale) -> str:
    return str(format_skeleton(skeleton, day, locale=locale))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The forms of one language.

    Parameters
    ----------
    locale : Locale
    between : str
        What stands between the ends of a range, spaces included.
    """

    locale: Locale
    between: str

    def whole(self, number: float) -> str:
        """Write a count: ``1 180``."""
        return str(format_decimal(round(number), locale=self.locale))

    def decimal(self, number: float, digits: int = 1) -> str:
        """Write a number with at most so many decimals."""
        return _decimal(round(number, digits), self.locale)

    def places(self, shares: Iterable[float | None]) -> int:
        """Give the decimals, 0 or 1, that all these shares need as percentages."""
        return int(any(s is not None and round(1000 * s) % 10 for s in shares))

    def percent(self, share: float, places: int | None = None) -> str:
        """Write a share as a percentage with at most one decimal: ``6,4 %``.

        Parameters
        ----------
        share : float
        places : {0, 1}, optional
            Decimals, where a share stands in a column with others.
        """
        if places is None:
            places = self.places((share,))
        return _percent(round(share, 3), places, self.locale)

    def percents(self, low: float, high: float, places: int | None = None) -> str:
        """Write a range of shares, the sign once: ``8 à 12 %``, ``6,0 à 8,1 %``."""
        if places is None:
            places = self.places((low, high))
        first, last = self.percent(low, places), self.percent(high, places)
        return last if first == last else f"{first.rstrip(SIGN)}{self.between}{last}"

    def counts(self, low: float, high: float) -> str:
        """Write a range of counts: ``12 à 19``."""
        if round(low) == round(high):
            return self.whole(high)
        return f"{self.whole(low)}{self.between}{self.whole(high)}"

    def decimals(self, low: float, high: float) -> str:
        """Write a range of numbers: ``2,5 à 6``."""
        if low == high:
            return self.decimal(high)
        return f"{self.decimal(low)}{self.between}{self.decimal(high)}"

    def signed(self, number: float, digits: int = 2) -> str:
        """Write a difference with its sign: ``+0,4``."""
        sign = "+" if number > 0 else MINUS if number < 0 else ""
        return sign + self.decimal(abs(number), digits)

    def change(self, before: float, now: float) -> str:
        """Write a difference of shares in percentage points; none is no text."""
        points = round(100 * now, 1) - round(100 * before, 1)
        if abs(points) < HALF_A_TENTH:
            return ""
        return f"{self.signed(points, 1)}\N{NO-BREAK SPACE}pt"

    def measured(self, value: float, unit: str) -> str:
        """Write an indicator in its unit; a unit without a sign is in its label."""
        if unit == "share":
            return self.percent(value)
        if unit not in DURATIONS:
            return self.decimal(value)
        return str(
            format_unit(
                round(value, 1),
                f"duration-{DURATIONS[unit]}",
                "short" if unit == "minutes" else "long",
                locale=self.locale,
            )
        )

    def day(self, day: date) -> str:
        """Write a day in full: ``1er septembre 2026``."""
        written = str(format_date(day, "long", locale=self.locale))
        if self.locale.language == "fr" and day.day == 1:
            return written.replace("1 ", "1er ", 1)
        return written

    def month(self, day: date) -> str:
        """Write a day's month: ``octobre 2026``."""
        return _skeleton("yMMMM", day, self.locale)

    def short_month(self, day: date) -> str:
        """Write a day's month for the axis of a chart: ``oct. 2026``."""
        return _skeleton("yMMM", day, self.locale)

    def months(self, first: date, last: date) -> str:
        """Write a span of months: ``novembre 2026 – janvier 2027``."""
        return str(format_interval(first, last, "yMMMM", locale=self.locale))
